import fc from 'fast-check';
import { newId } from '../../../src/shared/ids.ts';
import {
  CATEGORIES,
  OWNER_LEVELS,
  SEVERITIES,
  SLA_STATES,
  STAGES,
  STATUSES,
} from '../../../src/shared/vocabulary.ts';
import type { TestApp } from '../../support/app.ts';

// Rows of cases as no desk would have them: in every combination that the tables allow, and changed at
// random. What is kept of cases must follow whatever writes them.

/** All clocks were looked at before, some fall due until `LATER`. */
export const NOW = new Date('2026-03-02T12:00:00Z');
export const LATER = new Date('2026-03-02T18:00:00Z');

const instant = (from: Date, to: Date) =>
  fc.integer({ min: from.getTime(), max: to.getTime() }).map((ms) => new Date(ms));
const past = instant(new Date('2026-02-01T00:00:00Z'), new Date('2026-03-02T00:00:00Z'));
const around = instant(new Date('2026-03-02T06:00:00Z'), new Date('2026-03-03T00:00:00Z'));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const clocks = fc
  .record({
    cycle: fc.constantFrom(1, 1, 2),
    state: fc.constantFrom(...SLA_STATES, 'RUNNING' as const),
    dueAt: around,
    warnsAt: maybe(around),
    endedAt: past,
    isBreached: fc.boolean(),
    elapsedMs: fc.integer({ min: 0, max: 100 }),
    countedUntil: instant(new Date('2026-03-02T06:00:00Z'), NOW),
  })
  .map(({ state, dueAt, warnsAt, endedAt, isBreached, ...rest }) => ({
    ...rest,
    state,
    dueAt: state === 'PAUSED' ? null : dueAt,
    warnsAt: state === 'PAUSED' || warnsAt === null ? [] : [warnsAt],
    metAt: state === 'MET' || (state === 'BREACHED' && rest.cycle === 2) ? endedAt : null,
    breachedAt: state === 'BREACHED' || (isBreached && state !== 'RUNNING') ? endedAt : null,
    warnAfterMs: 50,
    targetMs: 100,
    startedAt: endedAt,
  }));

const cases = fc.record({
  status: fc.constantFrom(...STATUSES, 'OPEN' as const, 'OPEN' as const),
  stage: fc.constantFrom(...STAGES),
  severity: fc.constantFrom(...SEVERITIES),
  category: fc.constantFrom(...CATEGORIES),
  ownerLevel: fc.constantFrom(...OWNER_LEVELS),
  slaBreach: fc.boolean(),
  resolvedAt: maybe(around),
  satisfactionRating: maybe(fc.integer({ min: 1, max: 5 })),
  money: maybe(fc.tuple(fc.integer({ min: 0, max: 10_000_000 }), fc.constantFrom('USD', 'EUR'))),
});

type CaseValues = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function columns({ money, ...rest }: CaseValues) {
  return {
    ...rest,
    revenueAtRisk: money === null ? null : (money[0] / 100).toFixed(2),
    revenueCurrency: money === null ? null : money[1],
  };
}

export interface Desk {
  customerIds: string[];
  /** Changes some of the cases, their clocks and the levels of people. */
  change(round: number): Promise<void>;
}

/** Fills a desk with customers, people and so many cases. The same seed makes the same. */
export async function randomDesk(app: TestApp, count: number, seed: number): Promise<Desk> {
  const { db } = app;
  const customerIds = Array.from({ length: 4 }, newId);
  const userIds = Array.from({ length: 5 }, newId);
  const ids = Array.from({ length: count }, newId);
  await db.customer.createMany({
    data: customerIds.map((id) => ({
      ...{ id, externalId: id, name: id, tier: 'BUSINESS', arrAmount: 1, arrCurrency: 'USD' },
      ...{ healthScore: 50, lifecycleStage: 'ADOPTION', createdAt: NOW, updatedAt: NOW },
    })),
  });
  await db.user.createMany({
    data: userIds.map((id, place) => ({
      ...{ id, email: `${id}@desk.example`, name: id, level: OWNER_LEVELS[place % 4] ?? 'MANAGER' },
      ...{ createdAt: NOW, updatedAt: NOW },
    })),
  });
  const pick = <T>(list: readonly T[], place: number) => list[place % list.length] as T;
  const values = fc.sample(cases, { numRuns: count, seed }).map(columns);
  await db.escalation.createMany({
    data: values.map((row, place) => ({
      ...row,
      ...{
        id: pick(ids, place),
        reference: `ESC-2026-${pick(ids, place)}`,
        summary: '',
        issue: '',
      },
      customerId: pick(customerIds, place),
      ownerId: place % 3 === 0 ? null : pick(userIds, place),
      ...{ stageSince: NOW, openedAt: new Date('2026-02-01T00:00:00Z'), updatedAt: NOW },
    })),
  });
  const kinds = ids.flatMap((id, place) =>
    (['RESPONSE', 'UPDATE', 'RESOLUTION'] as const)
      .slice(0, place % 4)
      .map((kind) => ({ escalationId: id, customerId: pick(customerIds, place), kind })),
  );
  const clockRows = fc
    .sample(clocks, { numRuns: kinds.length, seed })
    .map((row, place) => ({ ...row, ...pick(kinds, place), id: newId() }));
  await db.slaClock.createMany({ data: clockRows });

  return {
    customerIds,
    async change(round) {
      const moved = fc.sample(cases, { numRuns: 20, seed: seed + round }).map(columns);
      for (const [place, data] of moved.entries()) {
        const id = pick(ids, place * 7 + round);
        const ownerId = place % 4 === 0 ? pick(userIds, place + round) : undefined;
        await db.escalation.updateMany({
          where: { id },
          data: { ...data, ...(ownerId && { ownerId }) },
        });
      }
      for (const [place, data] of fc
        .sample(clocks, { numRuns: 20, seed: seed + round })
        .entries()) {
        await db.slaClock.updateMany({
          where: { id: pick(clockRows, place * 5 + round).id },
          data,
        });
      }
      await db.slaClock.deleteMany({ where: { id: pick(clockRows, round * 11).id } });
      await db.user.updateMany({
        where: { id: pick(userIds, round) },
        data: { level: pick(OWNER_LEVELS, round + 1) },
      });
    },
  };
}
