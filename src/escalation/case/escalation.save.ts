import { Prisma } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import type { CaseEntry } from '../../events/append.ts';
import { appendEntries } from '../../events/append.ts';
import { diffFields, valueText } from '../../events/changes.ts';
import type { Work } from '../../events/work.ts';
import { checkSize } from './case-size.save.ts';
import { recordedNoticeOf } from './clock-facts.rules.ts';
import type { Draft } from './escalation.draft.ts';
import type { CaseRow, CaseState } from './escalation.state.ts';
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
  await saveRow(tx, before?.row, draft.row);
  const eventIds = await appendEntries(tx, caseEntries(work, draft));
  resolveEventIds(draft, eventIds);
  await saveParts(tx, before, draft);
  await saveFirings(tx, draft);
  await saveSearch(tx, before, draft);
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
async function saveFirings(tx: Tx, { row, entries }: Draft): Promise<void> {
  const { fired, taken } = firingsIn(entries);
  const keys = { escalationId: row.id, customerId: row.customerId };
  for (const key of taken) {
    await tx.slaFiring.deleteMany({ where: { escalationId: row.id, ...key } });
  }
  if (fired.length > 0) {
    await tx.slaFiring.createMany({ data: fired.map((one) => ({ ...keys, ...one })) });
  }
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

async function saveRow(tx: Tx, before: CaseRow | undefined, row: CaseRow): Promise<void> {
  if (before === undefined) {
    await tx.escalation.create({ data: forDatabase(row) });
    return;
  }
  const changed = Object.entries(row).filter(
    ([name, value]) => valueText(value) !== valueText(before[name as keyof CaseRow]),
  );
  const data = forDatabase(Object.fromEntries(changed) as Partial<CaseRow>);
  await tx.escalation.updateMany({ where: { id: row.id }, data });
}

/** Prisma needs another value for null in a JSON column than for a column that is null. */
function forDatabase<T extends Partial<CaseRow>>(row: T) {
  const { history, ...rest } = row;
  if (history === undefined) return rest as Omit<T, 'history'>;
  return {
    ...rest,
    history: history === null ? Prisma.DbNull : (history as Prisma.InputJsonValue),
  } as Omit<T, 'history'> & { history: Prisma.InputJsonValue | typeof Prisma.DbNull };
}

async function saveParts(tx: Tx, before: CaseState | null, draft: Draft): Promise<void> {
  const keys = { escalationId: draft.row.id, customerId: draft.row.customerId };
  const { escalationId } = keys;
  await savePart(before?.steps, draft.steps, {
    create: (rows) =>
      tx.escalationStep.createMany({
        data: rows.map(([step, row]) => ({ ...keys, step, ...row })),
      }),
    update: (step, row) =>
      tx.escalationStep.update({ where: { escalationId_step: { escalationId, step } }, data: row }),
    remove: (step) =>
      tx.escalationStep.delete({ where: { escalationId_step: { escalationId, step } } }),
  });
  await savePart(before?.stakeholders, draft.stakeholders, {
    create: (rows) =>
      tx.stakeholder.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
  });
  await savePart(before?.clocks, draft.clocks, {
    create: (rows) =>
      tx.slaClock.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
    update: (_kind, row) => tx.slaClock.update({ where: { id: row.id }, data: row }),
    remove: (kind) => tx.slaClock.delete({ where: { escalationId_kind: { escalationId, kind } } }),
  });
  await savePart(before?.actions, draft.actions, {
    create: (rows) =>
      tx.resolutionAction.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
  });
  await savePart(before?.communications, draft.communications, {
    create: (rows) =>
      tx.communication.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
    update: (id, row) => tx.communication.update({ where: { id }, data: row }),
  });
  await savePart(before?.improvements, draft.improvements, {
    create: (rows) =>
      tx.improvement.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
  });
  await savePlan(tx, before, draft, keys);
  await savePart(before?.links, draft.links, {
    create: (rows) =>
      tx.escalationLink.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
  });
}

async function savePlan(
  tx: Tx,
  before: CaseState | null,
  draft: Draft,
  keys: { escalationId: string; customerId: string },
): Promise<void> {
  const asMap = (state: CaseState) =>
    new Map(state.plan === null ? [] : [[state.plan.id, state.plan] as const]);
  await savePart(before === null ? undefined : asMap(before), asMap(draft), {
    create: (rows) =>
      tx.preventionPlan.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
    update: (id, row) => tx.preventionPlan.update({ where: { id }, data: row }),
  });
  await savePart(before?.planActions, draft.planActions, {
    create: (rows) =>
      tx.preventionAction.createMany({ data: rows.map(([, row]) => ({ ...keys, ...row })) }),
    update: (id, row) => tx.preventionAction.update({ where: { id }, data: row }),
    remove: (id) => tx.preventionAction.delete({ where: { id } }),
  });
}

/** How the rows of one table are written. A table without `update` or `remove` only grows. */
interface PartWriter<Key, Row> {
  create(rows: [Key, Row][]): Promise<unknown>;
  update?(key: Key, row: Row): Promise<unknown>;
  remove?(key: Key): Promise<unknown>;
}

async function savePart<Key, Row>(
  before: ReadonlyMap<Key, Row> = new Map(),
  after: ReadonlyMap<Key, Row>,
  write: PartWriter<Key, Row>,
): Promise<void> {
  const added = [...after].filter(([key]) => !before.has(key));
  if (added.length > 0) await write.create(added);
  for (const [key, row] of after) {
    if (before.has(key) && valueText(before.get(key)) !== valueText(row))
      await write.update?.(key, row);
  }
  for (const key of before.keys()) {
    if (!after.has(key)) await write.remove?.(key);
  }
}
