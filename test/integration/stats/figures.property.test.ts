import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../../../src/auth/principal.ts';
import type { EscalationFilterInput } from '../../../src/escalation/read/escalation.filter.ts';
import { CATEGORIES, OWNER_LEVELS, SEVERITIES, STAGES } from '../../../src/shared/vocabulary.ts';
import type { DeskStats, Figure } from '../../../src/stats/figures.ts';
import { createFolding } from '../../../src/stats/folding.ts';
import { figureReader } from '../../../src/stats/stats.load.ts';
import { findLooseEnds } from '../../../src/verify/references.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Desk } from './random-desk.ts';
import { LATER, NOW, randomDesk } from './random-desk.ts';

const SEED = Number(process.env['DESK_TEST_SEED'] ?? 7);
const CASES = process.env['DESK_TEST_FULL'] === '1' ? 2_000 : 200;
const ROUNDS = process.env['DESK_TEST_FULL'] === '1' ? 40 : 4;

const FIGURES = [
  ...(['open', 'atRisk', 'breached', 'waitingOnCustomer', 'responseWithinSla'] as const),
  ...(['medianTimeToResolveMs', 'averageSatisfaction', 'bySeverity', 'byStage'] as const),
  ...(['byCategory', 'revenueAtRisk'] as const),
] satisfies Figure[];

const STAFF: Principal = {
  ...{ id: 'key:staff', role: 'AGENT', name: 'staff', userId: null },
  ...{ customerIds: null, expiresAt: null },
};

let app: TestApp;
let desk: Desk;

beforeAll(async () => {
  app = await startTestApp();
  desk = await randomDesk(app, CASES, SEED);
}, 120_000);
afterAll(() => app?.stop());

function rowsOf(customerIds: readonly string[] | null) {
  return app.db.escalation.findMany({
    where:
      customerIds === null ? { reference: { not: '' } } : { customerId: { in: [...customerIds] } },
    include: { clocks: true, owner: true },
  });
}
type Row = Awaited<ReturnType<typeof rowsOf>>[number];
type Clock = Row['clocks'][number];

const isHeard = ({ kind, cycle }: Clock) => kind !== 'UPDATE' || cycle !== 1;
const isOverdue = (clock: Clock, now: Date) =>
  clock.state === 'RUNNING' && isHeard(clock) && clock.dueAt !== null && clock.dueAt <= now;

function isPastWarning(clock: Clock, now: Date): boolean {
  if (clock.metAt !== null || !isHeard(clock)) return false;
  if (clock.state === 'RUNNING') return (clock.warnsAt[0] ?? clock.dueAt ?? LATER) <= now;
  return clock.state === 'PAUSED'
    ? clock.elapsedMs >= clock.warnAfterMs
    : clock.state === 'BREACHED';
}

function isAtRisk({ owner, ownerLevel, clocks }: Row, now: Date): boolean {
  const isBelow =
    owner !== null && OWNER_LEVELS.indexOf(owner.level) < OWNER_LEVELS.indexOf(ownerLevel);
  return isBelow || clocks.some((clock) => isPastWarning(clock, now));
}

const mean = (values: number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return lower === undefined || upper === undefined ? null : Math.round((lower + upper) / 2);
}

/** The figures as one reads their descriptions, over rows in memory. */
function counted(rows: readonly Row[], now: Date): DeskStats {
  const open = rows.filter(({ status }) => status === 'OPEN' || status === 'WAITING_ON_CUSTOMER');
  const responses = rows.flatMap(({ clocks }) =>
    clocks.filter(
      (one) =>
        one.kind === 'RESPONSE' &&
        (one.metAt !== null || one.breachedAt !== null || isOverdue(one, now)),
    ),
  );
  const currencies = [...new Set(open.flatMap(({ revenueCurrency }) => revenueCurrency ?? []))];
  const count = (is: (row: Row) => boolean) => open.filter(is).length;
  return {
    open: open.length,
    atRisk: count((row) => isAtRisk(row, now)),
    breached: count((row) => row.slaBreach || row.clocks.some((one) => isOverdue(one, now))),
    waitingOnCustomer: count(({ status }) => status === 'WAITING_ON_CUSTOMER'),
    responseWithinSla: mean(
      responses.map((one) => (one.breachedAt !== null || isOverdue(one, now) ? 0 : 1)),
    ),
    medianTimeToResolveMs: median(
      rows.flatMap(({ resolvedAt, openedAt }) =>
        resolvedAt === null ? [] : resolvedAt.getTime() - openedAt.getTime(),
      ),
    ),
    averageSatisfaction: mean(rows.flatMap(({ satisfactionRating }) => satisfactionRating ?? [])),
    bySeverity: SEVERITIES.map((severity) => ({
      severity,
      count: count((row) => row.severity === severity),
    })),
    byStage: STAGES.map((stage) => ({ stage, count: count((row) => row.stage === stage) })),
    byCategory: CATEGORIES.map((category) => ({
      category,
      count: count((row) => row.category === category),
    })),
    revenueAtRisk: currencies.toSorted().map((currency) => ({
      currency,
      amount: (
        open
          .filter(({ revenueCurrency }) => revenueCurrency === currency)
          .reduce((sum, { revenueAtRisk }) => sum + Math.round(Number(revenueAtRisk) * 100), 0) /
        100
      ).toFixed(2),
    })),
  };
}

