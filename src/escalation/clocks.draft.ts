import { DESK } from '../auth/principal.ts';
import type { SlaKind } from '../shared/vocabulary.ts';
import type { ReplayedCycle } from '../sla/clock.rules.ts';
import type { Firing, RecordedFiring } from '../sla/firing.rules.ts';
import { corrections, firings } from '../sla/firing.rules.ts';
import { isBelow } from '../sla/owner-level.rules.ts';
import { applyCorrection } from './clock-facts.rules.ts';
import { neededLevel, refreshClocks } from './clock-rows.draft.ts';
import { addEntry, words } from './entry.draft.ts';
import type { Draft } from './escalation.draft.ts';
import type { PersonFacts } from './escalation.state.ts';

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
  for (const firing of due) {
    fire(draft, firing);
    // Of an imported case each breach has its own time; live, one entry tells of all in the gap.
    if (draft.imported) raiseLevel(draft, firing);
  }
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
    clocksAt: firing.firedAt,
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
  const at = firing?.firedAt ?? draft.now;
  addEntry(draft, 'OWNER_LEVEL_RAISED', `Owner level raised to ${words(to)}`, {
    at,
    clocksAt: at,
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
