import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const documents = [...readme.matchAll(/```graphql\n([^`]*)```/g)].map((match) => match[1] ?? '');
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

function documentNamed(name: string): string {
  const found = documents.find((document) => document.includes(name));
  if (found === undefined) throw new Error(`The README has no ${name}`);
  return found;
}

test('the first mutation of the README opens a case, and the first query shows it', async () => {
  const first = await app.graphql(documentNamed('FirstCase'));
  expect(first.errors).toBeUndefined();
  expect(first.data).toMatchObject({
    upsertCustomer: { customer: { id: expect.any(String) }, userErrors: [] },
    openEscalation: {
      escalation: {
        reference: expect.stringMatching(/^ESC-\d{4}-001$/),
        stage: 'ASSESS',
        sla: [{ kind: 'RESPONSE' }, { kind: 'UPDATE' }],
      },
      userErrors: [],
    },
  });
  const look = await app.graphql(documentNamed('FirstLook'));
  expect(look.errors).toBeUndefined();
  expect(look.data).toMatchObject({
    escalations: {
      nodes: [{ severity: 'CRITICAL', customer: { name: 'Harbour Retail' } }],
      totalCount: 1,
    },
    stats: { open: 1, breached: 0 },
  });
});
