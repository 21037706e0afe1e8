import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BothWays } from '../../support/both-ways.ts';
import { readsOf, startBothWays } from '../../support/both-ways.ts';
import { openCase } from '../../support/factories.ts';
import { ENV } from './callers.fixture.ts';

let both: BothWays;
let escalationId: string;
beforeAll(async () => {
  both = await startBothWays(ENV);
  escalationId = (await openCase(both.ordinary)).id;
});
afterAll(() => both.stop());

/** What a payload shows of its own entry: as the entry, in the timeline, and by its cursor. */
const SHOWN = `
  userErrors { code }
  cursor
  events { cursor data }
  escalation { timeline(last: 1) { totalCount edges { cursor } nodes { data MORE } } }`;
const [COMPILED, ORDINARY] = [SHOWN.replace('MORE', ''), SHOWN.replace('MORE', 'subject { id }')];

const OPERATIONS = {
  'of one mutation': [['one'], COMPILED],
  'of one mutation that is not compiled': [['one'], ORDINARY],
  'of several mutations': [['one', 'two', 'three'], COMPILED],
} as const;

interface Payload {
  userErrors: object[];
  cursor: string;
  events: { cursor: string; data: object }[];
  escalation: {
    timeline: { totalCount: number; edges: { cursor: string }[]; nodes: { data: object }[] };
  };
}

test.each(Object.entries(OPERATIONS))(
  'the payload %s shows what the mutation wrote, in its place, whichever way it is read',
  async (name, [keys, selection]) => {
    const fields = keys.map((key) => `${key}: addNote(input: $${key}) { ${selection} }`);
    const inputs = keys.map((key) => `$${key}: AddNoteInput!`);
    const mutation = `mutation (${inputs.join(', ')}) { ${fields.join(' ')} }`;
    for (const desk of [both.compiled, both.ordinary]) {
      const before = await both.compiled.db.logEntry.count({ where: { NOT: { stage: null } } });
      const variables = Object.fromEntries(
        keys.map((key) => [key, { escalationId, text: `${name}: ${key}` }]),
      );
      const payloads = await desk.query<Record<string, Payload>>(mutation, variables);
      for (const [place, key] of keys.entries()) {
        const { userErrors, cursor, events, escalation } = payloads[key] as Payload;
        const data = { text: `${name}: ${key}` };
        expect(userErrors).toEqual([]);
        expect(events).toEqual([{ cursor, data }]);
        expect(escalation.timeline.edges).toEqual([{ cursor }]);
        expect(escalation.timeline.nodes[0]?.data).toEqual(data);
        expect(escalation.timeline.totalCount).toBe(before + place + 1);
      }
    }
  },
);

test('of those, one goes the compiled way', async () => {
  const { compiled, ordinary } = await readsOf(both.compiled);
  expect(compiled).toBeGreaterThan(0);
  expect(ordinary).toBeGreaterThan(1);
});
