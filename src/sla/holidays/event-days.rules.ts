import type { Spend } from '../../shared/bounds/steps.ts';
import { limitSteps, TooManySteps } from '../../shared/bounds/steps.ts';
import { ICalendarError } from './icalendar.rules.ts';
import type { CalendarEvent } from './icalendar-event.rules.ts';
import { EventLeftOut } from './icalendar-values.rules.ts';
import { recurrences } from './recurrence.rules.ts';
import type { RecurrenceRule } from './recurrence-rule.rules.ts';
import { RecurrenceError } from './recurrence-rule.rules.ts';

/** Days since 1970-01-01. `to` is excluded. */
export interface DayWindow {
  from: number;
  to: number;
}

/** A step looks at a day: a yearly event takes hundreds, a daily one some ten thousand. A second in all. */
const MAX_STEPS = 150_000;
const MAX_STEPS_OF_EVENT = 50_000;

/** The budget of steps that the events of one file share. @throws ICalendarError once it is spent. */
export function budgetOfFile(): Spend {
  const spend = limitSteps(
    MAX_STEPS,
    'Its events take too many steps to work out: give fewer of them, or list their days.',
  );
  return (steps) => {
    try {
      spend(steps);
    } catch (error) {
      throw error instanceof TooManySteps ? new ICalendarError(error.message) : error;
    }
  };
}

/**
 * The days within the window that an event covers, ascending.
 *
 * @param alsoNotOn days on which another event takes the place of this one.
 * @throws EventLeftOut when the days cannot be worked out; ICalendarError from `spendOfFile`.
 */
export function* daysOf(
  { firstDay, length, rules, alsoOn, notOn }: CalendarEvent,
  alsoNotOn: readonly number[],
  window: DayWindow,
  spendOfFile: Spend,
): Generator<void, number[]> {
  const ofEvent = limitSteps(MAX_STEPS_OF_EVENT, 'has too many days to work out: list them');
  const spend: Spend = (steps) => {
    spendOfFile(steps);
    ofEvent(steps);
  };
  try {
    const begins = new Set([firstDay, ...alsoOn]);
    for (const rule of rules) {
      for (const day of byRule(rule, firstDay, window.to, spend)) {
        yield;
        begins.add(day);
      }
    }
    spend(alsoNotOn.length);
    for (const day of [...notOn, ...alsoNotOn]) begins.delete(day);
    const days = new Set<number>();
    for (const begin of begins) {
      const from = Math.max(begin, window.from);
      const to = Math.min(begin + length, window.to);
      if (from < to) spend(to - from);
      for (let day = from; day < to; day += 1) days.add(day);
    }
    return [...days].sort((a, b) => a - b);
  } catch (error) {
    if (error instanceof TooManySteps) throw new EventLeftOut(error.message);
    throw error;
  }
}

function* byRule(rule: RecurrenceRule, from: number, to: number, spend: Spend): Iterable<number> {
  try {
    yield* recurrences(rule, from, to, spend);
  } catch (error) {
    if (!(error instanceof RecurrenceError)) throw error;
    throw new EventLeftOut(`has the rule ${rule.text.slice(0, 120)}, which ${error.message}`);
  }
}
