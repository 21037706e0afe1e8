import { visibleSql } from '../../auth/visibility.ts';
import { Prisma } from '../../db/client.ts';
import type { SlaClock } from '../../db/generated/client/client.ts';
import { fieldsBut, jsonRows } from '../../db/rows/read.sql.ts';
import type { Queryable } from '../../db/transaction.ts';
import { entryIdsOf, entryIdsSql } from '../../events/append.ts';
import type { StoredEntry } from '../../events/catalogue.ts';
import { readEntry } from '../../events/catalogue.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import { NO_SUCH_CASE } from '../../shared/reference.ts';
import type { CustomerTier } from '../../shared/vocabulary.ts';
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

const CASE = jsonRows('escalation', fieldsBut('escalation'));
const OWNER = jsonRows('user', ['id', 'name', 'level', 'active']);
const STEPS = jsonRows('escalationStep', partFields('escalationStep'));
const STAKEHOLDERS = jsonRows('stakeholder', partFields('stakeholder'));
const CLOCKS = jsonRows('slaClock', partFields('slaClock'));
const RECORD = jsonRows('logEntry', ['type', 'at', 'recordedAt', 'data']);

/** More entries than most changes write. */
const USUAL_ENTRIES = 8;

/**
 * Locks a case and reads what its rules need, in one round trip. Writers of one case wait for each other;
 * writers of different cases do not.
 *
 * @throws Refusal NOT_FOUND when there is no such case, or it is not visible.
 */
export async function loadForChange(work: Work, escalationId: string): Promise<Draft> {
  const { tx } = work;
  // A statement of its own: the one behind it sees all that the transaction before us has written.
  tx.tell(Prisma.sql`SELECT FROM escalation WHERE id = ${escalationId}::uuid FOR NO KEY UPDATE`);
  const [found] = await tx.$queryRaw<FoundCase[]>`
    ${ALL_OF_CASE} WHERE e.id = ${escalationId}::uuid AND ${visibleSql(work, Prisma.sql`e.customer_id`)}`;
  if (found === undefined) throw noSuchCase();

  const parts = JSON.parse(found.json) as Record<string, unknown>;
  const owner = OWNER.read(parts['owner']);
  const { customerId: id, name, tier, amount, currency } = found;
  return startDraft({
    state: {
      ...emptyParts(),
      row: toCaseRow(CASE.read(parts['row'])),
      steps: new Map(STEPS.readAll(parts['steps']).map(({ step, ...rest }) => [step, rest])),
      stakeholders: new Map(
        STAKEHOLDERS.readAll(parts['stakeholders']).map((part) => [part.userId, part]),
      ),
      clocks: new Map(
        CLOCKS.readAll(parts['clocks']).map((clock) => [clock.kind, toClockRow(clock)]),
      ),
    },
    customer: { id, name, tier, arr: { amount, currency } },
    owner: owner.id === null ? null : owner,
    now: work.now,
    imported: work.imported,
    actor: work.actor,
    newId,
    entryIds: entryIdsOf(parts['entryIds'] as string[]),
    ...(await recordOf(tx, RECORD.readAll(parts['record']))),
  });
}

/** The fields of a part of a case, less those by which it refers to the case. */
function partFields<M extends 'escalationStep' | 'stakeholder' | 'slaClock'>(model: M) {
  return fieldsBut<M, 'escalationId' | 'customerId'>(model, 'escalationId', 'customerId');
}

const OF_CASE = Prisma.sql`WHERE s.escalation_id = e.id`;
const IN_RECORD = Prisma.raw(
  `WHERE s.escalation_id = e.id AND s.type IN (${CLOCK_ENTRY_TYPES.map((type) => `'${type}'`).join(', ')})`,
);

/** Put together once: it is long, and the same for each case. */
const ALL_OF_CASE = Prisma.raw(
  Prisma.sql`
    SELECT json_build_object('row', ${CASE.rowSql('e')}, 'owner', ${OWNER.rowSql('o')},
        'steps', ${STEPS.listSql('s', OF_CASE)}, 'clocks', ${CLOCKS.listSql('s', OF_CASE)},
        'stakeholders', ${STAKEHOLDERS.listSql('s', OF_CASE)},
        'record', ${RECORD.listSql('s', IN_RECORD, Prisma.sql`ORDER BY s.id`)},
        'entryIds', ${entryIdsSql(USUAL_ENTRIES)})::text AS json,
      c.id AS "customerId", c.name, c.tier, c.arr_amount::text AS amount, c.arr_currency AS currency
    FROM escalation e JOIN customer c ON c.id = e.customer_id LEFT JOIN "user" o ON o.id = e.owner_id`
    .sql,
);

interface FoundCase {
  json: string;
  customerId: string;
  name: string;
  tier: CustomerTier;
  amount: string;
  currency: string;
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

/** Makes the record of one case out of its entries. */
async function recordOf(
  queryable: Queryable,
  entries: readonly (StoredEntry & Pick<ClockEntry, 'at' | 'recordedAt'>)[],
): Promise<ClockRecord> {
  const record = readClockRecord(
    entries.map(({ at, recordedAt, ...entry }) => ({ ...readEntry(entry), at, recordedAt })),
  );
  await loadWorkingTimes(queryable, policiesIn(record.facts));
  return record;
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
