import { describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import { checkNewOperation, checkOperation } from '../../../src/persisted/check.ts';
import { loadOwnOperations } from '../../../src/persisted/own.ts';

const schema = createSchema();

function problems(document: string, user: 'partner' | 'desk' = 'partner'): string[] {
  return checkOperation(schema, document, user).problems;
}

test('every operation of our own clients can run, and their hashes are those of SHA-256', () => {
  const own = loadOwnOperations();
  expect(own.size).toBeGreaterThan(0);
  for (const [hash, document] of own) {
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(problems(document, 'desk')).toEqual([]);
  }
});

test('an operation that fits has its name and type', () => {
  expect(checkOperation(schema, 'subscription S { stats { open } }', 'partner')).toEqual({
    name: 'S',
    type: 'subscription',
    problems: [],
  });
});

describe('an operation does not fit', () => {
  const aliases = Array.from({ length: 51 }, (_, n) => `a${n}: __typename`).join(' ');
  const tokens = Array.from({ length: 9_999 }, () => 'role').join(' ');
  const deep = `${'customer { escalations { nodes { '.repeat(5)}id${' } } }'.repeat(5)}`;
  test.each([
    ['when it does not parse', 'query Q {', 'Syntax Error'],
    ['when it is longer than 10,000 tokens', `query Q { viewer { ${tokens} } }`, '10000 tokens'],
    ['when a field does not exist', 'query Q { nothing }', 'Cannot query field "nothing"'],
    ['when it has no name', '{ viewer { role } }', 'must have a name'],
    ['when it holds two', 'query A { viewer { role } } query B { viewer { role } }', 'exactly one'],
    ['when it holds none', 'fragment F on Viewer { role }', 'exactly one'],
    ['with too many aliases', `query Q { ${aliases} }`, 'the limit is 50'],
    [
      'when a page is too large',
      'query Q { escalations(first: 101) { totalCount } }',
      'from 1 to 100',
    ],
    [
      'when the default of a page is too large',
      'query Q($n: Int = 500) { escalations(first: $n) { totalCount } }',
      'from 1 to 100',
    ],
    ['when it is too deep', `query Q { escalations { nodes { ${deep} } } }`, 'The depth is'],
    [
      'when it costs too much',
      'query Q { escalations(first: 100) { nodes { timeline(first: 100) { nodes { id type summary } } } } }',
      'The cost is',
    ],
    ['when it reads what partners may not', 'query Q { users { totalCount } }', '`users` is not'],
    [
      'when a fragment of it does so',
      'query Q { ...F } fragment F on Query { deskEvents { totalCount } }',
      '`deskEvents` is not for partners',
    ],
    [
      'when it nests brackets without end',
      `query Q { nodes(ids: ${'['.repeat(4_900)}`,
      'at most 200 brackets',
    ],
    ['when it holds NUL', 'query Q { viewer { role } } # \u0000', 'NUL'],
    ['when it holds half a character', 'query Q { viewer { role } } # \ud800', 'surrogate'],
    ['when it looks at the schema', 'query Q { __schema { description } }', '`__schema` is not'],
    [
      'when it changes what partners may not',
      'mutation M($input: AddNoteInput!) { addNote(input: $input) { cursor } }',
      '`addNote` is not for partners',
    ],
  ])('%s', (_when, document, message) => {
    expect(problems(document).join('\n')).toContain(message);
  });
});

test.each([
  ['of a partner', 'partner'],
  ['of our own', 'desk'],
] as const)('an operation %s that looks at the schema does not fit', (_whose, user) => {
  for (const document of [
    'query Q { __schema { description } }',
    'query Q { ...F } fragment F on Query { t: __type(name: "Query") { name } }',
  ]) {
    expect(problems(document, user)).toEqual([
      expect.stringMatching(/^`__(schema|type)` is not for partners\.$/),
    ]);
  }
  expect(problems('query Q { __typename }', user)).toEqual([]);
});

describe('variables that have to be given', () => {
  test.each([
    ['an id', 'query Q($id: ID!) { node(id: $id) { id } }'],
    ['ids', 'query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }'],
    ['an input', 'query Q($by: EscalationRef!) { escalation(by: $by) { reference } }'],
    ['a part of an input', 'query Q($ref: String!) { escalation(by: { reference: $ref }) { id } }'],
    ['a page size', 'query Q($first: Int!) { escalations(first: $first) { totalCount } }'],
    ['whether', 'query Q($is: Boolean!) { viewer { role @include(if: $is) } }'],
    [
      'a mutation',
      'mutation M($input: OpenEscalationInput!) { openEscalation(input: $input) { cursor } }',
    ],
  ])('do not stand in the way: %s', (_what, document) => {
    expect(problems(document)).toEqual([]);
  });

  test('a page size counts as a page of the default', () => {
    const with20 = (inner: number) =>
      `query Q($first: Int!) { escalations(first: $first) { nodes { timeline(first: ${inner}) { nodes { id type at } } } } }`;
    expect(problems(with20(90))).toEqual([]);
    const wide = `query Q($first: Int!) { escalations(first: $first) { nodes { timeline(first: $first) { nodes { ${Array.from(
      { length: 49 },
      (_, n) => `a${n}: id`,
    ).join(' ')} at } } } } }`;
    expect(problems(wide).join()).toMatch(/The cost is \d+ points; the limit is 20000/);
  });
});

test.each([
  ['a type', 'query Q($id: ID!) { node(id: $id) { id ... on ApiKey { prefix } } }', ['ApiKey']],
  [
    'a type of a fragment, once',
    'query Q($id: ID!) { node(id: $id) { ...F ... on ApiKey { id } } } fragment F on ApiKey { id }',
    ['ApiKey'],
  ],
  [
    'an input that says nothing',
    'query Q { escalations(filter: {team: null}) { totalCount } }',
    ['EscalationFilter.team'],
  ],
])(
  'what names %s that only staff has is not taken from a partner any more, and runs where it was',
  (_what, document, words) => {
    const told = words.map((word) => `\`${word}\` is not for partners.`);
    expect(checkNewOperation(schema, document).problems).toEqual(told);
    expect(problems(document)).toEqual([]);
    expect(problems(document, 'desk')).toEqual([]);
  },
);

test('what names only what partners have is taken', () => {
  const document =
    'query Q($f: EscalationFilter, $n: Int, $is: Boolean!) { __typename escalations(filter: $f, first: $n) { nodes { __typename id @include(if: $is) owner { name } } } }';
  expect(checkNewOperation(schema, document).problems).toEqual([]);
});
