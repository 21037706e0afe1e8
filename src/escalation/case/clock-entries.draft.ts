import { DESK } from '../../auth/principal.ts';
import type { SlaKind } from '../../shared/vocabulary.ts';
import type { ReplayedCycle } from '../../sla/clock/clock.rules.ts';
import type { Firing, Notice, RecordedFiring } from '../../sla/clock/firing.rules.ts';
import { corrections, firings, notices } from '../../sla/clock/firing.rules.ts';
import { isBelow } from '../../sla/clock/owner-level.rules.ts';
import { applyCorrection } from './clock-facts.rules.ts';
import { neededLevel, refreshClocks } from './clock-rows.draft.ts';
import { addEntry, words } from './entry.draft.ts';
import type { Draft } from './escalation.draft.ts';
import type { PersonFacts } from './escalation.state.ts';

/**
 * Writes entries for corrected breaches and for warnings and breaches that are due. With `before`,
 * entries are written for what was due earlier than `now`, since a change at exactly the due time is in
 * time; with `after`, also for what is due at `now`.
 *
 * @returns the breaches among them, of which people must be told.
 */
export function settleClocks(draft: Draft, moment: 'before' | 'after'): Firing[] {
  refreshClocks(draft, draft.now);
  for (const wrong of corrections(draft.cycles, draft.firings)) correct(draft, wrong);
  const mode = draft.imported ? 'imported' : 'live';
  const due = firings(draft.cycles, draft.firings, draft.now, mode).filter(
    ({ plannedAt }) => moment === 'after' || plannedAt < draft.now,
  );
  for (const firing of due) {
    fire(draft, firing);
    // In an imported case each breach raises the level at its own time; live, one entry tells of the
    // whole gap.
    if (draft.imported) raiseLevel(draft, firing);
  }
  refreshClocks(draft, draft.now);
  raiseLevel(draft, due.at(-1));
  return due.filter(({ breached }) => breached);
}

/** The breaches that last and are to be told again now; of an imported case's past nobody is told. */
export function dueNotices(draft: Draft, moment: 'before' | 'after'): Notice[] {
  if (draft.imported) return [];
  const { cycles, firings: fired, notices: told, now } = draft;
  return notices(cycles, fired, told, now).filter(
    ({ plannedAt }) => moment === 'after' || plannedAt < now,
  );
}

function correct(draft: Draft, wrong: RecordedFiring): void {
  const data = {
    kind: wrong.kind,
    cycleStartedAt: wrong.cycleStartedAt.toISOString(),
    corrected: true,
  } as const;
  draft.firings = applyCorrection(draft.firings, { type: 'SLA_MET', data });
  draft.row.ownerLevel = neededLevel(draft);
  const summary = `${clockName(wrong.kind)} was in time after all`;
  addEntry(draft, 'SLA_MET', data, summary, { actor: DESK });
}

function fire(draft: Draft, firing: Firing): void {
  const name = clockName(firing.kind);
  const summary = firing.breached
    ? `${name} is overdue`
    : `${name}: ${firing.threshold} % of the time is used up`;
  const data = {
    kind: firing.kind,
    cycle: firing.cycle,
    cycleStartedAt: firing.cycleStartedAt.toISOString(),
    threshold: firing.threshold,
    dueAt: firing.dueAt.toISOString(),
    plannedAt: firing.plannedAt.toISOString(),
    late: firing.late,
    skipped: firing.skipped,
  };
  addEntry(draft, firing.breached ? 'SLA_BREACHED' : 'SLA_WARNING', data, summary, {
    at: firing.firedAt,
    clocksAt: firing.firedAt,
    actor: DESK,
  });
}

function raiseLevel(draft: Draft, firing: Firing | undefined): void {
  const from = draft.row.ownerLevel;
  const to = neededLevel(draft);
  if (!isBelow(from, to)) return;
  draft.row.ownerLevel = to;
  const at = firing?.firedAt ?? draft.now;
  addEntry(draft, 'OWNER_LEVEL_RAISED', { from, to }, `Owner level raised to ${words(to)}`, {
    at,
    clocksAt: at,
    actor: DESK,
  });
}

