import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import { statementsDuring } from '../../support/statements.ts';

let app: TestApp;
/** The id of one thing of each type that the cases below make. */
const known = new Map<string, string>();

beforeAll(async () => {
  app = await startTestApp();
  const mara = await person(app);
  const initech = await customer(app);
  const { id: escalationId } = await openCase(app, { customer: { id: initech.id } });
  await app.mutate('recordAction', { escalationId, kind: 'FIX', description: 'Restarted.' });
  await app.mutate('proposeImprovement', { escalationId, description: 'Watch the disk.' });
  await app.mutate('logCommunication', {
    escalationId,
    channel: 'CALL',
    direction: 'OUTBOUND',
    summary: 'Told them.',
  });
  await app.mutate('createPreventionPlan', {
    escalationId,
    owner: { id: mara.id },
    dueDate: '2026-04-01',
    immediateActions: [{ description: 'Clean the disk.' }],
    longTermImprovements: [],
  });
  const made = await app.query(
    `query ($id: ID!) {
      escalation(by: { id: $id }) {
        __typename id
        customer { __typename id }
        sla { __typename id }
        actions { nodes { __typename id } }
        improvements { __typename id }
        communications { nodes { __typename id } }
        preventionPlan { __typename id owner { __typename id } immediateActions { __typename id } }
        timeline(first: 1) { nodes { __typename id } }
      }
      deskEvents(first: 1) { nodes { __typename id } }
    }`,
    { id: escalationId },
  );
  collect(made);
});
afterAll(() => app.stop());

function collect(value: unknown): void {
  if (value === null || typeof value !== 'object') return;
  const { __typename, id } = value as { __typename?: string; id?: string };
  if (__typename !== undefined && id !== undefined) known.set(__typename, id);
  for (const part of Object.values(value)) collect(part);
}

interface Nodes {
  nodes: ({ __typename: string; id: string } | null)[];
}

async function nodes(ids: readonly string[]) {
  return (
    await app.query<Nodes>('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { ids })
  ).nodes;
}

it('every type that has an id is found by it, one by one and together', async () => {
  expect([...known.keys()].sort()).toEqual([
    'Communication',
    'Customer',
    'DeskEvent',
    'Escalation',
    'Improvement',
    'PreventionAction',
    'PreventionPlan',
    'ResolutionAction',
    'SlaClock',
    'TimelineEvent',
    'User',
  ]);
  const all = [...known].map(([__typename, id]) => ({ __typename, id }));
  expect(await nodes(all.map(({ id }) => id))).toEqual(all);
  for (const { __typename, id } of all) {
    const found = await app.query('query ($id: ID!) { node(id: $id) { __typename id } }', { id });
    expect(found).toEqual({ node: { __typename, id } });
  }
});

it('every type of the schema that has an id answers null for one that names nothing', async () => {
  const { __type } = await app.query<{ __type: { possibleTypes: { name: string }[] } }>(
    '{ __type(name: "Node") { possibleTypes { name } } }',
  );
  const names = __type.possibleTypes.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...known.keys()]));
  const unknown = names.flatMap((name) => [
    btoa(`${name}:00000000-0000-7000-8000-000000000000`),
    btoa(`${name}:987654321`),
    btoa(`${name}:9876543210987654321098765`),
    btoa(`${name}:x`),
  ]);
  expect((await nodes(unknown)).filter((node) => node !== null)).toEqual([]);
});

it('what is no id, or one of something that has none, is null in its place', async () => {
  const id = known.get('User') ?? '';
  const strange = ['', 'junk', '☃', btoa('Query:1'), btoa('constructor:1'), btoa('Money:1')];
  const found = await nodes([...strange, id, ...strange]);
  expect(found).toEqual([
    ...strange.map(() => null),
    { __typename: 'User', id },
    ...strange.map(() => null),
  ]);
});

it('an entry of a case is no event of the desk, nor the other way round', async () => {
  const key = (name: string) => atob(known.get(name) ?? '').split(':')[1];
  const swapped = [
    btoa(`DeskEvent:${key('TimelineEvent')}`),
    btoa(`TimelineEvent:${key('DeskEvent')}`),
  ];
  expect(await nodes(swapped)).toEqual([null, null]);
});

it('more than a hundred ids are a bad request', async () => {
  const { errors } = await app.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
    ids: Array.from({ length: 101 }, () => 'x'),
  });
  expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_REQUEST']);
});

it('many of one type take one statement', async () => {
  const people = await Promise.all(Array.from({ length: 10 }, () => person(app)));
  await app.sequencer.stop();
  const ids = people.map(({ id }) => id);
  const statements = await statementsDuring(() => nodes(ids));
  expect(statements).toHaveLength(1);
});
