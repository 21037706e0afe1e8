import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { UserError } from '../../support/client.ts';
import { openCase } from '../../support/factories.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

async function change(mutation: string, input: Record<string, unknown>): Promise<void> {
  const { userErrors } = await app.mutate<{ userErrors: UserError[] }>(
    mutation,
    input,
    'escalation { id }',
  );
  expect(userErrors).toEqual([]);
}

async function told(escalationId: string) {
  const { data } = await app.graphql<{
    node: { report: { resolution: { actionTaken: string; customerSatisfaction: string | null } } };
    renderTemplate: { body: string };
  }>(
    `query ($id: ID!) {
      node(id: $id) { ... on Escalation { report { resolution { actionTaken customerSatisfaction } } } }
      renderTemplate(escalationId: $id, template: RESOLUTION_CONFIRMATION) { body }
    }`,
    { id: escalationId },
  );
  return { ...data?.node.report.resolution, body: data?.renderTemplate.body };
}

test('after a reopening report and template tell of the new fix, not of what was documented before', async () => {
  const { id: escalationId } = await openCase(app);
  await change('recordAction', { escalationId, kind: 'FIX', description: 'Restarted it' });
  await change('documentOutcome', {
    escalationId,
    actionTaken: 'Restarted the exporter',
    outcome: 'Works',
    howToConfirm: 'Export a file',
  });
  await change('confirmResolution', { escalationId, confirmedBy: 'Robin Reyes' });
  await change('recordSatisfaction', { escalationId, rating: 4 });
  expect(await told(escalationId)).toMatchObject({
    actionTaken: 'Restarted the exporter',
    customerSatisfaction: '4/5',
    body: expect.stringContaining(
      '- Resolution: Restarted the exporter\n- Verification: Export a file\n',
    ),
  });

  await change('reopenEscalation', { escalationId, reason: 'It failed again' });
  app.clock.advance(60_000);
  await change('recordAction', { escalationId, kind: 'FIX', description: 'Replaced the disk' });
  expect(await told(escalationId)).toMatchObject({
    actionTaken: 'Replaced the disk',
    customerSatisfaction: null,
    body: expect.stringContaining(
      '- Resolution: Replaced the disk\n- Verification: {how_to_confirm}\n',
    ),
  });
});
