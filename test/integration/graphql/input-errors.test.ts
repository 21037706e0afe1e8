import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Door } from '../../support/doors.ts';
import { doorsOf } from '../../support/doors.ts';
import { hashOf, partner } from '../../support/partner.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const DOORS = doorsOf(() => app.url);

interface Mistake {
  mutation: string;
  input: object;
  field: (string | number)[];
  says: string;
}

/** Values as forms have them, by what is wrong. */
const MISTAKES: Readonly<Record<string, Mistake>> = {
  'an address': {
    mutation: 'upsertUser',
    input: { email: 'mara@', name: 'Mara', level: 'MANAGER' },
    field: ['input', 'email'],
    says: 'is not an e-mail address such as "mara@example.com"',
  },
  'a day': {
    mutation: 'createPreventionPlan',
    input: {
      escalationId: 'x',
      owner: { email: 'a@desk.example' },
      dueDate: '2026-03-01',
      longTermImprovements: [],
      immediateActions: [{ description: 'x', dueDate: '30.02.2026' }],
    },
    field: ['input', 'immediateActions', 0, 'dueDate'],
    says: 'is not a day such as "2026-03-01"',
  },
  'a time': {
    mutation: 'setResponseTimeline',
    input: { escalationId: 'x', nextUpdateAt: 'tomorrow' },
    field: ['input', 'nextUpdateAt'],
    says: 'is not a time such as "2026-03-01T09:30:00Z"',
  },
  'a decimal': {
    mutation: 'upsertCustomer',
    input: {
      externalId: 'x',
      name: 'X',
      tier: 'STARTER',
      healthScore: 80,
      arr: { amount: '1,5' },
    },
    field: ['input', 'arr', 'amount'],
    says: 'is not a decimal number in text, such as "480000.00"',
  },
  'a duration': {
    mutation: 'upsertSlaPolicy',
    input: {
      severity: 'HIGH',
      responseTarget: '4 hours',
      updateInterval: 'PT1H',
      ownerLevel: 'MANAGER',
    },
    field: ['input', 'responseTarget'],
    says: 'is not a duration such as "PT4H"',
  },
  'an address in a list': {
    mutation: 'notifyStakeholders',
    input: { escalationId: 'x', users: [{ email: 'a@desk.example' }, { email: 'b' }] },
    field: ['input', 'users', 1, 'email'],
    says: 'is not an e-mail address',
  },
  'an id that is none': {
    mutation: 'addNote',
    input: { escalationId: true, text: 'x' },
    field: ['input', 'escalationId'],
    says: 'ID cannot represent',
  },
  'a number': {
    mutation: 'recordSatisfaction',
    input: { escalationId: 'x', rating: 4.5 },
    field: ['input', 'rating'],
    says: 'Int cannot represent non-integer value: 4.5',
  },
  'a field that is missing': {
    mutation: 'addNote',
    input: { escalationId: 'x' },
    field: ['input', 'text'],
    says: 'of required type "String!" was not provided.',
  },
  'a field that does not exist': {
    mutation: 'addNote',
    input: { escalationId: 'x', text: 'x', txt: 'x' },
    field: ['input', 'txt'],
    says: 'Field "txt" is not defined by type "AddNoteInput".',
  },
  'an enum': {
    mutation: 'upsertUser',
    input: { email: 'mara@desk.example', name: 'Mara', level: 'KING' },
    field: ['input', 'level'],
    says: 'It is one of DIRECTOR, EXECUTIVE, MANAGER, TEAM_LEAD.',
  },
};

const ENUMS = /"(MANAGER|KING|STARTER|HIGH)"/g;
/** A value as a document writes it. */
function literal(value: object): string {
  return JSON.stringify(value)
    .replace(/"(\w+)":/g, '$1: ')
    .replace(ENUMS, '$1');
}