const near = (figures: Partial<DeskStats>) => ({
  ...figures,
  ...('responseWithinSla' in figures && {
    responseWithinSla: figures.responseWithinSla?.toFixed(12) ?? null,
  }),
  ...('averageSatisfaction' in figures && {
    averageSatisfaction: figures.averageSatisfaction?.toFixed(12) ?? null,
  }),
});

async function compare(
  principal: Principal,
  filter: EscalationFilterInput | null,
  rows: readonly Row[],
): Promise<void> {
  for (const now of [NOW, LATER]) {
    const reader = () => figureReader(app.db, principal, filter, now);
    const all = await reader()(FIGURES);
    expect(near(all)).toEqual(near(counted(rows, now)));
    for (const name of FIGURES) expect(await reader()([name])).toEqual({ [name]: all[name] });
    // What was read before is not read again, and is the same.
    const one = reader();
    expect({ ...(await one(['open', 'bySeverity'])), ...(await one(FIGURES)) }).toEqual(all);
  }
}

describe('figures of random cases, one by one and all together, are those of a naive count', () => {
  test('whatever changes them, and as they are added up', async () => {
    const folding = createFolding(app.db, () => undefined);
    for (let round = 0; round < ROUNDS; round += 1) {
      await compare(STAFF, null, await rowsOf(null));
      await compare(STAFF, {}, await rowsOf(null));
      await desk.change(round);
      if (round % 2 === 1) await folding.fold();
    }
    await compare(STAFF, null, await rowsOf(null));
    const [row] = await app.db.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS rows FROM case_figure WHERE folded`;
    expect(row?.rows).toBeGreaterThan(10);
  }, 300_000);

  test('for a partner who sees some customers only, or none', async () => {
    for (const customerIds of [desk.customerIds.slice(0, 2), []]) {
      const partner: Principal = { ...STAFF, role: 'PARTNER', customerIds };
      await compare(partner, null, await rowsOf(customerIds));
    }
  });

  test('for what a filter lets through', async () => {
    const rows = await rowsOf(null);
    await compare(
      STAFF,
      { severity: ['HIGH', 'LOW'], category: ['BILLING'] },
      rows.filter(
        ({ severity, category }) =>
          severity !== 'CRITICAL' && severity !== 'MEDIUM' && category === 'BILLING',
      ),
    );
    await compare(
      STAFF,
      { status: ['RESOLVED', 'OPEN'] },
      rows.filter(({ status }) => status === 'RESOLVED' || status === 'OPEN'),
    );
    await compare(
      { ...STAFF, role: 'PARTNER', customerIds: desk.customerIds },
      { severity: [] },
      [],
    );
  });

  test('and the desk finds nothing that is kept otherwise than it is', async () => {
    const kept = (await findLooseEnds(app.db)).filter((problem) => /kept/.test(problem));
    expect(kept).toEqual([]);
    await app.db.$executeRaw`UPDATE case_risk SET risk_at = '-infinity' WHERE risk_at IS NULL`;
    await app.db.$executeRaw`DELETE FROM resolve_time_figure`;
    await app.db.$executeRaw`INSERT INTO case_figure (status, cases) VALUES ('OPEN', 1)`;
    const problems = (await findLooseEnds(app.db)).join('\n');
    for (const rule of ['at risk and breached', 'times to resolution', 'those of the cases']) {
      expect(problems).toContain(rule);
    }
  });
});
