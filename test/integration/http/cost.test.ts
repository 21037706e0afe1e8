import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

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
