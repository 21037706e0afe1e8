import { formatDuration } from '../../shared/duration.ts';
import type { ReplayedCycle } from '../clock/clock.rules.ts';
import { currentClocks } from '../clock/clock.rules.ts';
import { replay } from '../clock/replay.rules.ts';
import { calendarTime } from '../time/calendar-time.rules.ts';
import { aroundTheClock } from '../time/working-time.rules.ts';
import type { ExplainRequest } from './explain-request.rules.ts';
import type { Interval } from './intervals.rules.ts';
import { intervalsOf, isCounted, lengthMs, remainingMsOf } from './intervals.rules.ts';

/** A clock at the `now` of the request, with the intervals of its time. */
export interface ExplainedClock {
  cycle: ReplayedCycle;
  intervals: Interval[];
}

/** One clock for each target, with UPDATE in its current cycle. */
export function explain({ facts, now, calendar }: ExplainRequest): ExplainedClock[] {
  const time = calendar === null ? aroundTheClock : calendarTime(calendar);
  const timeOf = () => time;
  return currentClocks(replay(facts, now, timeOf)).map((cycle) => ({
    cycle,
    intervals: intervalsOf(cycle, timeOf),
  }));
}

/** The JSON that `desk sla explain` prints, on whose keys scripts rely. `intervals` only where asked for. */
export function toJson(clocks: readonly ExplainedClock[], withIntervals: boolean) {
  return {
    clocks: clocks.map(({ cycle, intervals }) => ({
      kind: cycle.kind,
      state: cycle.state,
      startedAt: cycle.startedAt,
      dueAt: cycle.dueAt,
      metAt: cycle.metAt,
      breachedAt: cycle.breachedAt,
      elapsed: formatDuration(cycle.elapsedMs),
      remaining: formatDuration(remainingMsOf(cycle)),
      ...(withIntervals ? { intervals: intervals.map(intervalJson) } : {}),
    })),
  };
}

function intervalJson(interval: Interval) {
  return {
    from: interval.from,
    to: interval.to,
    counted: isCounted(interval),
    reason: interval.reason,
    holiday: interval.holiday,
    length: formatDuration(lengthMs(interval)),
  };
}
