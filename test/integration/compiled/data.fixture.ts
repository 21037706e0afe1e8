import { createSchema } from '../../../src/app/schema.ts';
import { importCaseFile } from '../../../src/casefile/casefile.service.ts';
import { CUSTOMERS, PEOPLE, SCENARIOS } from '../../../src/cli/demo/samples.ts';
import { caseScript } from '../../../src/cli/demo/script.ts';
import type { TestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import { INCIDENTS, incident } from '../../support/incidents.ts';
import { createRandom } from '../../support/random.ts';
import { caseIn } from '../escalation/case-in-status.fixture.ts';
import { STATUSES } from '../escalation/status-table.fixture.ts';
import type { World } from '../permissions/world.fixture.ts';
import { makeWorld } from '../permissions/world.fixture.ts';
import type { Callers } from './callers.fixture.ts';
import { makeCallers } from './callers.fixture.ts';
import { makeOdd } from './odd-data.fixture.ts';

const MINUTE_MS = 60_000;
const PLAYED_CASES = 8;

export interface Data {
  world: World;
  callers: Callers;
}

/** Fills a desk with something of everything, and those who ask for it. The present stands still after. */
export async function makeData(app: TestApp): Promise<Data> {
  const schema = createSchema();
  for (const name of INCIDENTS) {
    const { db, sequencer, clock } = app;
    await importCaseFile({ db, schema, sequencer, now: clock.now() }, incident(name));
  }
  const world = await makeWorld(app);
  for (const one of PEOPLE) await app.mutate('upsertUser', { ...one });
  for (const one of CUSTOMERS) await app.mutate('upsertCustomer', { ...one });
  const played = CUSTOMERS.slice(0, 2).map(({ externalId }) => idOfCustomer(app, externalId));
  const odd = await makeOdd(app);
  const own = world.sides.own.customerId;
  const several = [own, odd.customerId, ...(await Promise.all(played))];
  const callers = await makeCallers(app, { one: own, several });
  for (let count = 0; count < PLAYED_CASES; count += 1) await play(app, callers, count);
  await casesInEveryStatus(app);
  await app.scheduler.runDue();
  await app.sequencer.sequence();
  await untilKeysAreUsed(app, callers);
  return { world, callers };
}

async function idOfCustomer(app: TestApp, externalId: string): Promise<string> {
  const found = await app.query<{ customer: { id: string } }>(
    'query ($externalId: String!) { customer(by: { externalId: $externalId }) { id } }',
    { externalId },
  );
  return found.customer.id;
}

/** A case as the demo tells it, by people and by keys in turn, up to some step of it. */
async function play(app: TestApp, callers: Callers, count: number): Promise<void> {
  const random = createRandom(count + 1);
  const scenario = SCENARIOS[count % SCENARIOS.length];
  const of = CUSTOMERS[count % CUSTOMERS.length];
  const [owner, colleague] = PEOPLE.slice(-2);
  if (scenario === undefined || of === undefined) throw new Error('There is no scenario.');
  const { issue, severity, category } = scenario;
  const names = { issue, severity, category, customer: { externalId: of.externalId } };
  const as = createTestClient(app.url, callers.AGENT.credential);
  const { id } = await openCase(as, names);
  const cast = {
    owner: owner?.email ?? '',
    colleague: colleague?.email ?? '',
    contact: of.contacts[0]?.name ?? '',
  };
  let left = count % 4 === 0 ? Number.POSITIVE_INFINITY : 2 + Math.floor(random() * 18);
  for (const { mutation, input } of caseScript(scenario, cast, random, app.clock.now)) {
    left -= 1;
    if (left < 0) break;
    app.clock.advance(Math.floor(random() * 45) * MINUTE_MS);
    const by = random() < 0.6 ? as : app;
    await by.mutate(mutation, { escalationId: id, ...input });
  }
  await app.scheduler.runDue();
}

async function casesInEveryStatus(app: TestApp): Promise<void> {
  const { id: customerId } = await customer(app, { tier: 'ENTERPRISE' });
  const { id: personId } = await person(app, { team: 'FINANCE' });
  const surroundings = { customerId, personId, otherId: '' };
  for (const status of STATUSES) {
    for (const withPlan of [true, false]) await caseIn(app, status, surroundings, { withPlan });
  }
}

/** When a key was used last is noted at its first use, beside the answer: so it is used before. */
async function untilKeysAreUsed(app: TestApp, callers: Callers): Promise<void> {
  const variables: Variables = {};
  for (const { credential } of Object.values(callers)) {
    await createTestClient(app.url, credential).graphql('{ viewer { name } }', variables);
  }
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const unused = await app.db.apiKey.count({
      where: { name: { startsWith: 'PARTNER of' }, lastUsedAt: null },
    });
    if (unused === 0) return;
    await new Promise((go) => setTimeout(go, 20));
  }
  throw new Error('The keys were not noted as used.');
}
