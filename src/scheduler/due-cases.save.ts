import type { Tx } from '../db/transaction.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import { caseEntries, countVersion } from '../escalation/case/escalation.save.ts';
import type { CaseState, ClockRow } from '../escalation/case/escalation.state.ts';
import { firingsIn } from '../escalation/case/firing-keys.rules.ts';
import { isSame } from './same-row.rules.ts';

/** A case before and after time passed over it. */
export interface PassedCase {
  before: CaseState;
  draft: Draft;
}

/**
 * Writes what time did to cases: the same rows and entries as `saveCase` writes for one, each table
 * in one statement.
 */
export async function saveDueCases(
  tx: Tx,
  cases: readonly PassedCase[],
  recordedAt: Date,
): Promise<void> {
  for (const { before, draft } of cases) countVersion(draft, before.row.version, recordedAt);
  await saveRows(tx, cases);
  await saveEntries(tx, cases, recordedAt);
  await saveClocks(tx, cases);
  await saveFirings(tx, cases);
  await saveStakeholders(tx, cases);
}

async function saveRows(tx: Tx, cases: readonly PassedCase[]): Promise<void> {
  const rows = cases.flatMap(({ before, draft: { row } }) => {
    const columns = columnsOf(row);
    return isSame(columns, columnsOf(before.row)) ? [] : [columns];
  });
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE escalation e SET version = x.version, updated_at = x."updatedAt", status = x.status,
      stage = x.stage, stage_since = x."stageSince", owner_level = x."ownerLevel",
      due_at = x."dueAt", respond_by = x."respondBy", wait_until = x."waitUntil",
      sla_breach = x."slaBreach", policy_recheck = x."policyRecheck"
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x (id uuid, version int,
      "updatedAt" timestamptz, status "EscalationStatus", stage "Stage", "stageSince" timestamptz,
      "ownerLevel" "OwnerLevel", "dueAt" timestamptz, "respondBy" timestamptz,
      "waitUntil" timestamptz, "slaBreach" boolean, "policyRecheck" boolean)
    WHERE e.id = x.id`;
}

function columnsOf(row: CaseState['row']) {
  const { id, version, updatedAt, status, stage, stageSince, ownerLevel } = row;
  const { dueAt, respondBy, waitUntil, slaBreach, policyRecheck } = row;
  return {
    ...{ id, version, updatedAt, status, stage, stageSince, ownerLevel },
    ...{ dueAt, respondBy, waitUntil, slaBreach, policyRecheck },
  };
}

async function saveEntries(tx: Tx, cases: readonly PassedCase[], recordedAt: Date): Promise<void> {
  const entries = cases.flatMap(({ draft }) => caseEntries({ recordedAt, imported: false }, draft));
  if (entries.length === 0) return;
  // Ids are taken in the order of the rows, which is that of the entries of each case.
  await tx.$executeRaw`
    INSERT INTO log_entry (escalation_id, customer_id, type, at, recorded_at, summary, actor_id,
      actor_label, changes, data, imported, case_version, stage, status, severity, category, tier,
      owner_id)
    SELECT "escalationId", "customerId", type, at, "recordedAt", summary, "actorId", "actorLabel",
      changes, data, imported, "caseVersion", stage, status, severity, category, tier, "ownerId"
    FROM json_to_recordset(${JSON.stringify(entries)}::json) AS x ("escalationId" uuid,
      "customerId" uuid, type "EventType", at timestamptz, "recordedAt" timestamptz, summary text,
      "actorId" uuid, "actorLabel" text, changes jsonb, data jsonb, imported boolean,
      "caseVersion" int, stage "Stage", status "EscalationStatus", severity "Severity",
      category "Category", tier "CustomerTier", "ownerId" uuid)`;
}

async function saveClocks(tx: Tx, cases: readonly PassedCase[]): Promise<void> {
  const [added, changed, removed]: [object[], object[], string[]] = [[], [], []];
  for (const { before, draft } of cases) {
    const { id: escalationId, customerId } = draft.row;
    for (const [kind, clock] of draft.clocks) {
      const was = before.clocks.get(kind);
      if (was === undefined) added.push({ ...clock, escalationId, customerId });
      else if (!isSame(was, clock)) changed.push(clock);
    }
    for (const [kind, { id }] of before.clocks) if (!draft.clocks.has(kind)) removed.push(id);
  }
  // Only another policy, with a target for the resolution or without one, adds or takes a clock.
  if (removed.length > 0) await tx.slaClock.deleteMany({ where: { id: { in: removed } } });
  if (added.length > 0) await tx.slaClock.createMany({ data: added as NewClock[] });
  if (changed.length === 0) return;
  await tx.$executeRaw`
    UPDATE sla_clock clock SET cycle = x.cycle, state = x.state, target_ms = x."targetMs",
      started_at = x."startedAt", elapsed_ms = x."elapsedMs", counted_until = x."countedUntil",
      due_at = x."dueAt", warns_at = x."warnsAt", met_at = x."metAt",
      breached_at = x."breachedAt", next_at = x."nextAt", warn_after_ms = x."warnAfterMs",
      calendar_id = x."calendarId", calendar_version = x."calendarVersion"
    FROM json_to_recordset(${JSON.stringify(changed)}::json) AS x (id uuid, cycle int,
      state "SlaState", "targetMs" bigint, "startedAt" timestamptz, "elapsedMs" bigint,
      "countedUntil" timestamptz, "dueAt" timestamptz, "warnsAt" timestamptz[],
      "metAt" timestamptz, "breachedAt" timestamptz, "nextAt" timestamptz, "warnAfterMs" bigint,
      "calendarId" uuid, "calendarVersion" int)
    WHERE clock.id = x.id`;
}

type NewClock = ClockRow & { escalationId: string; customerId: string };

async function saveFirings(tx: Tx, cases: readonly PassedCase[]): Promise<void> {
  const added: object[] = [];
  for (const { draft } of cases) {
    const { id: escalationId, customerId } = draft.row;
    const { fired, taken } = firingsIn(draft.entries);
    for (const key of taken) await tx.slaFiring.deleteMany({ where: { escalationId, ...key } });
    for (const key of fired) added.push({ ...key, escalationId, customerId });
  }
  if (added.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO sla_firing (escalation_id, customer_id, kind, cycle_started_at, threshold, repeat)
    SELECT "escalationId", "customerId", kind, "cycleStartedAt", threshold, repeat
    FROM json_to_recordset(${JSON.stringify(added)}::json) AS x ("escalationId" uuid,
      "customerId" uuid, kind "SlaKind", "cycleStartedAt" timestamptz, threshold int, repeat int)`;
}

async function saveStakeholders(tx: Tx, cases: readonly PassedCase[]): Promise<void> {
  const added = cases.flatMap(({ before, draft }) =>
    [...draft.stakeholders.values()]
      .filter(({ userId }) => !before.stakeholders.has(userId))
      .map((one) => ({ ...one, escalationId: draft.row.id, customerId: draft.row.customerId })),
  );
  if (added.length > 0) await tx.stakeholder.createMany({ data: added });
}
