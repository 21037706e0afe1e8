import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../../src/auth/principal.ts';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/duration.ts';
import type { Figure } from '../../../src/stats/figures.ts';
import { figureReader } from '../../../src/stats/stats.load.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCustomer } from '../../support/factories.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import { statementsDuring } from '../../support/statements.ts';

interface Stats {
  open: number;
  atRisk: number;
  breached: number;
  waitingOnCustomer: number;
  bySeverity: { severity: string; count: number }[];
  byStage: { stage: string; count: number }[];
  byCategory: { category: string; count: number }[];
  responseWithinSla: number | null;
  medianTimeToResolve: string | null;
  averageSatisfaction: number | null;
  revenueAtRisk: { amount: string; currency: string }[];
}

const STATS = `query ($filter: EscalationFilter) {
  stats(filter: $filter) {
    open atRisk breached waitingOnCustomer
    bySeverity { severity count } byStage { stage count } byCategory { category count }
    responseWithinSla medianTimeToResolve averageSatisfaction
    revenueAtRisk { amount currency }
  }
}`;

const START = Date.parse('2026-03-02T09:00:00Z');

let app: TestApp;
let dollars: TestCustomer;
let euros: TestCustomer;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

async function stats(filter: object = {}): Promise<Stats> {
  return (await app.query<{ stats: Stats }>(STATS, { filter })).stats;
}

describe('stats of an empty desk', () => {
  it('are zeros, with every value listed, and null where there is nothing to take a share of', async () => {
    expect(await stats()).toEqual({
      open: 0,
      atRisk: 0,
      breached: 0,
      waitingOnCustomer: 0,
      bySeverity: ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'].map((severity) => ({ severity, count: 0 })),
      byStage: ['ASSESS', 'CLASSIFY', 'MOBILIZE', 'RESOLVE', 'FOLLOW_UP'].map((stage) => ({
        stage,
        count: 0,
      })),
      byCategory: ['TECHNICAL', 'BILLING', 'SERVICE', 'RELATIONSHIP', 'OTHER'].map((category) => ({
        category,
        count: 0,
      })),
      responseWithinSla: null,
      medianTimeToResolve: null,
      averageSatisfaction: null,
      revenueAtRisk: [],
    });
  });
});

/**
 * All HIGH, promised 4 h, opened at 09:00; at 14:00:
 * two untouched, hence late; one answered in time; one answered late; two resolved after 1 h and
 * 2 h, answered in time, rated 5 and 2; one LOW that waits; one cancelled.
 */
