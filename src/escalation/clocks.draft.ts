import { DESK } from '../auth/principal.ts';
import type { OwnerLevel, SlaKind } from '../shared/vocabulary.ts';
import type { PolicySnapshot, ReplayedCycle } from '../sla/clock.rules.ts';
import type { Firing, RecordedFiring } from '../sla/firing.rules.ts';
import { breachedClocks, corrections, firings } from '../sla/firing.rules.ts';
import { isBelow, neededOwnerLevel } from '../sla/owner-level.rules.ts';
import { currentClocks, replay } from '../sla/replay.rules.ts';
import { toStored } from '../sla/stored-clock.rules.ts';
import { applyCorrection } from './clock-facts.rules.ts';
import type { Draft } from './escalation.draft.ts';
import { addEntry, words } from './escalation.draft.ts';
import type { PersonFacts } from './escalation.state.ts';

/** Replays the clocks to `asOf` and brings the rows up to date that lists and reports read. */
export function refreshClocks(draft: Draft, asOf: Date): void {
  draft.cycles = replay(draft.facts, asOf);
  const open: number[] = [];
  for (const cycle of currentClocks(draft.cycles)) {
    const id = draft.clocks.get(cycle.kind)?.id ?? draft.newId();
    const stored = toStored(cycle, draft.firings);
    draft.clocks.set(cycle.kind, { id, ...stored });
    if (cycle.endedAt === null && stored.dueAt !== null) open.push(stored.dueAt.getTime());
  }
  // A resolution told later can lie before the promise that a clock rested on.
  for (const kind of draft.clocks.keys()) {
    if (!draft.cycles.some((cycle) => cycle.kind === kind)) draft.clocks.delete(kind);
  }
  draft.row.dueAt = open.length === 0 ? null : new Date(Math.min(...open));
  draft.row.slaBreach = breachedClocks(draft.firings) > 0;
  draft.row.respondBy = respondBy(draft);
}

/** While the clock is stopped it has no due time; the last one stands, as `ResponseTimeline.respondBy` is never null. */
function respondBy(draft: Draft): Date | null {
  return draft.clocks.get('RESPONSE')?.dueAt ?? draft.row.respondBy;
}

/** The lowest level that may own the case: the policy's, one higher for each clock with a breach on record. */
export function neededLevel(draft: Draft, policy = policyOf(draft)): OwnerLevel {
  return neededOwnerLevel(policy.ownerLevel, breachedClocks(draft.firings));
}

function policyOf(draft: Draft): PolicySnapshot {
  for (const fact of draft.facts.toReversed()) {
    if (fact.type === 'OPENED' || fact.type === 'POLICY_CHANGED') return fact.policy;
  }
  throw new Error(`${draft.row.reference} has no opening in its log`);
}

/**
 * Writes what the clocks have to say: breaches that turned out to be none, warnings and breaches
 * that are due. Before a change that is what fired until just now, as a change at exactly the due
 * time is in time; after it, what it brought.
 *
 * @returns whether a breach is among it, so that people must be told.
 */
export function settleClocks(draft: Draft, moment: 'before' | 'after'): boolean {
  refreshClocks(draft, draft.now);
  for (const wrong of corrections(draft.cycles, draft.firings)) correct(draft, wrong);
  const mode = draft.imported ? 'imported' : 'live';
  const due = firings(draft.cycles, draft.firings, draft.now, mode).filter(
    ({ plannedAt }) => moment === 'after' || plannedAt < draft.now,
  );
  for (const firing of due) fire(draft, firing);
  refreshClocks(draft, draft.now);
  raiseLevel(draft, due.at(-1));
  return due.some(({ breached }) => breached);
}

function correct(draft: Draft, wrong: RecordedFiring): void {
  const data = {
    kind: wrong.kind,
    cycleStartedAt: wrong.cycleStartedAt.toISOString(),
    corrected: true,
  };
  draft.firings = applyCorrection(draft.firings, { type: 'SLA_MET', data });
  draft.row.ownerLevel = neededLevel(draft);
  addEntry(draft, 'SLA_MET', `${clockName(wrong.kind)} was in time after all`, {
    data,
    actor: DESK,
  });
}

