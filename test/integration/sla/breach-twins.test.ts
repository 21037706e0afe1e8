import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../../../src/db/client.ts';
import { isBreached } from '../../../src/escalation/read/clocks.sql.ts';
import { filterSql } from '../../../src/escalation/read/escalation.filter.ts';
import { MINUTE_MS } from '../../../src/shared/duration.ts';
import { newId } from '../../../src/shared/ids.ts';
import type { EscalationStatus, SlaState } from '../../../src/shared/vocabulary.ts';
import { SLA_STATES } from '../../../src/shared/vocabulary.ts';
import type {
  ClockFact,
  PolicySnapshot,
  ReplayedCycle,
} from '../../../src/sla/clock/clock.rules.ts';
import { currentClocks } from '../../../src/sla/clock/clock.rules.ts';
import { replay } from '../../../src/sla/clock/replay.rules.ts';
import type { StoredClock } from '../../../src/sla/clock/stored-clock.rules.ts';
import { isClockOverdue, toStored } from '../../../src/sla/clock/stored-clock.rules.ts';
import { responseEndedSql, responseLateSql } from '../../../src/stats/counted.sql.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';

/** Rows were written at the last thing that happened; readers ask at `NOW`, when nobody has looked since. */
const OPENED = Date.UTC(2026, 2, 2, 10);
const NOW = new Date(OPENED + 600 * MINUTE_MS);
const CASES = 400;

const minutes = (max: number) => fc.integer({ min: 1, max }).map((count) => count * MINUTE_MS);

/** An update interval shorter than the response target as often as a longer one. */
const policies: fc.Arbitrary<PolicySnapshot> = fc.record({
  policyId: fc.constant(null),
  version: fc.constant(1),
  responseTargetMs: minutes(700),
  updateIntervalMs: minutes(700),
  resolutionTargetMs: fc.option(minutes(900)),
  warnAt: fc.constantFrom([50, 75, 90], [80], []),
  ownerLevel: fc.constant('MANAGER' as const),
});

const KINDS = ['COMMUNICATED', 'WAITING', 'RESUMED', 'RESOLVED', 'REOPENED', 'CANCELLED'] as const;

const stories = fc.record({
  policy: policies,
  later: fc.array(
    fc.record({
      type: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom('COMMUNICATED', 'WAITING', 'RESUMED') },
        { weight: 1, arbitrary: fc.constantFrom(...KINDS) },
      ),
      minute: fc.integer({ min: 0, max: 599 }),
    }),
    { maxLength: 5 },
  ),
});

interface Case {
  id: string;
  story: string;
  status: EscalationStatus;
  stored: StoredClock[];
  onRecord: boolean;
  /** As it is at `NOW`. */
  cycles: ReplayedCycle[];
}

const STATUS_AFTER: Partial<Record<string, EscalationStatus>> = {
  WAITING: 'WAITING_ON_CUSTOMER',
  RESUMED: 'OPEN',
  RESOLVED: 'RESOLVED',
  CANCELLED: 'CANCELLED',
};

function toCase({
  policy,
  later,
}: {
  policy: PolicySnapshot;
  later: readonly { type: string; minute: number }[];
}): Case {
  const inOrder = later.toSorted((a, b) => a.minute - b.minute);
  const facts = [
    { type: 'OPENED', at: new Date(OPENED), policy },
    ...inOrder.map(({ type, minute }, place) => ({
      type,
      at: new Date(OPENED + minute * MINUTE_MS),
      id: String(place),
    })),
  ] as ClockFact[];
  let status: EscalationStatus = 'OPEN';
  for (const { type } of inOrder) {
    if (type === 'REOPENED' && status === 'RESOLVED') status = 'OPEN';
    else if (status === 'OPEN' || status === 'WAITING_ON_CUSTOMER') {
      status = STATUS_AFTER[type] ?? status;
    }
  }
  const writtenAt = facts.at(-1)?.at ?? new Date(OPENED);
  const then = replay(facts, writtenAt);
  const rest = { firings: [], notices: [], waitUntil: null };
  return {
    id: newId(),
    story: JSON.stringify({ policy, inOrder }),
    status,
    stored: currentClocks(then).map((cycle) => toStored(cycle, rest)),
    onRecord: then.some(({ breachedAt }) => breachedAt !== null),
    cycles: replay(facts, NOW),
  };
}

let app: TestApp;
let cases: Case[];

