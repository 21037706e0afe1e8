import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Payload {
  cursor: string | null;
  customer: { lifecycleStage: string; version: number } | null;
}

const move = (input: object) =>
  app.mutate<Payload>(
    'setLifecycleStage',
    { ...input },
    'cursor customer { lifecycleStage version }',
  );

it('a move is kept with its reason, the newest first, page by page', async () => {
  const { id, externalId } = await customer(app);
  app.clock.advance(60_000);
  await move({ customer: { externalId }, stage: 'ADOPTION' });
  app.clock.advance(60_000);
  const { customer: moved } = await move({ customer: { id }, stage: 'AT_RISK', reason: 'Budget.' });
  expect(moved).toEqual({ lifecycleStage: 'AT_RISK', version: 3 });

  interface Answer {
    customer: {
      lifecycle: {
        nodes: Record<string, unknown>[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    };
  }
  const page = async (after: string | null) =>
    (
      await app.query<Answer>(
        `query ($by: CustomerRef!, $after: String) {
          customer(by: $by) {
            lifecycle(first: 2, after: $after) {
              nodes { at from to reason }
              pageInfo { hasNextPage endCursor }
            }
          }
        }`,
        { by: { id }, after },
      )
    ).customer.lifecycle;

  const newest = await page(null);
  expect(newest.nodes).toEqual([
    { at: '2026-03-02T09:02:00.000Z', from: 'ADOPTION', to: 'AT_RISK', reason: 'Budget.' },
    { at: '2026-03-02T09:01:00.000Z', from: 'ONBOARDING', to: 'ADOPTION', reason: null },
  ]);
  expect(newest.pageInfo.hasNextPage).toBe(true);
  const rest = await page(newest.pageInfo.endCursor);
  expect(rest.nodes).toMatchObject([{ from: null, to: 'ONBOARDING' }]);
  expect(rest.pageInfo.hasNextPage).toBe(false);
});

it('a move to where the customer is already changes nothing', async () => {
  const { id } = await customer(app);
  const {
    userErrors,
    cursor,
    customer: same,
  } = await move({ customer: { id }, stage: 'ONBOARDING' });
  expect(userErrors).toEqual([]);
  expect(cursor).toBeNull();
  expect(same).toEqual({ lifecycleStage: 'ONBOARDING', version: 1 });
});

it.each([
  ['an unknown externalId', { externalId: 'nobody' }, 'customer'],
  ['a malformed id', { id: 'junk' }, 'customer.id'],
])('%s is NOT_FOUND', async (_name, ref, field) => {
  const { userErrors, customer: found } = await move({ customer: ref, stage: 'GROWTH' });
  expect(found).toBeNull();
  expect(userErrors.map((error) => [error.code, error.field.join('.')])).toEqual([
    ['NOT_FOUND', field],
  ]);
});
