import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer } from '../../support/factories.ts';

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