describe('stats', () => {
  beforeAll(async () => {
    dollars = await customer(app);
    euros = await customer(app, { arr: { amount: '90000.00', currency: 'EUR' } });
    const owner = await person(app);
    const open = async (of: TestCustomer, input: object = {}) => {
      const { id } = await openCase(app, { customer: { id: of.id }, ...input });
      return { escalationId: id };
    };
    const answer = (on: object) =>
      app.mutate('logCommunication', {
        ...on,
        channel: 'CALL',
        direction: 'OUTBOUND',
        summary: 'Told them what we know.',
      });
    const resolve = async (on: object, rating: number) => {
      await app.mutate('recordAction', { ...on, kind: 'FIX', description: 'Rolled back.' });
      await app.mutate('confirmResolution', { ...on, confirmedBy: 'Robin' });
      await app.mutate('recordSatisfaction', { ...on, rating });
    };
    const assess = (on: object, amount: string) =>
      app.mutate('assessImpact', {
        ...on,
        businessImpact: 'No orders.',
        usersAffected: 10,
        revenueAtRisk: { amount },
      });

    const untouched = [await open(dollars), await open(euros)];
    const inTime = await open(dollars, { category: 'BILLING' });
    const late = await open(euros);
    const resolved = [await open(dollars), await open(dollars)];
    const waiting = await open(dollars, { severity: 'LOW' });
    const cancelled = await open(euros);
    for (const on of untouched) await app.mutate('assignOwner', { ...on, owner: { id: owner.id } });
    await assess(inTime, '1000.50');
    await assess(late, '20.00');
    for (const on of [waiting, cancelled]) await assess(on, '300.00');
    for (const on of resolved) await assess(on, '7.00');
    await app.mutate('recordUnderstanding', { ...inTime, understanding: 'A rounding error.' });
    await app.mutate('waitForCustomer', { ...waiting, reason: 'A log file is missing.' });
    await app.mutate('cancelEscalation', { ...cancelled, reason: 'A mistake.' });
    app.clock.set(new Date(START + HOUR_MS));
    await answer(inTime);
    for (const on of resolved) await answer(on);
    if (resolved[0]) await resolve(resolved[0], 5);
    app.clock.set(new Date(START + 2 * HOUR_MS));
    if (resolved[1]) await resolve(resolved[1], 2);
    app.clock.set(new Date(START + 4 * HOUR_MS + MINUTE_MS));
    await answer(late);
    app.clock.set(new Date(START + 5 * HOUR_MS));
  });

  it('count the open cases', async () => {
    const { open, waitingOnCustomer, bySeverity, byStage, byCategory } = await stats();
    expect({ open, waitingOnCustomer }).toEqual({ open: 5, waitingOnCustomer: 1 });
    expect(bySeverity.map(({ count }) => count)).toEqual([0, 4, 0, 1]);
    expect(byStage.map(({ count }) => count)).toEqual([4, 1, 0, 0, 0]);
    expect(byCategory.map(({ count }) => count)).toEqual([4, 1, 0, 0, 0]);
  });

  it('count a case as late from its due time on, and as breached when it was late before', async () => {
    // Answered in time at 10:00, the next update of that one is due at 14:00, as it is now.
    expect(await stats()).toMatchObject({ breached: 4, atRisk: 3 });
  });

  it('give the share of first responses in time, the resolved and the late ones included', async () => {
    expect((await stats()).responseWithinSla).toBeCloseTo(3 / 6, 9);
  });

  it('take the median and the mean over the cases that have what they are of', async () => {
    const { medianTimeToResolve, averageSatisfaction } = await stats();
    expect({ medianTimeToResolve, averageSatisfaction }).toEqual({
      medianTimeToResolve: 'PT1H30M',
      averageSatisfaction: 3.5,
    });
  });

  it('add up the revenue at risk of open cases by currency', async () => {
    expect((await stats()).revenueAtRisk).toEqual([
      { amount: '20.00', currency: 'EUR' },
      { amount: '1300.50', currency: 'USD' },
    ]);
  });

  it('keep to the filter', async () => {
    const { open, revenueAtRisk, responseWithinSla } = await stats({ customer: { id: euros.id } });
    expect({ open, revenueAtRisk, responseWithinSla }).toEqual({
      open: 2,
      revenueAtRisk: [{ amount: '20.00', currency: 'EUR' }],
      responseWithinSla: 0,
    });
    expect((await stats({ status: ['RESOLVED'] })).open).toBe(0);
  });

  it('agree with the list for each filter that names the same', async () => {
    const { atRisk } = await stats();
    const { escalations } = await app.query<{ escalations: { totalCount: number } }>(
      '{ escalations(filter: { atRisk: true }) { totalCount } }',
    );
    expect(escalations.totalCount).toBe(atRisk);
  });

  it('are of the cases that the principal may see', async () => {
    const visible = [decodeId('Customer', euros.id) ?? ''];
    const partner: Principal = {
      id: 'key:partner',
      role: 'PARTNER',
      name: 'partner',
      userId: null,
      customerIds: visible,
      expiresAt: null,
    };
    const seen = (principal: Principal, names: Figure[]) =>
      figureReader(app.db, principal, null, app.clock.now())(names);
    expect(await seen(partner, ['open', 'waitingOnCustomer', 'averageSatisfaction'])).toMatchObject(
      { open: 2, waitingOnCustomer: 0, averageSatisfaction: null },
    );
    const nobody = { ...partner, customerIds: [] };
    expect(await seen(nobody, ['open'])).toEqual({ open: 0 });
  });

  it('are worked out as far as they are selected, in one statement, aliases and fragments included', async () => {
    const ask = `query ($isAsked: Boolean = false) {
      stats { ...F responseWithinSla @include(if: $isAsked) }
      again: stats { open }
    } fragment F on DeskStats { ... on DeskStats { waitingOnCustomer } __typename }`;
    await app.query(ask);
    const statements = await statementsDuring(() => app.query(ask));
    expect(statements).toHaveLength(1);
    expect(statements[0]).toMatch(/"waitingOnCustomer".*"open"/s);
    expect(statements[0]).not.toMatch(/sla_clock|case_risk|resolve_time|rating/);
    expect(await statementsDuring(() => app.query('{ stats { __typename } }'))).toEqual([]);
  });

  it('cost two statements', async () => {
    await stats();
    expect(await statementsDuring(() => stats())).toHaveLength(2);
  });
});
