import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { openCase } from '../../support/factories.ts';
import { caseNow, tell } from './case.support.ts';

const QUERY = `query ($id: ID!, $template: CommunicationTemplate!, $fields: TemplateFieldsInput) {
  renderTemplate(escalationId: $id, template: $template, fields: $fields) {
    subject body missing warnings
  }
}`;

interface Rendered {
  subject: string;
  body: string;
  missing: string[];
  warnings: string[];
}

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

async function render(id: string, template: string, fields?: Variables): Promise<Rendered> {
  const data = await app.query<{ renderTemplate: Rendered }>(QUERY, { id, template, fields });
  return data.renderTemplate;
}

describe('renderTemplate', () => {
  it('fills what the case says, lists what it does not, and sends nothing', async () => {
    const { id, reference } = await openCase(app, { summary: 'Exports fail' });
    const { subject, body, missing, warnings } = await render(id, 'INITIAL_RESPONSE');
    expect(subject).toBe(`[${reference}] We have received your escalation: Exports fail`);
    expect(body).toContain('- Issue: Exports fail\n- Assigned to: {owner}\n');
    expect(body).toContain('- Next update: 2026-03-02 13:00 UTC\n');
    expect(missing).toEqual(['owner']);
    expect(warnings).toEqual([]);
    expect((await caseNow(app, id)).communications.totalCount).toBe(0);
  });

  it('renders what sending then sends', async () => {
    const { id } = await openCase(app);
    for (const description of ['Looked', 'Restarted', 'Reverted', 'Watched']) {
      app.clock.advance(60_000);
      await app.mutate('recordAction', { escalationId: id, kind: 'INVESTIGATION', description });
    }
    const fields = { status: 'Working', nextSteps: 'Wait' };
    const { body } = await render(id, 'PROGRESS_UPDATE', fields);
    expect(body).toContain('- Actions taken: Restarted; Reverted; Watched\n');
    const sent = await tell(app, 'sendCommunication', {
      escalationId: id,
      template: 'PROGRESS_UPDATE',
      fields,
    });
    expect(sent.communication?.body).toBe(body);
  });

  it('tells the last remedy, however much was looked into after it', async () => {
    const { id } = await openCase(app);
    const record = (kind: string, description: string) =>
      app.mutate('recordAction', { escalationId: id, kind, description });
    await record('FIX', 'Rule reverted');
    for (const description of ['A', 'B', 'C']) await record('INVESTIGATION', description);
    await app.mutate('proposeImprovement', { escalationId: id, description: 'Staged rollout' });
    const { body, missing } = await render(id, 'RESOLUTION_CONFIRMATION');
    expect(body).toContain('- Resolution: Rule reverted\n');
    expect(body).toContain('- Prevention: Staged rollout\n');
    expect(missing).toEqual(['howToConfirm']);
  });

  it('warns of a time after the due time of the update clock', async () => {
    const { id } = await openCase(app);
    const { warnings } = await render(id, 'INITIAL_RESPONSE', { time: '2026-03-05T09:00:00Z' });
    expect(warnings).toHaveLength(1);
  });

  it.each(['RXNjYWxhdGlvbjo', 'nonsense', ''])('is BAD_REQUEST for no case: %j', async (id) => {
    const { errors } = await app.graphql(QUERY, { id, template: 'INITIAL_RESPONSE' });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  });

  it('is BAD_REQUEST for a field over its limit, and names it', async () => {
    const { id } = await openCase(app);
    const fields = { status: 'x'.repeat(20_001) };
    const { errors } = await app.graphql(QUERY, { id, template: 'PROGRESS_UPDATE', fields });
    expect(errors?.[0]?.message).toContain('fields.status');
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  });
});