/** Adds entries for the clocks that this change met, stopped or resumed. `before`: the earlier cycles. */
export function announceClocks(draft: Draft, before: readonly ReplayedCycle[]): void {
  const met = countsOf(before.filter(({ metAt }) => metAt !== null));
  for (const cycle of draft.cycles) {
    if (cycle.metAt === null) continue;
    const left = met.get(keyOf(cycle)) ?? 0;
    met.set(keyOf(cycle), left - 1);
    if (left > 0) continue;
    const late = cycle.breachedAt !== null;
    const data = {
      kind: cycle.kind,
      cycle: cycle.cycle,
      cycleStartedAt: cycle.startedAt.toISOString(),
      late,
    };
    const summary = `${clockName(cycle.kind)} met${late ? ', late' : ''}`;
    addEntry(draft, 'SLA_MET', data, summary, { at: cycle.metAt, actor: DESK });
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
    {},
    paused ? 'Clocks stopped' : 'Clocks go on',
    {
      actor: DESK,
      at: draft.entries.findLast(({ type }) => type === 'STATUS_CHANGED')?.at ?? draft.now,
    },
  );
}

/** Adds an entry that tells people of breaches. People who are no stakeholders yet become stakeholders. */
export function tellOfBreaches(
  draft: Draft,
  breaches: readonly Firing[],
  people: readonly PersonFacts[],
): void {
  if (people.length === 0) return;
  const clocks = breaches.map(({ kind }) => clockName(kind)).join(', ');
  involve(draft, people);
  const data = {
    userIds: people.map(({ id }) => id),
    reason: 'breach',
    breaches: breaches.map(({ kind, cycle, cycleStartedAt }) => ({
      kind,
      cycle,
      cycleStartedAt: cycleStartedAt.toISOString(),
    })),
  } as const;
  const summary = `Told of the breach (${clocks}): ${namesOf(people)}`;
  addEntry(draft, 'STAKEHOLDERS_NOTIFIED', data, summary, { actor: DESK });
}

/** Tells people of a breach again. Without people the entry is written too: the notice would stay due. */
export function tellAgain(draft: Draft, notice: Notice, people: readonly PersonFacts[]): void {
  const { kind, cycle, cycleStartedAt, repeat, plannedAt, late, skipped } = notice;
  involve(draft, people);
  const told = people.length === 0 ? 'there is nobody of that level' : namesOf(people);
  const data = {
    userIds: people.map(({ id }) => id),
    reason: 'breach',
    kind,
    cycle,
    cycleStartedAt: cycleStartedAt.toISOString(),
    repeat,
    plannedAt: plannedAt.toISOString(),
    late,
    skipped,
  } as const;
  const summary = `${clockName(kind)} is still overdue: ${told}`;
  addEntry(draft, 'STAKEHOLDERS_NOTIFIED', data, summary, { actor: DESK });
}

/** Who is no stakeholder yet becomes one. */
export function involve(draft: Draft, people: readonly PersonFacts[]): void {
  for (const { id } of people) {
    if (!draft.stakeholders.has(id)) draft.stakeholders.set(id, { userId: id, since: draft.now });
  }
}

function namesOf(people: readonly PersonFacts[]): string {
  return people.map(({ name }) => name).join(', ');
}

const CLOCK_NAMES: Readonly<Record<SlaKind, string>> = {
  RESPONSE: 'First response',
  UPDATE: 'Update to the customer',
  RESOLUTION: 'Resolution',
};

export function clockName(kind: SlaKind): string {
  return CLOCK_NAMES[kind];
}

/** Counts the cycles of each key. Two messages of one instant leave two cycles that began then. */
function countsOf(cycles: readonly ReplayedCycle[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cycle of cycles) counts.set(keyOf(cycle), (counts.get(keyOf(cycle)) ?? 0) + 1);
  return counts;
}

function keyOf(cycle: ReplayedCycle): string {
  return `${cycle.kind} ${cycle.startedAt.toISOString()}`;
}
