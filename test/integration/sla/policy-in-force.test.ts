import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeId, encodeId } from '../../../src/graphql/global-id.ts';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { businessCalendar, customer, openCase, slaPolicy } from '../../support/factories.ts';

/** A Monday. */
const START = '2026-03-02T09:00:00.000Z';
const at = (hours: number) => new Date(Date.parse(START) + hours * HOUR_MS).toISOString();

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(() => app.clock.set(START));
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

const row = (id: string) =>
  app.db.escalation.findUniqueOrThrow({
    where: { id: decodeId('Escalation', id) ?? '' },
    include: { clocks: { orderBy: { kind: 'asc' } } },
  });

interface Entry {
  type: string;
  at: string;
  actorLabel: string;
  data: { from?: string; to?: string; policy?: { policyId: string; version: number } };
  changes: { field: string; from: string | null; to: string | null }[];
}

/** Any change that says nothing to the clocks, and the entries that it wrote. */
async function touch(escalationId: string): Promise<Entry[]> {
  const { events } = await app.mutate<{ events: Entry[] }>(
    'addNote',
    { escalationId, text: 'Looked at it.' },
    'events { type at actorLabel data changes { field from to } }',
  );
  return events;
}

const entryOf = (events: readonly Entry[]) =>
  events.find(({ type }) => type === 'SLA_POLICY_CHANGED');

describe('a new policy of a tier', () => {
  it('marks the running cases of its severity for the queue, and no others', async () => {
    const { id } = await customer(app, { tier: 'ENTERPRISE' });
    const of = { customer: { id } };
    const [high, low] = [await openCase(app, of), await openCase(app, { ...of, severity: 'LOW' })];
    const other = await openCase(app);
    const cancelled = await openCase(app, of);
    await app.mutate('cancelEscalation', { escalationId: cancelled.id, reason: 'A mistake.' });
    const told = await openCase(app, of);
    await app.mutate('logCommunication', {
      ...{ escalationId: told.id, channel: 'CALL', direction: 'OUTBOUND', summary: 'Called.' },
    });
    app.clock.set(at(1));
    await slaPolicy(app, { tier: 'ENTERPRISE', responseTarget: 'PT2H' });

    const marked = await row(high.id);
    expect(marked).toMatchObject({ policyRecheck: true, version: high.version });
    expect(marked.clocks.map(({ nextAt }) => nextAt?.toISOString())).toEqual([at(1), at(1)]);
    const [response, update] = (await row(told.id)).clocks;
    expect(response?.nextAt).toBeNull();
    expect(update?.nextAt?.toISOString()).toBe(at(1));
    for (const id of [low.id, other.id, cancelled.id]) {
      const left = await row(id);
      expect(left.policyRecheck).toBe(false);
      expect(left.clocks.map(({ nextAt }) => nextAt?.toISOString())).not.toContain(at(1));
    }
  });

  it('takes over a running case with its elapsed time, at the next change', async () => {
    const { id } = await customer(app, { tier: 'STARTER' });
    const { id: caseId } = await openCase(app, { customer: { id } });
    const [, high] = await app.db.slaPolicy.findMany({
      where: { tier: null, customerId: null },
      orderBy: { severity: 'asc' },
    });
    app.clock.set(at(1));
    const { id: policyId } = await slaPolicy(app, { tier: 'STARTER', ownerLevel: 'EXECUTIVE' });
    const events = await touch(caseId);
    expect(events.map(({ type }) => type)).toEqual([
      ...['SLA_POLICY_CHANGED', 'NOTE_ADDED', 'SLA_WARNING'],
    ]);
    expect(entryOf(events)).toMatchObject({
      actorLabel: 'desk',
      at: at(1),
      data: {
        from: encodeId('SlaPolicy', high?.id ?? ''),
        to: policyId,
        policy: { policyId, version: 1, responseTarget: 'PT2H' },
      },
      changes: expect.arrayContaining([
        { field: 'sla.RESPONSE.dueAt', from: at(4), to: at(2) },
        { field: 'sla.RESPONSE.targetMs', from: String(4 * HOUR_MS), to: String(2 * HOUR_MS) },
        { field: 'ownerLevel', from: 'DIRECTOR', to: 'EXECUTIVE' },
      ]),
    });
    expect((await row(caseId)).policyRecheck).toBe(false);
    expect(entryOf(await touch(caseId))).toBeUndefined();
  });

  it('leaves cases of customers with a policy of their own as they are', async () => {
    const { id } = await customer(app, { tier: 'BUSINESS' });
    await slaPolicy(app, { customer: { id } });
    const { id: caseId, version } = await openCase(app, { customer: { id } });
    await slaPolicy(app, { tier: 'BUSINESS', responseTarget: 'PT1H' });
    const events = await touch(caseId);
    expect(events.map(({ type }) => type)).toEqual(['NOTE_ADDED']);
    expect((await row(caseId)).version).toBe(version + 1);
  });
});

