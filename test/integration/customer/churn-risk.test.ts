import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { TEST_START } from '../../support/clock.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import { statementsDuring } from '../../support/statements.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Risk {
  level: string;
  score: number;
  checks: { key: string; ok: boolean; evidence: string }[];
}

async function risk(id: string) {
  const { customer: found } = await app.query<{ customer: { churnRisk: Risk } }>(
    `query ($by: CustomerRef!) {
      customer(by: $by) { churnRisk { level score checks { key ok evidence } } }
    }`,
    { by: { id } },
  );
  const { checks, ...rest } = found.churnRisk;
  const failed = checks.filter(({ ok }) => !ok);
  return {
    ...rest,
    count: checks.length,
    failed: Object.fromEntries(failed.map(({ key, evidence }) => [key, evidence])),
  };
}

async function change(name: string, input: object): Promise<void> {
  const { userErrors } = await app.mutate(name, { ...input });
  expect(userErrors).toEqual([]);
}

const call = (escalationId: string, at?: string) =>
  change('logCommunication', {
    escalationId,
    channel: 'CALL',
    direction: 'OUTBOUND',
    summary: 'Told them.',
    ...(at === undefined ? {} : { at }),
  });

async function resolve(escalationId: string): Promise<void> {
  await change('recordAction', { escalationId, kind: 'FIX', description: 'Restarted.' });
  await change('confirmResolution', { escalationId, confirmedBy: 'Robin' });
}

describe('churnRisk', () => {
  it('of a healthy customer without cases is NONE, by at least eight checks', async () => {
    const { id } = await customer(app);
    const { level, score, count, failed } = await risk(id);
    expect({ level, score, failed }).toEqual({ level: 'NONE', score: 0, failed: {} });
    expect(count).toBeGreaterThanOrEqual(8);
  });

  it('names the health score and the stage of life that speak for leaving', async () => {
    const { id } = await customer(app, { healthScore: 59, lifecycleStage: 'AT_RISK' });
    expect(await risk(id)).toMatchObject({
      level: 'LOW',
      score: 2,
      failed: {
        health_score: 'The health score is 59.',
        lifecycle_stage: 'The lifecycle stage is AT_RISK.',
      },
    });
  });

  it('names open severe cases, and three cases in 90 days, until those are over', async () => {
    const { id } = await customer(app);
    const opened = [];
    for (const severity of ['LOW', 'MEDIUM', 'CRITICAL']) {
      opened.push(await openCase(app, { customer: { id }, severity }));
    }
    const severe = opened[2];
    expect((await risk(id)).failed).toMatchObject({
      no_open_severe_escalation: `Open: ${severe?.reference}.`,
      few_escalations: expect.stringContaining(`${severe?.reference}`),
    });
    await change('cancelEscalation', { escalationId: severe?.id, reason: 'Opened twice.' });
    expect((await risk(id)).failed).not.toHaveProperty('no_open_severe_escalation');
    app.clock.set(new Date(Date.parse(TEST_START) + 90 * DAY_MS));
    expect((await risk(id)).failed).toHaveProperty('few_escalations');
    app.clock.advance(1);
    expect((await risk(id)).failed).not.toHaveProperty('few_escalations');
    app.clock.set(TEST_START);
  });

  it('names a breach for 90 days, and not one that turned out to be none', async () => {
    const late = await customer(app);
    const inTime = await customer(app);
    const lateCase = await openCase(app, { customer: { id: late.id }, severity: 'LOW' });
    const inTimeCase = await openCase(app, { customer: { id: inTime.id }, severity: 'LOW' });
    app.clock.advance(73 * HOUR_MS);
    const breached = { no_recent_breach: `Breached: ${lateCase.reference}.` };
    for (const { id } of [lateCase, inTimeCase]) {
      await change('addNote', { escalationId: id, text: 'Nobody has answered yet.' });
    }
    expect((await risk(late.id)).failed).toEqual(breached);
    expect((await risk(inTime.id)).failed).toHaveProperty('no_recent_breach');
    await call(inTimeCase.id, '2026-03-02T11:00:00.000Z');
    await call(lateCase.id);
    expect((await risk(inTime.id)).failed).toEqual({});
    expect((await risk(late.id)).failed).toEqual(breached);
    await change('cancelEscalation', { escalationId: lateCase.id, reason: 'Given up.' });
    app.clock.advance(91 * DAY_MS);
    expect((await risk(late.id)).failed).toEqual({});
    app.clock.set(TEST_START);
  });

  it('names the last three ratings when they are below 4 on average', async () => {
    const { id } = await customer(app);
    for (const rating of [1, 5, 3, 3]) {
      app.clock.advance(60_000);
      const { id: escalationId } = await openCase(app, { customer: { id }, severity: 'LOW' });
      await resolve(escalationId);
      await change('recordSatisfaction', { escalationId, rating });
    }
    expect((await risk(id)).failed).toMatchObject({
      satisfaction: 'Ratings, newest first: 3, 3, 5; average 3.7.',
    });
    app.clock.set(TEST_START);
  });

  it('names a case that was reopened, and prevention actions that are overdue', async () => {
    const { id } = await customer(app);
    const mara = await person(app);
    const { id: escalationId, reference } = await openCase(app, {
      customer: { id },
      severity: 'LOW',
    });
    await change('createPreventionPlan', {
      escalationId,
      owner: { id: mara.id },
      dueDate: '2026-03-02',
      immediateActions: [{ description: 'Clean the disk.' }],
      longTermImprovements: [],
    });
    await resolve(escalationId);
    expect((await risk(id)).failed).toEqual({});
    await change('reopenEscalation', { escalationId, reason: 'It is back.' });
    expect((await risk(id)).failed).toEqual({ no_recent_reopening: `Reopened: ${reference}.` });
    app.clock.set('2026-03-03T00:00:00.000Z');
    expect((await risk(id)).failed).toMatchObject({
      no_overdue_prevention: `Overdue: ${reference}.`,
    });
    app.clock.set(TEST_START);
  });

  it('of a page of customers takes as many statements as that of one', async () => {
    const page = (first: number) =>
      statementsDuring(() =>
        app.query(
          'query ($first: Int) { customers(first: $first) { nodes { churnRisk { score } } } }',
          { first },
        ),
      );
    expect((await page(6)).length).toBe((await page(1)).length);
  });
});
