import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_ANSWER_BYTES, MAX_TEXT } from '../../../src/graphql/limits/limits.ts';
import type { BothWays } from '../../support/both-ways.ts';
import { startBothWays } from '../../support/both-ways.ts';
import { openCase } from '../../support/factories.ts';
import { ENV } from './callers.fixture.ts';

const MESSAGES = 10;
const TEXTS = ['action_taken', 'outcome', 'how_to_confirm'];

let both: BothWays;
let id: string;
beforeAll(async () => {
  both = await startBothWays(ENV);
  ({ id } = await openCase(both.ordinary));
  for (let count = 0; count < MESSAGES; count += 1) {
    const call = { channel: 'CALL', direction: 'OUTBOUND', summary: `Call ${count}` };
    await both.ordinary.mutate('logCommunication', { escalationId: id, ...call });
  }
  for (const text of TEXTS) {
    await both.ordinary.db.$executeRawUnsafe(
      `UPDATE escalation SET ${text} = repeat('x', ${MAX_TEXT})`,
    );
  }
});
afterAll(() => both.stop());

/** The case so many times, with that of it. */
function many(aliases: number, selection: string): string {
  const messages = (below: string) => `communications { nodes { escalation { ${below} } } }`;
  const one = messages(messages(selection));
  const all = Array.from({ length: aliases }, (_, at) => `a${at}: ${one}`);
  return `query ($id: ID!) { escalation(by: { id: $id }) { ${all.join(' ')} } }`;
}

test('what fields read and do not show is no part of the answer that has a limit', async () => {
  const aliases = 5;
  const read = aliases * MESSAGES * MESSAGES * TEXTS.length * MAX_TEXT;
  expect(read).toBeGreaterThan(MAX_ANSWER_BYTES);
  const query = many(aliases, 'resolution { documentedAt }');
  const [compiled, ordinary] = await Promise.all([
    both.compiled.graphql(query, { id }),
    both.ordinary.graphql(query, { id }),
  ]);
  expect(compiled).toEqual(ordinary);
  expect(compiled.errors).toBeUndefined();
});