describe('a policy that is in force no more', () => {
  it('gives its cases back to the one below it', async () => {
    const { id } = await customer(app);
    const { id: policyId } = await slaPolicy(app, { customer: { id }, responseTarget: 'PT8H' });
    const { id: caseId } = await openCase(app, { customer: { id } });
    await app.mutate('retireSlaPolicy', { policyId });
    expect((await row(caseId)).policyRecheck).toBe(true);
    const entry = entryOf(await touch(caseId));
    expect(entry?.data.from).toBe(policyId);
    expect(entry?.data.to).not.toBe(entry?.data.from);
  });

  it('is that of the earlier tier when a customer moves to another', async () => {
    const { id, externalId } = await customer(app, { tier: 'STARTER' });
    const { id: caseId } = await openCase(app, { customer: { id }, severity: 'LOW' });
    const { id: lowId } = await slaPolicy(app, { tier: 'ENTERPRISE', severity: 'LOW' });
    await customer(app, { externalId, tier: 'STARTER', healthScore: 10 });
    expect((await row(caseId)).policyRecheck).toBe(false);
    await customer(app, { externalId, tier: 'ENTERPRISE' });
    expect((await row(caseId)).policyRecheck).toBe(true);
    expect(entryOf(await touch(caseId))?.data.to).toBe(lowId);
  });
});

describe('a new version of the policy in force', () => {
  it('leaves running cases alone: they keep the version that they started with', async () => {
    const { id } = await customer(app);
    const of = { customer: { id } };
    await slaPolicy(app, of);
    const { id: caseId } = await openCase(app, of);
    const before = await row(caseId);
    await slaPolicy(app, { ...of, responseTarget: 'PT1H' });
    expect(await row(caseId)).toEqual(before);
    expect(entryOf(await touch(caseId))).toBeUndefined();
    const { id: next } = await openCase(app, of);
    expect(Number((await row(next)).clocks[0]?.targetMs)).toBe(HOUR_MS);
  });
});

describe('the figures of the desk', () => {
  interface Stats {
    open: number;
    breached: number;
    atRisk: number;
    responseWithinSla: number | null;
  }
  const statsOf = async (id: string) => {
    const { stats } = await app.query<{ stats: Stats }>(
      `query ($filter: EscalationFilter) {
        stats(filter: $filter) { open breached atRisk responseWithinSla }
      }`,
      { filter: { customer: { id } } },
    );
    return stats;
  };

  it('stay right over a stricter policy: what was met in time stays so', async () => {
    const { id } = await customer(app);
    const of = { customer: { id }, severity: 'MEDIUM' };
    const [answered, silent] = [await openCase(app, of), await openCase(app, of)];
    app.clock.set(at(13));
    await app.mutate('logCommunication', {
      ...{ escalationId: answered.id, channel: 'CALL', direction: 'OUTBOUND', summary: 'Called.' },
    });
    const before = await statsOf(id);
    expect(before).toEqual({ open: 2, breached: 0, atRisk: 1, responseWithinSla: 1 });

    await slaPolicy(app, { ...of, responseTarget: 'PT4H' });
    expect(await statsOf(id)).toEqual(before);
    await touch(answered.id);
    expect(await statsOf(id)).toEqual(before);
    const [response] = (await row(answered.id)).clocks;
    expect(response).toMatchObject({ state: 'MET', breachedAt: null });

    await touch(silent.id);
    expect(await statsOf(id)).toEqual({ open: 2, breached: 1, atRisk: 1, responseWithinSla: 0.5 });
  });
});

describe('a calendar', () => {
  it('that changes leaves running cases alone: they keep its version too', async () => {
    const { id } = await customer(app);
    const of = { customer: { id } };
    const { name } = await businessCalendar(app, { name: 'Berlin' });
    await slaPolicy(app, { ...of, calendar: { name }, responseTarget: 'PT4H' });
    // Ten o'clock in Berlin, on a Monday.
    const first = await openCase(app, of);
    const dueAt = async (caseId: string) => (await row(caseId)).clocks[0]?.dueAt?.toISOString();
    expect(await dueAt(first.id)).toBe(at(4));
    const hours = [{ day: 'MONDAY', opens: '09:00', closes: '11:00' }];
    await businessCalendar(app, { name, hours });
    const second = await openCase(app, of);
    expect(await dueAt(second.id)).toBe('2026-03-16T09:00:00.000Z');
    app.clock.set(at(2));
    expect(entryOf(await touch(first.id))).toBeUndefined();
    expect(await dueAt(first.id)).toBe(at(4));
    expect((await row(first.id)).clocks[0]).toMatchObject({ calendarVersion: 1 });
    expect((await row(second.id)).clocks[0]).toMatchObject({ calendarVersion: 2 });
  });
});
