import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { execute } from '../../support/postgres-admin.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await execute(app.databaseUrl, 'ALTER TABLE customer RENAME TO somewhere_else');
});
afterAll(() => app.stop());

test('an unexpected error is hidden behind an id that is in the log once, with the stack', async () => {
  const { errors = [], data } = await app.graphql('{ customers { nodes { id } } }');
  expect(data).toBeNull();
  expect(errors).toEqual([
    expect.objectContaining({
      message: 'Internal error.',
      path: ['customers', 'nodes'],
      extensions: { code: 'INTERNAL', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    }),
  ]);
  const id = errors[0]?.extensions?.id;
  const logged = app.logs.filter((line) => line['id'] === id);
  expect(logged).toEqual([
    expect.objectContaining({
      err: expect.objectContaining({ stack: expect.stringContaining('customer') }),
    }),
  ]);
});

test('an unexpected error of a mutation says nothing of the database either', async () => {
  const answer = await app.graphql(
    `mutation { setLifecycleStage(input: { customer: { externalId: "acme" }, stage: GROWTH }) { cursor } }`,
  );
  expect(answer.errors?.[0]?.extensions?.code).toBe('INTERNAL');
  expect(JSON.stringify(answer)).not.toMatch(/customer\b.*exist|prisma|SELECT|somewhere_else/i);
});
