import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BothWays } from '../../support/both-ways.ts';
import { startBothWays } from '../../support/both-ways.ts';
import { openCase } from '../../support/factories.ts';
import { ENV } from './callers.fixture.ts';

let both: BothWays;
let ids: string[];
beforeAll(async () => {
  both = await startBothWays(ENV);
  ids = [];
  for (const text of ['one', 'two']) {
    const { id } = await openCase(both.ordinary, {
      history: { earlier: [{ summary: text, channel: 'CALL' }] },
    });
    ids.push(id);
    const action = { escalationId: id, kind: 'FIX', description: 'Restarted.' };
    expect((await both.ordinary.mutate('recordAction', action)).userErrors).toEqual([]);
    for (const summary of ['First.', 'Second.']) {
      const at = both.ordinary.clock.now().toISOString();
      const input = { escalationId: id, channel: 'CALL', direction: 'OUTBOUND', summary, at };
      const { userErrors } = await both.ordinary.mutate('logCommunication', input);
      expect(userErrors).toEqual([]);
    }
  }
});
afterAll(() => both.stop());

const PAGE = 'edges { cursor } nodes { __typename }';
const LISTS = {
  communications: [`communications(ARGS) { ${PAGE} }`, ['communications']],
  actions: [`actions(ARGS) { ${PAGE} }`, ['actions']],
  lifecycle: [`customer { lifecycle(ARGS) { ${PAGE} } }`, ['customer', 'lifecycle']],
  history: [`customer { history(ARGS) { ${PAGE} } }`, ['customer', 'history']],
} as const;

interface Page {
  edges: { cursor: string }[];
  nodes: unknown[];
}

test.each(Object.entries(LISTS))(
  '%s: the cursor of another list leads to nothing, of one list and of several, both ways',
  async (_name, [selection, path]) => {
    const at = (object: unknown): Page =>
      path.reduce((of, key) => (of as Record<string, unknown>)[key], object) as Page;
    const one = (id: string, args: string) =>
      `{ escalation(by: { id: "${id}" }) { ${selection.replace('ARGS', args)} } }`;
    const [first = '', second = ''] = ids;
    const found = await both.ordinary.query<{ escalation: object }>(one(first, 'first: 5'));
    const cursor = at(found.escalation).edges[0]?.cursor;
    if (cursor === undefined) throw new Error('The list is empty.');
    for (const args of [`after: "${cursor}"`, `before: "${cursor}"`]) {
      const several = `{ escalations { nodes { id ${selection.replace('ARGS', args)} } } }`;
      for (const query of [one(first, args), one(second, args), several]) {
        const [compiled, ordinary] = await Promise.all([
          both.compiled.graphql(query),
          both.ordinary.graphql(query),
        ]);
        expect(compiled).toEqual(ordinary);
        expect(compiled.errors).toBeUndefined();
      }
      const other = await both.compiled.query<{ escalation: object }>(one(second, args));
      expect(at(other.escalation).nodes).toEqual([]);
    }
  },
);

test.each(Object.values(LISTS))('%s refuses what is no cursor', async (selection) => {
  const list = selection.replace('ARGS', 'after: "R1BDOlM6eA=="');
  for (const desk of [both.compiled, both.ordinary]) {
    const { errors } = await desk.graphql(`{ escalations { nodes { ${list} } } }`);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  }
});
