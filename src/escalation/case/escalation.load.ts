import { visibleByCustomer } from '../../auth/visibility.ts';
import type { Prisma } from '../../db/client.ts';
import type { SlaClock } from '../../db/generated/client/client.ts';
import type { Queryable } from '../../db/transaction.ts';
import { readEntry } from '../../events/catalogue.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import { NO_SUCH_CASE } from '../../shared/reference.ts';
import type { ClockFact, PolicySnapshot } from '../../sla/clock/clock.rules.ts';
import type { RecordedFiring, RecordedNotice } from '../../sla/clock/firing.rules.ts';
import type { TimeOf } from '../../sla/clock/replay.rules.ts';
import { loadWorkingTimes, workingTimeOf } from '../../sla/terms/working-time.load.ts';
import type { ClockEntry } from './clock-facts.rules.ts';
import {
  applyCorrection,
  CLOCK_ENTRY_TYPES,
  clockFactOf,
  recordedFiringOf,
  recordedNoticeOf,
  withoutFailed,
} from './clock-facts.rules.ts';
import type { Draft } from './escalation.draft.ts';
import { startDraft } from './escalation.draft.ts';
import type { CaseRow, CaseState, ClockRow } from './escalation.state.ts';

/** The parts of a case that every change reads. */
const CASE_PARTS = {
  customer: { select: { id: true, name: true, tier: true, arrAmount: true, arrCurrency: true } },
  owner: { select: { id: true, name: true, level: true, active: true } },
  steps: { omit: { escalationId: true, customerId: true } },
  stakeholders: { omit: { escalationId: true, customerId: true } },
  clocks: { omit: { escalationId: true, customerId: true } },
} satisfies Prisma.EscalationInclude;

/**
 * Locks a case and reads what its rules need. Writers of one case wait for each other; writers of
 * different cases do not.
 *
 * @throws Refusal NOT_FOUND when there is no such case, or it is not visible.
 */
export async function loadForChange(work: Work, escalationId: string): Promise<Draft> {
  const { tx } = work;
  await tx.$queryRaw`SELECT id FROM escalation WHERE id = ${escalationId}::uuid FOR NO KEY UPDATE`;
  const found = await tx.escalation.findUnique({
    where: { id: escalationId, ...visibleByCustomer(work) },
    include: CASE_PARTS,
  });
  if (found === null) throw noSuchCase();

  const { customer, owner, steps, stakeholders, clocks, ...row } = found;
  return startDraft({
    state: {
      ...emptyParts(),
      row: toCaseRow(row),
      steps: new Map(steps.map(({ step, ...rest }) => [step, rest])),
      stakeholders: new Map(stakeholders.map((part) => [part.userId, part])),
      clocks: new Map(clocks.map((clock) => [clock.kind, toClockRow(clock)])),
    },
    customer: {
      id: customer.id,
      name: customer.name,
      tier: customer.tier,
      arr: { amount: customer.arrAmount.toFixed(2), currency: customer.arrCurrency },
    },
    owner,
    now: work.now,
    imported: work.imported,
    actor: work.actor,
    newId,
    ...(await loadClockRecord(tx, escalationId)),
  });
}

export function noSuchCase(field: readonly string[] = ['escalationId']) {
  return refuse('NOT_FOUND', NO_SUCH_CASE, field);
}

export function emptyParts(): Omit<CaseState, 'row'> {
  return {
    steps: new Map(),
    stakeholders: new Map(),
    clocks: new Map(),
    actions: new Map(),
    communications: new Map(),
    improvements: new Map(),
    plan: null,
    planActions: new Map(),
    links: new Map(),
  };
}

type DecimalText = { toFixed(decimals: number): string } | null;

export function toCaseRow<T extends { revenueAtRisk: DecimalText; classifiedRevenue: DecimalText }>(
  row: T,
): Omit<T, 'revenueAtRisk' | 'classifiedRevenue'> &
  Pick<CaseRow, 'revenueAtRisk' | 'classifiedRevenue'> {
  return {
    ...row,
    revenueAtRisk: row.revenueAtRisk?.toFixed(2) ?? null,
    classifiedRevenue: row.classifiedRevenue?.toFixed(2) ?? null,
  };
}

export function toClockRow({
  targetMs,
  elapsedMs,
  warnAfterMs,
  ...rest
}: Omit<SlaClock, 'escalationId' | 'customerId'>): ClockRow {
  return {
    ...rest,
    targetMs: Number(targetMs),
    elapsedMs: Number(elapsedMs),
    warnAfterMs: Number(warnAfterMs),
  };
}

/** The record of a case that its clocks are replayed from. */
export interface ClockRecord {
  facts: ClockFact[];
  firings: RecordedFiring[];
  notices: RecordedNotice[];
  timeOf: TimeOf;
}

/** Reads the record of a case's clocks. Entries count from the commit on, even without a place in the log. */
export async function loadClockRecord(tx: Queryable, escalationId: string): Promise<ClockRecord> {
  const [record] = await loadClockRecords(tx, [escalationId]);
  return record ?? readClockRecord([]);
}

/** Reads the records of several cases, in the order given, in one statement beside that for new calendars. */
export async function loadClockRecords(
  tx: Queryable,
  escalationIds: readonly string[],
): Promise<ClockRecord[]> {
  const entries = await tx.logEntry.findMany({
    where: { escalationId: { in: [...escalationIds] }, type: { in: CLOCK_ENTRY_TYPES } },
    orderBy: { id: 'asc' },
    select: { escalationId: true, type: true, at: true, recordedAt: true, data: true },
  });
  const entriesOf = new Map(escalationIds.map((id) => [id, [] as ClockEntry[]]));
  for (const { escalationId, at, recordedAt, ...entry } of entries) {
    entriesOf.get(escalationId ?? '')?.push({ ...readEntry(entry), at, recordedAt });
  }
  const records = escalationIds.map((id) => readClockRecord(entriesOf.get(id) ?? []));
  await loadWorkingTimes(
    tx,
    records.flatMap(({ facts }) => policiesIn(facts)),
  );
  return records;
}

/** Builds the record from entries. A replay needs the working times of {@link policiesIn} loaded before. */
export function readClockRecord(entries: readonly ClockEntry[]): ClockRecord {
  const facts: ClockFact[] = [];
  const failedIds = new Set<string>();
  let firings: RecordedFiring[] = [];
  const notices: RecordedNotice[] = [];
  for (const entry of entries) {
    const fact = clockFactOf(entry);
    if (fact !== undefined) facts.push(fact);
    const firing = recordedFiringOf(entry);
    if (firing !== undefined) firings.push(firing);
    const notice = recordedNoticeOf(entry);
    if (notice !== undefined) notices.push(notice);
    firings = applyCorrection(firings, entry);
    if (entry.type === 'COMMUNICATION_FAILED') failedIds.add(entry.data.communicationId);
  }
  return { facts: withoutFailed(facts, failedIds), firings, notices, timeOf: workingTimeOf };
}

export function policiesIn(facts: readonly ClockFact[]): PolicySnapshot[] {
  return facts.flatMap((fact) =>
    fact.type === 'OPENED' || fact.type === 'POLICY_CHANGED' ? [fact.policy] : [],
  );
}
