import { DAY_MS } from '../../shared/duration.ts';
import type { WallTime } from './icalendar-dates.rules.ts';
import { dayIn, lengthIn } from './icalendar-dates.rules.ts';
import type { ContentLine, Property } from './icalendar-lines.rules.ts';
import { readName } from './icalendar-names.rules.ts';
import type { EventLines } from './icalendar-parts.rules.ts';
import type { Clocks } from './icalendar-values.rules.ts';
import {
  allOf,
  clocksOf,
  EventLeftOut,
  oneOf,
  onlyValue,
  shown,
  timeIn,
} from './icalendar-values.rules.ts';
import type { RecurrenceRule } from './recurrence-rule.rules.ts';
import { RecurrenceError, readRule } from './recurrence-rule.rules.ts';

/** An event of whole days. Days are counted from 1970-01-01. */
export interface CalendarEvent {
  name: string;
  firstDay: number;
  /** Number of days that the event lasts, at least 1. */
  length: number;
  rules: readonly RecurrenceRule[];
  /** Days on which the event also begins (`alsoOn`), and days on which it does not (`notOn`). */
  alsoOn: readonly number[];
  notOn: readonly number[];
}

/** The most dates of one kind in an event, so that no event holds up other work for long. */
const MAX_DATES = 5_000;
const MAX_SHOWN_RULE = 120;
/** Properties by which some programs say that an event is one of whole days although it has times. */
const ALL_DAY_FLAGS = [
  'X-MICROSOFT-CDO-ALLDAYEVENT',
  'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT',
  'X-FUNAMBOL-ALLDAY',
];

/** Reads an event of whole days. @throws EventLeftOut */
export function readEvent({ lines, flaw, calendar }: EventLines): CalendarEvent {
  if (flaw !== null) throw new EventLeftOut(flaw);
  const start = oneOf(lines, 'DTSTART');
  if (start === undefined) throw new EventLeftOut('has no DTSTART');
  const isFlagged = ALL_DAY_FLAGS.some((flag) =>
    /^(true|1)$/i.test(allOf(lines, flag).at(-1)?.value ?? ''),
  );
  const clocks = clocksOf(start, calendar);
  const first = timeIn(start, onlyValue(start), clocks);
  checkWholeDays(first, start, isFlagged);
  const [exrule] = allOf(lines, 'EXRULE');
  if (exrule !== undefined)
    throw new EventLeftOut('has EXRULE, which is not worked out: list its days');
  const rules = allOf(lines, 'RRULE').map((rule) => ruleIn(rule, clocks));
  checkDaysOfRules(rules, first, start, clocks);
  return {
    name: readName(lines),
    firstDay: first.day,
    length: lengthOf(first, lines, clocks),
    rules,
    alsoOn: daysIn(lines, 'RDATE', clocks),
    notOn: daysIn(lines, 'EXDATE', clocks),
  };
}

function daysIn(lines: readonly ContentLine[], name: string, clocks: Clocks): number[] {
  const dates = allOf(lines, name).map((found) => ({ found, texts: found.value.split(',') }));
  if (dates.reduce((sum, { texts }) => sum + texts.length, 0) > MAX_DATES) {
    throw new EventLeftOut(`has more than ${MAX_DATES.toLocaleString('en')} dates as ${name}`);
  }
  return dates.flatMap(({ found, texts }) => texts.map((text) => timeIn(found, text, clocks).day));
}

function checkWholeDays({ ms }: WallTime, start: Property, isFlagged: boolean): void {
  if (ms === null) return;
  const isMeant = isFlagged || start.type === 'date';
  if (isMeant && ms === 0) return;
  if (!isMeant) throw new EventLeftOut('has a time of day', 'TIMED');
  throw new EventLeftOut(
    `is said to be of whole days but begins at a time of day, ${start.value.slice(0, 60)}: give DTSTART;VALUE=DATE with the day`,
  );
}

/** Refuses rules for days of UTC that are others in the zone: the 24th of UTC can be the 25th in Berlin. */
function checkDaysOfRules(
  rules: readonly RecurrenceRule[],
  first: WallTime,
  start: Property,
  { timeZone }: Clocks,
): void {
  if (dayIn(start.value)?.day === first.day) return;
  if (rules.every(({ recur }) => Object.keys(recur.parts).length === 0)) return;
  throw new EventLeftOut(
    `recurs on days of UTC, which are others in ${timeZone}: give DTSTART;VALUE=DATE with the day`,
  );
}

/** The length in days. DTEND is the day after the last; where it repeats DTSTART, one day is meant. */
function lengthOf(first: WallTime, lines: readonly ContentLine[], clocks: Clocks): number {
  const [end, duration] = [oneOf(lines, 'DTEND'), oneOf(lines, 'DURATION')];
  if (duration !== undefined && end !== undefined) {
    throw new EventLeftOut('has both DTEND and DURATION: give one of them');
  }
  if (duration !== undefined) {
    const ms = lengthIn(duration.value);
    if (ms !== undefined) return Math.max(1, Math.ceil(ms / DAY_MS));
    throw new EventLeftOut(
      `has DURATION ${shown(duration.value)}, which is no length: give one such as P1D`,
    );
  }
  if (end === undefined) return 1;
  const last = timeIn(end, onlyValue(end), clocks);
  const days = last.day + (last.ms ?? 0) / DAY_MS - first.day;
  if (days >= 0) return Math.max(1, Math.ceil(days));
  throw new EventLeftOut(`has a DTEND, ${end.value}, before its DTSTART`);
}

function ruleIn({ line, value }: Property, clocks: Clocks): RecurrenceRule {
  const until = { name: 'UNTIL', line, params: {} };
  try {
    return readRule(value, (text) => timeIn(until, text, clocks).day);
  } catch (error) {
    if (!(error instanceof RecurrenceError)) throw error;
    throw new EventLeftOut(
      `has the rule ${value.slice(0, MAX_SHOWN_RULE)}, which ${error.message}`,
    );
  }
}