beforeAll(async () => {
  app = await startTestApp();
  const { id: modelId } = await openCase(app);
  const model = await app.db.escalation.findFirstOrThrow({
    where: { reference: { not: '' } },
    select: { id: true, customerId: true },
  });
  expect(modelId).not.toBe('');
  cases = fc
    .sample(stories, { numRuns: CASES, seed: Number(process.env['DESK_TEST_SEED'] ?? 35) })
    .map(toCase);
  for (const { id, status, onRecord } of cases) {
    await app.db.$executeRaw`
      INSERT INTO escalation SELECT (jsonb_populate_record(e, jsonb_build_object(
        'id', ${id}::text, 'reference', ${`ESC-2026-${id}`}::text, 'status', ${status}::text,
        'sla_breach', ${onRecord}::boolean, 'owner_id', NULL))).*
      FROM escalation e WHERE id = ${model.id}::uuid`;
  }
  await app.db.slaClock.createMany({
    data: cases.flatMap(({ id, stored }) =>
      stored.map((clock) => ({
        ...clock,
        id: newId(),
        escalationId: id,
        customerId: model.customerId,
      })),
    ),
  });
});
afterAll(() => app.stop());

/** The ids of those of the cases for which a condition over `escalation e` holds. */
async function idsWhere(condition: Prisma.Sql): Promise<Set<string>> {
  const rows = await app.db.$queryRaw<{ id: string }[]>`
    SELECT e.id::text AS id FROM escalation e
    LEFT JOIN sla_clock clock ON clock.escalation_id = e.id AND clock.kind = 'RESPONSE'
    LEFT JOIN case_risk risk ON risk.escalation_id = e.id
    WHERE ${condition} AND e.id = ANY(${cases.map(({ id }) => id)}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}

/** Both sides, by the story where they differ. */
async function compare(condition: Prisma.Sql, rule: (one: Case) => boolean): Promise<void> {
  const found = await idsWhere(condition);
  const differing = cases.filter((one) => found.has(one.id) !== rule(one));
  expect(differing.map(({ story }) => story)).toEqual([]);
  // Neither side may be right by always saying the same.
  expect(found.size).toBeGreaterThan(CASES / 100);
  expect(found.size).toBeLessThan(CASES);
}

const ADMIN = {
  id: 'test',
  role: 'ADMIN',
  name: 'test',
  userId: null,
  customerIds: null,
  expiresAt: null,
} as const;

const isOpen = ({ status }: Case) => status === 'OPEN' || status === 'WAITING_ON_CUSTOMER';
const response = ({ cycles }: Case) => cycles.find(({ kind }) => kind === 'RESPONSE');

function isPastWarning({ endedAt, silent, elapsedMs, targetMs, policy }: ReplayedCycle): boolean {
  const first = Math.min(100, ...policy.warnAt);
  return endedAt === null && !silent && elapsedMs >= Math.ceil((targetMs * first) / 100);
}

describe('over cases of every kind SQL says of rows that nobody wrote since what the rules say now', () => {
  test('and among them are silent update cycles past their time, before the response is due', () => {
    const silent = cases.filter(({ cycles }) =>
      currentClocks(cycles).some(
        (one) => one.silent && one.state === 'RUNNING' && (one.dueAt ?? NOW) < NOW,
      ),
    );
    const only = silent.filter((one) => response(one)?.state === 'RUNNING');
    expect(only.length).toBeGreaterThan(5);
  });

  test.each(SLA_STATES)('which have a clock that is %s', async (state: SlaState) => {
    await compare(filterSql({ slaState: [state] }, ADMIN, NOW), ({ cycles }) =>
      currentClocks(cycles).some((one) => one.state === state),
    );
  });

  test('which are breached', async () => {
    // Of cases that are no longer open the row itself says it.
    await compare(Prisma.sql`(e.sla_breach OR ${isBreached(NOW)})`, ({ cycles }) =>
      cycles.some(({ breachedAt }) => breachedAt !== null),
    );
    await compare(
      isBreached(NOW),
      (one) => isOpen(one) && one.cycles.some(({ breachedAt }) => breachedAt !== null),
    );
  });

  test('which are at risk', async () => {
    await compare(
      filterSql({ atRisk: true }, ADMIN, NOW),
      (one) => isOpen(one) && currentClocks(one.cycles).some(isPastWarning),
    );
  });

  test('whose response has ended, and which of them late', async () => {
    await compare(responseEndedSql(NOW), (one) => {
      const { metAt, breachedAt } = response(one) ?? {};
      return metAt != null || breachedAt != null;
    });
    await compare(responseLateSql(NOW), (one) => response(one)?.breachedAt != null);
  });

  test('and so does the rule for a row', () => {
    for (const { story, stored, cycles } of cases) {
      for (const clock of stored) {
        const now = currentClocks(cycles).find(({ kind }) => kind === clock.kind);
        const state = isClockOverdue(clock, NOW) ? 'BREACHED' : clock.state;
        expect({ story, state }).toEqual({ story, state: now?.state });
      }
    }
  });
});
