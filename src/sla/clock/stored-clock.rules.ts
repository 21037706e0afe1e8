import type { SlaKind, SlaState } from '../../shared/vocabulary.ts';
import type { WorkingTime } from '../time/working-time.rules.ts';
import type { ReplayedCycle } from './clock.rules.ts';
import { BREACH_PERCENT } from './cycle.rules.ts';
import type { RecordedFiring, RecordedNotice } from './firing.rules.ts';
import { nextFiringAt } from './firing.rules.ts';

/** A clock as its row keeps it. The row is right at any later time without being written again. */
export interface StoredClock {
  kind: SlaKind;
  cycle: number;
  state: SlaState;
  targetMs: number;
  startedAt: Date;
  /** Elapsed time at `countedUntil`; while the clock runs, time goes on from there. */
  elapsedMs: number;
  countedUntil: Date;
  /** Null while paused; a breached clock can be paused too. */
  dueAt: Date | null;
  /** Past and future warnings, ascending; empty while paused. Those that an end forestalled are left out. */
  warnsAt: Date[];
  metAt: Date | null;
  breachedAt: Date | null;
  /** When the due-time queue has to evaluate the clock; a time in the past means at once. */
  nextAt: Date | null;
  /** Working time until the first warning; the target where there is none. */
  warnAfterMs: number;
  /** The calendar whose working time counts; both null around the clock. */
  calendarId: string | null;
  calendarVersion: number | null;
}

/** The sources of a stored clock beside its cycle. */
export interface OnRecord {
  /** Firings on record, those of the running transaction included. */
  firings: readonly RecordedFiring[];
  notices: readonly RecordedNotice[];
  /** When a waiting case resumes by itself. */
  waitUntil: Date | null;
}

export function toStored(
  cycle: ReplayedCycle,
  { firings, notices, waitUntil }: OnRecord,
): StoredClock {
  const { kind, state, targetMs, startedAt, elapsedMs, countedUntil } = cycle;
  const { dueAt, metAt, breachedAt, policy, paused } = cycle;
  const firstWarning = Math.min(BREACH_PERCENT, ...policy.warnAt);
  return {
    kind,
    cycle: cycle.cycle,
    state,
    targetMs,
    startedAt,
    elapsedMs,
    countedUntil,
    dueAt,
    warnsAt: dueAt === null ? [] : warningTimes(cycle),
    metAt,
    breachedAt,
    nextAt: paused ? waitUntil : nextFiringAt(cycle, firings, notices),
    warnAfterMs: Math.ceil((targetMs * firstWarning) / 100),
    calendarId: policy.calendarId ?? null,
    calendarVersion: policy.calendarVersion ?? null,
  };
}

function warningTimes({ thresholds }: ReplayedCycle): Date[] {
  return thresholds
    .flatMap(({ percent, at }) => (percent < BREACH_PERCENT && at !== null ? [at] : []))
    .sort((a, b) => a.getTime() - b.getTime());
}

/**
 * Whether a clock has passed its due time at `now` although its row, not written again since, says that
 * it runs. UPDATE's first cycle, before the first response, is silent and never breaches.
 */
export function isClockOverdue(
  { kind, cycle, state, dueAt }: Pick<StoredClock, 'kind' | 'cycle' | 'state' | 'dueAt'>,
  now: Date,
): boolean {
  const isSilent = kind === 'UPDATE' && cycle === 1;
  return state === 'RUNNING' && !isSilent && dueAt !== null && dueAt <= now;
}

type Counter = Pick<
  StoredClock,
  'state' | 'targetMs' | 'elapsedMs' | 'countedUntil' | 'dueAt' | 'metAt'
>;

/** Working time used up at `now`, in milliseconds. */
export function elapsedMs(clock: Counter, now: Date, time: WorkingTime): number {
  const open = clock.state === 'RUNNING' || (clock.state === 'BREACHED' && clock.metAt === null);
  // A breached clock stays BREACHED in a pause, but has no due time then.
  if (!open || clock.dueAt === null) return clock.elapsedMs;
  return clock.elapsedMs + time.between(clock.countedUntil, now);
}

/** Share of the target used up at `now`, from 0.0 upward. */
export function elapsedRatio(clock: Counter, now: Date, time: WorkingTime): number {
  return clock.targetMs > 0 ? elapsedMs(clock, now, time) / clock.targetMs : 1;
}

/** Working time left of the target at `now`, in milliseconds, never negative. */
export function remainingMs(clock: Counter, now: Date, time: WorkingTime): number {
  return Math.max(0, clock.targetMs - elapsedMs(clock, now, time));
}

/**
 * When the cycle is due if a pause ends at `now`; promises are compared with this time. The cycle must
 * have been replayed at `now`.
 */
export function dueIfCounting(cycle: ReplayedCycle, now: Date, time: WorkingTime): Date {
  return cycle.dueAt ?? time.after(now, Math.max(0, cycle.targetMs - cycle.elapsedMs));
}
