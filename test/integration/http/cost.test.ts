import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer } from '../../support/factories.ts';
import { metric } from '../../support/metrics.ts';
import { openAcknowledged, subscribe } from '../../support/socket.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const REPORT = `
  id dateOpened dateResolved complete missing yaml json
  customer { id name tier arr { amount currency } healthScore }
  escalation { summary severity category }
  impact { businessImpact revenueAtRisk { amount currency } usersAffected slaBreach }
  timeline { timestamp event owner }
  rootCause { category description contributingFactors }
  resolution { actionTaken owner timeToResolve customerSatisfaction }
  prevention { immediateActions longTermImprovements owner dueDate }
  communicationLog { channel date summary customerResponse }`;

test('a page of 100 cases with their whole reports fits', async () => {
  const { errors } = await app.graphql(
    `{ escalations(first: 100) { nodes { reference report { ${REPORT} } } } }`,
  );
  expect(errors).toBeUndefined();
});

test.each([
  [
    'in the document',
    '{ customers(first: 100) { nodes { escalations(first: 100) { nodes { issue summary } } } } }',
    {},
  ],
  [
    'in a variable',
    'query ($n: Int) { customers(first: $n) { nodes { escalations(last: $n) { nodes { issue summary } } } } }',
    { n: 100 },
  ],
])('pages in pages are counted with their sizes, %s', async (_where, document, variables) => {
  const { errors } = await app.graphql(document, variables);
  expect(errors).toEqual([
    expect.objectContaining({
      message: expect.stringContaining('20000'),
      extensions: { code: 'QUERY_TOO_COMPLEX' },
    }),
  ]);
});

test('a subscription that is refused as server-sent events says its cost as well', async () => {
  const below = 'customer { escalations(first: 100) { nodes { id reference summary } } }';
  const response = await fetch(app.url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.key}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    },
    body: JSON.stringify({
      query: `subscription { escalationEvents { escalation { customer { escalations(first: 100) { nodes { ${below} } } } } } }`,
    }),
  });
  const [, payload = ''] = /^data: (.*)$/m.exec(await response.text()) ?? [];
  expect(JSON.parse(payload)).toMatchObject({
    errors: [
      {
        message: expect.stringMatching(
          /^The cost of an event is \d+ points; the limit is 20000\.$/,
        ),
        extensions: { code: 'QUERY_TOO_COMPLEX' },
      },
    ],
    extensions: { cost: { requested: expect.any(Number), actual: 0 } },
  });
});

test('of a mutation it is ten points more, and nothing is written over the limit', async () => {
  const { externalId } = await customer(app);
  const mutation = (selection: string) =>
    `mutation { setLifecycleStage(input: { customer: { externalId: "${externalId}" }, stage: RENEWAL }) { ${selection} } }`;
  const below = 'nodes { customer { escalations(first: 100) { nodes { id summary } } } }';
  const refused = await app.graphql(mutation(`customer { escalations(first: 100) { ${below} } }`));
  expect(refused.errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
  expect(refused.data).toBeUndefined();
  const { lifecycleStage } = await app.db.customer.findUniqueOrThrow({ where: { externalId } });
  expect(lifecycleStage).not.toBe('RENEWAL');
  const { extensions } = (await app.graphql(mutation('cursor customer { id }'))) as unknown as {
    extensions: object;
  };
  expect(extensions).toMatchObject({ cost: { requested: 14, actual: 14 } });
});

test('conditions at the root of a subscription are refused, for nothing may be left to follow', async () => {
  for (const query of [
    'subscription { escalationEvents @skip(if: true) { id } }',
    'subscription { ... @include(if: false) { escalationEvents { id } } }',
    'subscription { ...F } fragment F on Subscription { escalationEvents @skip(if: true) { id } }',
  ]) {
    const response = await fetch(app.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${app.key}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ query }),
    });
    expect(await response.text()).toContain('takes neither `@skip` nor `@include`');
  }
});

interface Cost {
  requested: number;
  actual: number;
  left: number;
}

async function costOf(document: string, variables = {}): Promise<Cost> {
  const { errors, extensions } = (await app.graphql(document, variables)) as unknown as {
    errors?: object[];
    extensions: { cost: Cost };
  };
  expect(errors).toBeUndefined();
  return extensions.cost;
}

describe('introspection', () => {
  test.each([
    ['as it is by default', {}],
    [
      'with all that it may ask for, as GraphiQL asks',
      {
        specifiedByUrl: true,
        directiveIsRepeatable: true,
        schemaDescription: true,
        inputValueDeprecation: true,
        oneOf: true,
      },
    ],
  ])('of explorers fits, %s, at a flat price', async (_how, options) => {
    const cost = await costOf(getIntrospectionQuery(options));
    expect(cost).toMatchObject({ requested: 16_001, actual: 16_001 });
  });

  test.each([
    ['of one type', '{ __type(name: "Escalation") { fields { name } } }', 501, 501],
    ['of a type that there is not', '{ __type(name: "Nothing") { name } }', 501, 1],
    [
      'in a fragment, each time that it is spread',
      '{ ...F ...F } fragment F on Query { __type(name: "Query") { name } }',
      1_002,
      501,
    ],
    [
      'under several names',
      '{ a: __type(name: "Query") { name } b: __type(name: "Query") { name } }',
      1_002,
      1_002,
    ],
    [
      'under several names below it',
      '{ __type(name: "Query") { a: fields { name } b: fields { name } } }',
      1_001,
      1_001,
    ],
  ])('%s has its price', async (_what, document, requested, actual) => {
    expect(await costOf(document)).toMatchObject({ requested, actual });
  });
});

test('an answer that holds no field gives back all that was requested', async () => {
  const empty = 'query ($is: Boolean!) { customers(first: 100) @skip(if: $is) { nodes { id } } }';
  const before = await costOf(empty, { is: true });
  expect(before).toMatchObject({ requested: 201, actual: 0 });
  expect((await costOf(empty, { is: true })).left).toBe(before.left);
});

test('an operation that cannot be counted is charged as refused, and says 400', async () => {
  const document = 'query ($id: ID = "x") { node(id: $id) { id } viewer { role } }';
  const { left } = await costOf('{ viewer { role } }');
  const response = await fetch(app.url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.key}`,
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
    },
    body: JSON.stringify({ query: document, variables: { id: null } }),
  });
  expect([response.status, await response.json()]).toEqual([
    400,
    {
      errors: [
        expect.objectContaining({
          message: expect.stringContaining('"id"'),
          extensions: { code: 'BAD_REQUEST', field: ['id'] },
        }),
      ],
    },
  ]);
  expect((await costOf('{ viewer { role } }')).left).toBe(left - 10 - 2);
});

