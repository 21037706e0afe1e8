import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BothWays } from '../../support/both-ways.ts';
import { startBothWays } from '../../support/both-ways.ts';
import type { Variables } from '../../support/client.ts';
import { customer, openCase } from '../../support/factories.ts';
import { ENV } from './callers.fixture.ts';

let both: BothWays;
let ids: string[];
/** Of a customer with several cases. */
let customerId: string;
beforeAll(async () => {
  both = await startBothWays(ENV);
  ids = [await fullCase('one'), await fullCase('two')];
  customerId = (await customer(both.ordinary)).id;
  for (const text of ['three', 'four', 'five']) {
    await fullCase(text, { customer: { id: customerId } });
  }
});
afterAll(() => both.stop());

/** A case with something in each list. */
async function fullCase(text: string, overrides: Variables = {}): Promise<string> {
  const { id } = await openCase(both.ordinary, {
    history: { earlier: [{ summary: text, channel: 'CALL' }] },
    ...overrides,
  });
  for (const description of ['Restarted.', 'Restarted again.', 'Replaced.']) {
    const action = { escalationId: id, kind: 'FIX', description };
    expect((await both.ordinary.mutate('recordAction', action)).userErrors).toEqual([]);
  }
  for (const summary of ['First.', 'Second.', 'Third.']) {
    const at = both.ordinary.clock.now().toISOString();
    const input = { escalationId: id, channel: 'CALL', direction: 'OUTBOUND', summary, at };
    const { userErrors } = await both.ordinary.mutate('logCommunication', input);
    expect(userErrors).toEqual([]);
  }
  return id;
}

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

test.each(Object.values(LISTS))(
  '%s: a page from the end is the same in each place where its object stands, both ways',
  async (selection) => {
    const list = selection.replace('ARGS', 'last: 2');
    // Each of the cases leads to the customer of all, and so to the same cases again.
    const cases = `escalations(first: 2) { nodes { ${list} } edges { node { ${list} } } }`;
    const query = `query ($id: ID!) {
      escalations(filter: { customer: { id: $id } }) { nodes { customer { ${cases} } } }
    }`;
    const [compiled, ordinary] = await Promise.all([
      both.compiled.graphql(query, { id: customerId }),
      both.ordinary.graphql(query, { id: customerId }),
    ]);
    expect(compiled).toEqual(ordinary);
    expect(compiled.errors).toBeUndefined();
    const { nodes } = (compiled.data as { escalations: { nodes: unknown[] } }).escalations;
    expect(nodes.length).toBe(3);
    for (const node of nodes) expect(node).toEqual(nodes[0]);
  },
);

test.each(Object.values(LISTS))('%s refuses what is no cursor', async (selection) => {
  const list = selection.replace('ARGS', 'after: "R1BDOlM6eA=="');
  for (const desk of [both.compiled, both.ordinary]) {
    const { errors } = await desk.graphql(`{ escalations { nodes { ${list} } } }`);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  }
});
