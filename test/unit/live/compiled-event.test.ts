import { execute, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import type { PlacedEntry } from '../../../src/events/reader.ts';
import type { Context } from '../../../src/graphql/context.ts';
import { costOfAnswer } from '../../../src/graphql/limits/cost.ts';
import { compileEvent, runCompiled } from '../../../src/live/compiled-event.ts';
import { testCursors } from '../../support/cursor.ts';

const schema = createSchema();

const ENTRY = {
  id: 81n,
  seq: 80n,
  escalationId: '0198c0de-0000-7000-8000-000000000001',
  customerId: '0198c0de-0000-7000-8000-000000000002',
  type: 'NOTE_ADDED',
  deskType: null,
  subjectType: null,
  subjectId: null,
  at: new Date('2026-11-29T10:15:30.123Z'),
  recordedAt: new Date('2026-11-29T10:15:31Z'),
  summary: 'A “note” with \\ and \n, ünïcode and \u2028',
  actorId: null,
  actorLabel: 'robin@desk.example',
  changes: [],
  data: { text: 'Seen again.' },
  imported: false,
  caseVersion: 3,
  stage: 'ASSESS',
  status: 'OPEN',
  severity: 'HIGH',
  category: 'TECHNICAL',
  tier: 'BUSINESS',
  ownerId: null,
} as unknown as PlacedEntry;

function contextOf(role: 'ADMIN' | 'PARTNER'): Context {
  const principal = { id: 'p', role, name: 'Someone', customerIds: null, userId: null };
  return { principal, cursors: testCursors() } as unknown as Context;
}

function argsOf(text: string, variableValues: Record<string, unknown> = {}) {
  return { schema, document: parse(text), variableValues };
}

/** What graphql-js answers, and what comes of the compiled subscription. */
async function bothWays(text: string, entry = ENTRY, role: 'ADMIN' | 'PARTNER' = 'ADMIN') {
  const args = argsOf(text);
  const result = await execute({ ...args, rootValue: entry, contextValue: contextOf(role) });
  const compiled = compileEvent(args);
  const together = compiled && runCompiled(compiled, args, contextOf(role), [entry]);
  return {
    slow: JSON.stringify(result),
    cost: costOfAnswer(args, result.data),
    fast: together?.texts,
    fastCost: together?.cost(),
  };
}

const ALL = '__typename id type at recordedAt summary actorLabel stage imported cursor data';

describe('a subscription that selects fields of the event alone', () => {
  test.each([
    ['all of them', `subscription { escalationEvents { ${ALL} } }`],
    ['aliases', 'subscription { mine: escalationEvents { a: summary b: summary summary } }'],
    ['a name twice', 'subscription { escalationEvents { summary id summary } }'],
    [
      'fragments',
      'subscription { ...Root } fragment Root on Subscription { escalationEvents { ...F ... on TimelineEvent { id } } } fragment F on TimelineEvent { cursor summary }',
    ],
    ['variables', 'subscription ($t: [EventType!]) { escalationEvents(types: $t) { cursor } }'],
    [
      'an event of another kind',
      'subscription { escalationStatusChanged { at actorLabel cursor } }',
    ],
  ])('has the same bytes and cost as by graphql-js: %s', async (_what, text) => {
    for (const role of ['ADMIN', 'PARTNER'] as const) {
      const { slow, cost, fast, fastCost } = await bothWays(text, ENTRY, role);
      expect(fast).toEqual([slow]);
      expect(fastCost).toBe(cost);
    }
  });

  test('is left to graphql-js where a field fails, or must not be null and is', async () => {
    const text = 'subscription { escalationEvents { id stage } }';
    const { slow, fast } = await bothWays(text, { ...ENTRY, stage: null });
    expect(slow).toContain('"errors"');
    expect(fast).toEqual([]);
  });

  test('is executed for the events before one that fails', () => {
    const args = argsOf('subscription { escalationEvents { id stage } }');
    const compiled = compileEvent(args);
    const entries = [ENTRY, ENTRY, { ...ENTRY, stage: null }, ENTRY];
    expect(compiled && runCompiled(compiled, args, contextOf('ADMIN'), entries).texts).toHaveLength(
      2,
    );
  });
});

test.each([
  ['objects', '{ escalationEvents { id escalation { id } } }'],
  ['lists of objects', '{ escalationEvents { id changes { field } } }'],
  ['conditions', '{ escalationEvents { id summary @include(if: false) } }'],
  ['interfaces', '{ escalationEvents { ... on Node { id } } }'],
])('a subscription with %s is not compiled', (_what, selection) => {
  expect(compileEvent(argsOf(`subscription ${selection}`))).toBeUndefined();
});
