import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { roundTripsDuring } from '../../support/statements.ts';
import type { Surroundings } from './case-in-status.fixture.ts';
import { surroundings } from './case-in-status.fixture.ts';
import { CASE_MUTATIONS } from './status-table.fixture.ts';
import { validInput } from './valid-input.fixture.ts';

let app: TestApp;
let shared: Surroundings;
beforeAll(async () => {
  app = await startTestApp();
  shared = await surroundings(app);
});
afterAll(() => app.stop());

it.each(['openEscalation', ...CASE_MUTATIONS])('%s', async (mutation) => {
  await app.mutate(mutation, await validInput(app, mutation, shared));
  const input = await validInput(app, mutation, shared);
  const trips = await roundTripsDuring(async () => {
    const { userErrors } = await app.mutate(mutation, input);
    expect(userErrors).toEqual([]);
  });
  console.log(mutation, trips.length, trips.flat().length);
  for (const trip of trips) console.log('  --\n', trip.map((s) => '     ' + s.replace(/\s+/g, ' ').slice(0, 160)).join('\n'));
});
