import { DESK } from '../auth/principal.ts';
import type { CustomerFacts } from '../customer/customer.state.ts';
import type { Tx } from '../db/transaction.ts';
import { CLOCK_ENTRY_TYPES } from '../escalation/case/clock-facts.rules.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import { startDraft } from '../escalation/case/escalation.draft.ts';
import { emptyParts, policiesIn, readClockRecord } from '../escalation/case/escalation.load.ts';
import type { CaseRow, ClockRow } from '../escalation/case/escalation.state.ts';
import { EMPTY_ROW } from '../escalation/case/escalation.state.ts';
import type { StoredEntry } from '../events/catalogue.ts';
import { readEntry } from '../events/catalogue.ts';
import { newId } from '../shared/ids.ts';
import type { SlaKind } from '../shared/vocabulary.ts';
import { loadWorkingTimes } from '../sla/terms/working-time.load.ts';
import { CASE, CLOCK, toJsonSql } from './due-cases.sql.ts';

/**
 * Claims cases with a clock that is due, the longest due first. Cases that another transaction changes
 * or has claimed are skipped: their holder sees to the clocks. The clock is locked too, so that a row
 * that was updated meanwhile is not taken for due.
 *
 * @param except cases to leave alone.
 * @returns the keys of the cases; the rows stay locked until the transaction ends.
 */
export async function claimDueCases(
  tx: Tx,
  now: Date,
  limit: number,
  except: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id::text AS id FROM sla_clock clock JOIN escalation e ON e.id = clock.escalation_id
    WHERE clock.next_at <= ${now} AND NOT e.id = ANY(${[...except]}::uuid[])
    ORDER BY clock.next_at LIMIT ${limit} FOR NO KEY UPDATE OF e, clock SKIP LOCKED`;
  return [...new Set(rows.map(({ id }) => id))];
}

/**
 * Reads the claimed cases as far as time can change them: the clocks, the log entries of the clocks,
 * and the columns that depend on them. Other parts are left empty, so these drafts must be saved by
 * their differences only. One statement for all, and one more when a calendar is not loaded yet.
 */
export async function loadDueCases(tx: Tx, ids: readonly string[], now: Date): Promise<Draft[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ found: string }[]>`
    SELECT json_build_object(
      'row', ${toJsonSql(CASE, 'e')},
      'customer', json_build_object('id', c.id, 'name', c.name, 'tier', c.tier,
        'arr', json_build_object('amount', c.arr_amount::text, 'currency', c.arr_currency)),
      'clocks', (SELECT json_agg(${toJsonSql(CLOCK, 'k')})
        FROM sla_clock k WHERE k.escalation_id = e.id),
      'stakeholders', (SELECT json_agg(json_build_object('userId', s.user_id, 'since', s.since))
        FROM stakeholder s WHERE s.escalation_id = e.id),
      'log', (SELECT json_agg(json_build_object('type', l.type, 'at', l.at,
        'recordedAt', l.recorded_at, 'data', l.data) ORDER BY l.id)
        FROM log_entry l WHERE l.escalation_id = e.id
          AND l.type = ANY(${CLOCK_ENTRY_TYPES}::text[]::"EventType"[]))
    )::text AS found
    FROM escalation e JOIN customer c ON c.id = e.customer_id
    WHERE e.id = ANY(${[...ids]}::uuid[])`;
  const drafts = rows.map(({ found }) => toDraft(JSON.parse(found) as FoundCase, now));
  await loadWorkingTimes(
    tx,
    drafts.flatMap(({ facts }) => policiesIn(facts)),
  );
  return drafts;
}

/** A row as JSON: times are texts. */
type Json<Row> = {
  [Key in keyof Row]: Row[Key] extends Date
    ? string
    : Row[Key] extends Date | null
      ? string | null
      : Row[Key];
};

interface FoundCase {
  row: Json<Pick<CaseRow, keyof typeof CASE>>;
  customer: CustomerFacts;
  clocks: (Json<Omit<ClockRow, 'warnsAt'>> & { warnsAt: string[] })[] | null;
  stakeholders: { userId: string; since: string }[] | null;
  log: (StoredEntry & { at: string; recordedAt: string })[] | null;
}

function toDraft({ row, customer, clocks, stakeholders, log }: FoundCase, now: Date): Draft {
  const record = readClockRecord(
    (log ?? []).map(({ at, recordedAt, ...entry }) => ({
      ...readEntry(entry),
      at: new Date(at),
      recordedAt: new Date(recordedAt),
    })),
  );
  return startDraft({
    state: {
      ...emptyParts(),
      row: {
        ...EMPTY_ROW,
        ...row,
        summary: '',
        issue: '',
        history: null,
        openedAt: new Date(row.openedAt),
        stageSince: new Date(row.stageSince),
        updatedAt: new Date(row.updatedAt),
        dueAt: toDate(row.dueAt),
        respondBy: toDate(row.respondBy),
        waitUntil: toDate(row.waitUntil),
      },
      clocks: new Map(
        (clocks ?? []).map((clock): [SlaKind, ClockRow] => [clock.kind, toClock(clock)]),
      ),
      stakeholders: new Map(
        (stakeholders ?? []).map(({ userId, since }) => [
          userId,
          { userId, since: new Date(since) },
        ]),
      ),
    },
    customer,
    owner: null,
    now,
    imported: false,
    actor: DESK,
    newId,
    ...record,
  });
}

function toClock(clock: NonNullable<FoundCase['clocks']>[number]): ClockRow {
  return {
    ...clock,
    startedAt: new Date(clock.startedAt),
    countedUntil: new Date(clock.countedUntil),
    dueAt: toDate(clock.dueAt),
    metAt: toDate(clock.metAt),
    breachedAt: toDate(clock.breachedAt),
    nextAt: toDate(clock.nextAt),
    warnsAt: clock.warnsAt.map((at) => new Date(at)),
  };
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