describe.each(DOORS.filter(([name]) => name !== 'GET'))('over %s', (_name, send: Door) => {
  test.each(Object.entries(MISTAKES))(
    '%s that is wrong is BAD_REQUEST with its place and its path, as a variable and as a literal',
    async (_what, { mutation, input, field, says }) => {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
      const asked = [
        {
          query: `mutation ($input: ${type}) { ${mutation}(input: $input) { cursor } }`,
          variables: { input },
        },
        { query: `mutation { ${mutation}(input: ${literal(input)}) { cursor } }` },
      ];
      for (const params of asked) {
        const answer = await send(params, app.key);
        expect(answer).not.toHaveProperty('data');
        expect(answer.errors).toEqual([
          {
            message: expect.stringContaining(says),
            locations: [{ line: 1, column: expect.any(Number) }],
            extensions: { code: 'BAD_REQUEST', field },
          },
        ]);
      }
    },
  );
});

describe.each(DOORS)('of a query over %s', (_name, send: Door) => {
  test('a filter says the path of its value, from the name of the variable on', async () => {
    const query =
      'query ($wanted: EscalationFilter) { escalations(filter: $wanted) { totalCount } }';
    const variables = { wanted: { openedAfter: 'yesterday', severity: ['HIGH', 'WORST'] } };
    const { errors } = await send({ query, variables }, app.key);
    expect(errors?.map(({ extensions }) => extensions?.['field'])).toEqual([
      ['wanted', 'openedAfter'],
      ['wanted', 'severity', 1],
    ]);
    const literal = '{ escalations(filter: { openedAfter: "yesterday" }) { totalCount } }';
    expect((await send({ query: literal }, app.key)).errors).toMatchObject([
      { locations: [{ line: 1 }], extensions: { field: ['filter', 'openedAfter'] } },
    ]);
  });

  test('a partner gets place and path by its registered operation, and no names of the schema', async () => {
    const document = 'query Mine($f: EscalationFilter) { escalations(filter: $f) { totalCount } }';
    const { key } = await partner(app, document);
    const variables = { f: { severity: ['WORST', 'HIG'], sevrity: ['HIGH'], openedAfter: 'x' } };
    const { errors = [] } = await send({ documentId: hashOf(document), variables }, key);
    expect(errors.map(({ extensions }) => extensions?.['field'])).toEqual([
      ['f', 'openedAfter'],
      ['f', 'severity', 0],
      ['f', 'severity', 1],
      ['f', 'sevrity'],
    ]);
    for (const { message, locations, extensions } of errors) {
      expect(message).not.toMatch(/Did you mean|It is one of|CRITICAL/);
      expect([locations?.length, extensions?.code]).toEqual([1, 'BAD_REQUEST']);
    }
  });
});

test('however much of a variable is wrong, twenty errors are told', async () => {
  const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
  const ids = Array.from({ length: 50_000 }, () => true);
  const { errors } = await app.graphql(query, { ids });
  expect(errors).toHaveLength(20);
  expect(errors?.[19]?.extensions).toMatchObject({ field: ['ids', 19] });
});

test('a value that is too long to repeat is cut in the message', async () => {
  const query =
    'query ($wanted: EscalationFilter, $first: Int) { escalations(filter: $wanted, first: $first) { totalCount } }';
  const long = 'x'.repeat(100_000);
  const wanted = { openedAfter: long, severity: [long], atRisk: long };
  const { errors = [] } = await app.graphql(query, { wanted, first: long });
  expect(errors).toHaveLength(4);
  for (const { message } of errors) expect(message.length).toBeLessThan(1_100);
});

describe('a value of an enum that does not exist', () => {
  test('is answered with a near one, where there is one', async () => {
    const { errors } = await app.graphql('{ escalations(orderBy: OPENED_DES) { totalCount } }');
    expect(errors?.[0]?.message).toMatch(/Did you mean the enum value "OPENED_DESC"/);
    expect(errors?.[0]?.message).not.toContain('It is one of');
  });

  test('is answered with all values, where none is near, of every enum', async () => {
    const { errors } = await app.graphql(
      'query ($t: [EventType!]) { escalations { nodes { timeline(types: $t) { totalCount } } } }',
      { t: ['ZZZZZZZZZZZZZZZZZZZZZZ'] },
    );
    expect(errors?.[0]?.message).toMatch(
      /"ZZZZZZZZZZZZZZZZZZZZZZ" does not exist in "EventType" enum\. It is one of ACTION_RECORDED, (\w+, )+\w+\.$/,
    );
  });
});
