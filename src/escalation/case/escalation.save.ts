import type { Tx } from '../../db/transaction.ts';
import type { CaseEntry } from '../../events/append.ts';
import { appendEntries } from '../../events/append.ts';
import { diffFields, valueText } from '../../events/changes.ts';
import type { Work } from '../../events/work.ts';
import { checkSize } from './case-size.save.ts';
import { recordedNoticeOf } from './clock-facts.rules.ts';
import type { Draft } from './escalation.draft.ts';
import type { CaseRow, CaseState, PlanRow } from './escalation.state.ts';
import { caseFields } from './escalation.state.ts';
import { firingsIn } from './firing-keys.rules.ts';
import { saveSearch } from './search.save.ts';

/**
 * Writes a change: its log entries, and the rows of the case and its parts that differ from before.
 *
 * @returns the ids of the entries, in order.
 */
export async function saveCase(
  work: Work,
  before: CaseState | null,
  draft: Draft,
): Promise<bigint[]> {
  const { tx } = work;
  const unrecorded = diffFields(draft.recorded, caseFields(draft));
  if (unrecorded.length > 0) {
    const fields = unrecorded.map(({ field }) => field).join(', ');
    throw new Error(`${draft.row.reference}: no log entry records ${fields}`);
  }
  await checkSize(tx, before, draft);
  countVersion(draft, before?.row.version ?? 0, work.recordedAt);
  saveRow(tx, before?.row, draft.row);
  saveFirings(tx, draft);
  const eventIds = await appendEntries(tx, caseEntries(work, draft), draft.entryIds);
  resolveEventIds(draft, eventIds);
  saveParts(tx, before, draft);
  saveSearch(tx, before, draft);
  return eventIds;
}

/**
 * Counts the version up, unless the change only wrote warnings or repeated notices. These move no field
 * of the case: a decision by the state before them is not stale, and lists sorted by change do not
 * shuffle as time passes.
 */
export function countVersion(draft: Draft, before: number, recordedAt: Date): void {
  const isTick = draft.entries.every(
    (entry) =>
      entry.changes.length === 0 &&
      (entry.type === 'SLA_WARNING' || recordedNoticeOf(entry) !== undefined),
  );
  if (isTick) return;
  draft.row.version = before + 1;
  draft.row.updatedAt = recordedAt;
}

/**
 * Writes a row for each firing. Rows are unique: of two nodes that fire a threshold the second fails
 * whole.
 */
function saveFirings(tx: Tx, { row, entries }: Draft): void {
  const { fired, taken } = firingsIn(entries);
  const keys = { escalationId: row.id, customerId: row.customerId };
  for (const key of taken) tx.remove('slaFiring', { escalationId: row.id, ...key });
  tx.insert(
    'slaFiring',
    fired.map((one) => ({ ...keys, ...one })),
  );
}

export function caseEntries(
  work: Pick<Work, 'recordedAt' | 'imported'>,
  draft: Draft,
): CaseEntry[] {
  return draft.entries.map(({ actor, case: then, ...entry }) => ({
    ...entry,
    escalationId: draft.row.id,
    customerId: draft.row.customerId,
    recordedAt: work.recordedAt,
    actorId: actor.userId,
    actorLabel: actor.label,
    imported: work.imported,
    caseVersion: draft.row.version,
    tier: draft.customer.tier,
    ...then,
  }));
}

/** Replaces the provisional ids of entries, by which steps refer to them, with the ids that they got. */
function resolveEventIds(draft: Draft, eventIds: readonly bigint[]): void {
  for (const step of draft.steps.values()) {
    if (step.eventId < 0n) step.eventId = eventIds[Number(-step.eventId) - 1] ?? 0n;
  }
}

function saveRow(tx: Tx, before: CaseRow | undefined, row: CaseRow): void {
  if (before === undefined) {
    tx.insert('escalation', [row]);
    return;
  }
  const changed = Object.entries(row).filter(
    ([name, value]) => valueText(value) !== valueText(before[name as keyof CaseRow]),
  );
  tx.update('escalation', { id: row.id }, Object.fromEntries(changed));
}

function saveParts(tx: Tx, before: CaseState | null, draft: Draft): void {
  const keys = { escalationId: draft.row.id, customerId: draft.row.customerId };
  const { escalationId } = keys;
  savePart(before?.steps, draft.steps, {
    create: (rows) =>
      tx.insert(
        'escalationStep',
        rows.map(([step, row]) => ({ ...keys, step, ...row })),
      ),
    update: (step, row) => tx.update('escalationStep', { escalationId, step }, row),
    remove: (step) => tx.remove('escalationStep', { escalationId, step }),
  });
  savePart(before?.stakeholders, draft.stakeholders, {
    create: (rows) => tx.insert('stakeholder', withKeys(keys, rows)),
  });
  savePart(before?.clocks, draft.clocks, {
    create: (rows) => tx.insert('slaClock', withKeys(keys, rows)),
    update: (_kind, row) => tx.update('slaClock', { id: row.id }, row),
    remove: (_kind, { id }) => tx.remove('slaClock', { id }),
  });
  savePart(before?.actions, draft.actions, {
    create: (rows) => tx.insert('resolutionAction', withKeys(keys, rows)),
  });
  savePart(before?.communications, draft.communications, {
    create: (rows) => tx.insert('communication', withKeys(keys, rows)),
    update: (id, row) => tx.update('communication', { id }, row),
  });
  savePart(before?.improvements, draft.improvements, {
    create: (rows) => tx.insert('improvement', withKeys(keys, rows)),
  });
  savePart(before === null ? undefined : plansOf(before), plansOf(draft), {
    create: (rows) => tx.insert('preventionPlan', withKeys(keys, rows)),
    update: (id, row) => tx.update('preventionPlan', { id }, row),
  });
  savePart(before?.planActions, draft.planActions, {
    create: (rows) => tx.insert('preventionAction', withKeys(keys, rows)),
    update: (id, row) => tx.update('preventionAction', { id }, row),
    remove: (id) => tx.remove('preventionAction', { id }),
  });
  savePart(before?.links, draft.links, {
    create: (rows) => tx.insert('escalationLink', withKeys(keys, rows)),
  });
}

function plansOf({ plan }: CaseState): ReadonlyMap<string, PlanRow> {
  return new Map(plan === null ? [] : [[plan.id, plan] as const]);
}

/** The rows of a part with the columns by which they refer to their case. */
function withKeys<Keys extends object, Row extends object>(
  keys: Keys,
  rows: readonly [unknown, Row][],
): (Keys & Row)[] {
  // A second object spread into a literal takes V8 many times as long as the first.
  return rows.map(([, row]) => Object.assign<Row, Keys>({ ...row }, keys));
}

/** How the rows of one table are written. A table without `update` or `remove` only grows. */
interface PartWriter<Key, Row> {
  create(rows: [Key, Row][]): void;
  update?(key: Key, row: Row): void;
  remove?(key: Key, row: Row): void;
}

function savePart<Key, Row>(
  before: ReadonlyMap<Key, Row> = new Map(),
  after: ReadonlyMap<Key, Row>,
  write: PartWriter<Key, Row>,
): void {
  write.create([...after].filter(([key]) => !before.has(key)));
  for (const [key, row] of after) {
    if (before.has(key) && valueText(before.get(key)) !== valueText(row)) write.update?.(key, row);
  }
  for (const [key, row] of before) {
    if (!after.has(key)) write.remove?.(key, row);
  }
}