function fire(draft: Draft, firing: Firing): void {
  const name = clockName(firing.kind);
  const summary = firing.breached
    ? `${name} is overdue`
    : `${name}: ${firing.threshold} % of the time is used up`;
  addEntry(draft, firing.breached ? 'SLA_BREACHED' : 'SLA_WARNING', summary, {
    at: firing.firedAt,
    actor: DESK,
    data: {
      kind: firing.kind,
      cycle: firing.cycle,
      cycleStartedAt: firing.cycleStartedAt.toISOString(),
      threshold: firing.threshold,
      dueAt: firing.dueAt.toISOString(),
      plannedAt: firing.plannedAt.toISOString(),
      late: firing.late,
      skipped: firing.skipped,
    },
  });
}

function raiseLevel(draft: Draft, firing: Firing | undefined): void {
  const from = draft.row.ownerLevel;
  const to = neededLevel(draft);
  if (!isBelow(from, to)) return;
  draft.row.ownerLevel = to;
  addEntry(draft, 'OWNER_LEVEL_RAISED', `Owner level raised to ${words(to)}`, {
    at: firing?.firedAt ?? draft.now,
    actor: DESK,
    data: { from, to },
  });
}

/** Entries for the clocks that this change met, stopped or let go on. `before`: the cycles before it. */
export function announceClocks(draft: Draft, before: readonly ReplayedCycle[]): void {
  const met = countsOf(before.filter(({ metAt }) => metAt !== null));
  for (const cycle of draft.cycles) {
    if (cycle.metAt === null) continue;
    const left = met.get(keyOf(cycle)) ?? 0;
    met.set(keyOf(cycle), left - 1);
    if (left > 0) continue;
    const late = cycle.breachedAt !== null ? ', late' : '';
    addEntry(draft, 'SLA_MET', `${clockName(cycle.kind)} met${late}`, {
      at: cycle.metAt,
      actor: DESK,
      data: {
        kind: cycle.kind,
        cycle: cycle.cycle,
        cycleStartedAt: cycle.startedAt.toISOString(),
        late: cycle.breachedAt !== null,
      },
    });
  }
  announcePause(draft, before);
}

function announcePause(draft: Draft, before: readonly ReplayedCycle[]): void {
  const was = before.some((cycle) => cycle.paused);
  const paused = draft.cycles.some((cycle) => cycle.paused);
  if (was === paused) return;
  // A clock that a resolution met does not go on; only a case that is at work again resumes.
  if (was && draft.row.status !== 'OPEN') return;
  addEntry(
    draft,
    paused ? 'SLA_PAUSED' : 'SLA_RESUMED',
    paused ? 'Clocks stopped' : 'Clocks go on',
    {
      actor: DESK,
      at: draft.entries.findLast(({ type }) => type === 'STATUS_CHANGED')?.at ?? draft.now,
    },
  );
}

/** The people whom a breach concerns become stakeholders; those of the past were told then. */
export function involve(draft: Draft, people: readonly PersonFacts[]): void {
  const added = people.filter(({ id }) => !draft.stakeholders.has(id));
  if (added.length === 0) return;
  for (const { id } of added) draft.stakeholders.set(id, { userId: id, since: draft.now });
  addEntry(
    draft,
    'STAKEHOLDERS_NOTIFIED',
    `Told of the breach: ${added.map(({ name }) => name).join(', ')}`,
    { actor: DESK, data: { userIds: added.map(({ id }) => id), reason: 'breach' } },
  );
}

const CLOCK_NAMES: Readonly<Record<SlaKind, string>> = {
  RESPONSE: 'First response',
  UPDATE: 'Update to the customer',
  RESOLUTION: 'Resolution',
};

export function clockName(kind: SlaKind): string {
  return CLOCK_NAMES[kind];
}

/** How many cycles there are of each key: two messages of one instant leave two that began then. */
function countsOf(cycles: readonly ReplayedCycle[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cycle of cycles) counts.set(keyOf(cycle), (counts.get(keyOf(cycle)) ?? 0) + 1);
  return counts;
}

function keyOf(cycle: ReplayedCycle): string {
  return `${cycle.kind} ${cycle.startedAt.toISOString()}`;
}