describe('what is refused before anything of it ran is counted by its code', () => {
  const aliases = Array.from({ length: 51 }, (_, n) => `a${n}: viewer { name }`).join(' ');
  const deep = `{ customers { nodes { ${'escalations { nodes { customer { '.repeat(5)} id ${'} } } '.repeat(5)} } } }`;
  const wide =
    '{ customers(first: 100) { nodes { escalations(first: 100) { nodes { id issue } } } } }';
  test.each([
    ['too many aliases', `{ ${aliases} }`, 'QUERY_TOO_COMPLEX'],
    ['too deep', deep, 'QUERY_TOO_COMPLEX'],
    ['too costly', wide, 'QUERY_TOO_COMPLEX'],
    [
      'a text that is too long',
      `{ customers(search: "${'x'.repeat(20_001)}") { nodes { id } } }`,
      'BAD_REQUEST',
    ],
    ['no document at all', '{ viewer', 'BAD_REQUEST'],
  ])('%s', async (_what, document, code) => {
    const name = `desk_operations_refused_total{code="${code}"}`;
    const before = await metric(app, name);
    const { errors } = await app.graphql(document);
    expect(errors?.[0]?.extensions).toMatchObject({ code });
    expect(await metric(app, name)).toBe(before + 1);
    const peer = await openAcknowledged(app.url);
    peer.send(subscribe('1', document));
    await peer.saw(({ type }) => type === 'error');
    expect(await metric(app, name)).toBe(before + 2);
    peer.socket.close();
  });
});
