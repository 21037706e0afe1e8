import { Prisma } from '../db/client.ts';
import type { NewRow } from '../db/rows/tables.ts';
import type { Tx } from '../db/transaction.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import { caseEntries, countVersion } from '../escalation/case/escalation.save.ts';
import type { CaseState, ClockRow } from '../escalation/case/escalation.state.ts';
import { firingsIn } from '../escalation/case/firing-keys.rules.ts';
import { CASE, CLOCK, fromJsonSql, MOVED, setSql } from './due-cases.sql.ts';

/** A case before and after time was applied to it. */
export interface PassedCase {
  before: CaseState;
  draft: Draft;
}

/**
 * Writes the changes that time made to cases: the same rows and entries that `saveCase` writes for one,
 * with one statement for each table.
 */
export function saveDueCases(tx: Tx, cases: readonly PassedCase[], recordedAt: Date): void {
  for (const { before, draft } of cases) countVersion(draft, before.row.version, recordedAt);
  saveRows(tx, cases);
  saveEntries(tx, cases, recordedAt);
  saveClocks(tx, cases);
  saveFirings(tx, cases);
  saveStakeholders(tx, cases);
}

function saveRows(tx: Tx, cases: readonly PassedCase[]): void {
  const rows = cases.flatMap(({ before, draft: { row } }) => {
    const moved = movedOf(row);
    return isSame(moved, movedOf(before.row)) ? [] : [moved];
  });
  if (rows.length === 0) return;
  tx.tell(Prisma.sql`
    UPDATE escalation e SET ${setSql(MOVED)} FROM ${fromJsonSql({ id: CASE.id, ...MOVED }, rows)}
    WHERE e.id = x.id`);
}

function movedOf(row: CaseState['row']) {
  const names = Object.keys(MOVED) as (keyof typeof MOVED)[];
  return { id: row.id, ...Object.fromEntries(names.map((name) => [name, row[name]])) };
}

function saveEntries(tx: Tx, cases: readonly PassedCase[], recordedAt: Date): void {
  const entries = cases.flatMap(({ draft }) => caseEntries({ recordedAt, imported: false }, draft));
  // Ids are assigned in the order of the rows, which keeps the order of each case's entries.
  tx.insert('logEntry', entries);
}

function saveClocks(tx: Tx, cases: readonly PassedCase[]): void {
  const [added, changed, removed]: [NewClock[], object[], string[]] = [[], [], []];
  for (const { before, draft } of cases) {
    const { id: escalationId, customerId } = draft.row;
    for (const [kind, clock] of draft.clocks) {
      const was = before.clocks.get(kind);
      if (was === undefined) added.push({ ...clock, escalationId, customerId });
      else if (!isSame(was, clock)) changed.push(clock);
    }
    for (const [kind, { id }] of before.clocks) if (!draft.clocks.has(kind)) removed.push(id);
  }
  // A clock is added or removed only by a policy that adds or drops the target for the resolution.
  for (const id of removed) tx.remove('slaClock', { id });
  tx.insert('slaClock', added);
  if (changed.length === 0) return;
  const { id: _id, kind: _kind, ...moving } = CLOCK;
  tx.tell(Prisma.sql`
    UPDATE sla_clock clock SET ${setSql(moving)} FROM ${fromJsonSql(CLOCK, changed)}
    WHERE clock.id = x.id`);
}

type NewClock = ClockRow & { escalationId: string; customerId: string };

function saveFirings(tx: Tx, cases: readonly PassedCase[]): void {
  const added: NewRow<'slaFiring'>[] = [];
  for (const { draft } of cases) {
    const { id: escalationId, customerId } = draft.row;
    const { fired, taken } = firingsIn(draft.entries);
    for (const key of taken) tx.remove('slaFiring', { escalationId, ...key });
    for (const key of fired) added.push({ ...key, escalationId, customerId });
  }
  tx.insert('slaFiring', added);
}

function saveStakeholders(tx: Tx, cases: readonly PassedCase[]): void {
  const added = cases.flatMap(({ before, draft }) =>
    [...draft.stakeholders.values()]
      .filter(({ userId }) => !before.stakeholders.has(userId))
      .map((one) => ({ ...one, escalationId: draft.row.id, customerId: draft.row.customerId })),
  );
  tx.insert('stakeholder', added);
}

type Row<Names> = { readonly [Name in keyof Names]: unknown };

/** Whether two rows of one table are equal: by value, by time, and item by item in lists. */
function isSame<Names>(a: Row<Names>, b: Row<Names>): boolean {
  return (Object.keys(a) as (keyof Names)[]).every((name) => isSameValue(a[name], b[name]));
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((value, place) => isSameValue(value, b[place]));
}
