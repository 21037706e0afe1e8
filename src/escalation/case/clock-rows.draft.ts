import type { OwnerLevel } from '../../shared/vocabulary.ts';
import type { PolicySnapshot } from '../../sla/clock/clock.rules.ts';
import { currentClocks } from '../../sla/clock/clock.rules.ts';
import { breachedClocks, neededOwnerLevel } from '../../sla/clock/owner-level.rules.ts';
import { replay } from '../../sla/clock/replay.rules.ts';
import { toStored } from '../../sla/clock/stored-clock.rules.ts';
import type { ClockSources, Draft } from './escalation.draft.ts';

/**
 * Replays the clocks to `asOf` and updates the rows that lists and reports read. Cycles and rows are
 * left as they are where nothing that they depend on changed since the last call: most entries of a
 * change do not concern its clocks.
 */
export function refreshClocks(draft: Draft, asOf: Date): void {
  const { facts, firings, notices, workedOutFrom: last } = draft;
  const { waitUntil } = draft.row;
  const sources = { facts: facts.length, asOf: asOf.getTime(), firings, notices, waitUntil };
  if (last !== null && isSameTime(last, sources) && isSameRecord(last, sources)) return;
  if (last === null || !isSameTime(last, sources)) draft.cycles = replay(facts, asOf, draft.timeOf);
  draft.workedOutFrom = sources;
  const onRecord = { firings, notices, waitUntil };
  const open: number[] = [];
  for (const cycle of currentClocks(draft.cycles)) {
    const id = draft.clocks.get(cycle.kind)?.id ?? draft.newId();
    const stored = toStored(cycle, onRecord);
    draft.clocks.set(cycle.kind, { id, ...stored });
    if (cycle.endedAt === null && stored.dueAt !== null) open.push(stored.dueAt.getTime());
  }
  // A resolution told later can lie before the promise that created a RESOLUTION clock.
  for (const kind of draft.clocks.keys()) {
    if (!draft.cycles.some((cycle) => cycle.kind === kind)) draft.clocks.delete(kind);
  }
  draft.row.dueAt = open.length === 0 ? null : new Date(Math.min(...open));
  draft.row.slaBreach = breachedClocks(draft.firings) > 0;
  draft.row.respondBy = respondBy(draft);
}

/** Whether the sources of the cycles are the same. */
function isSameTime(a: ClockSources, b: ClockSources): boolean {
  return a.facts === b.facts && a.asOf === b.asOf;
}

/** Whether the sources that the rows have beside the cycles are the same. */
function isSameRecord(a: ClockSources, b: ClockSources): boolean {
  return a.firings === b.firings && a.notices === b.notices && a.waitUntil === b.waitUntil;
}

/** A stopped clock has no due time. The last one stands then, because `respondBy` is never null. */
function respondBy(draft: Draft): Date | null {
  return draft.clocks.get('RESPONSE')?.dueAt ?? draft.row.respondBy;
}

/** The lowest level that may own the case: one above the policy's for each clock with a breach on record. */
export function neededLevel(draft: Draft, policy = policyOf(draft)): OwnerLevel {
  return neededOwnerLevel(policy.ownerLevel, breachedClocks(draft.firings));
}

/** The policy that the clocks run on, or ran on at their end. */
export function policyOf(draft: Draft): PolicySnapshot {
  for (const fact of draft.facts.toReversed()) {
    if (fact.type === 'OPENED' || fact.type === 'POLICY_CHANGED') return fact.policy;
  }
  throw new Error(`${draft.row.reference} has no opening in its log`);
}
