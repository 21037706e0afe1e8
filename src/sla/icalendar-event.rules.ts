import ICAL from 'ical.js';
import { DAY_MS } from '../shared/duration.ts';
import { isTimeZone } from './calendar.rules.ts';
import type { WallTime } from './icalendar-dates.rules.ts';
import { dayIn, lengthIn } from './icalendar-dates.rules.ts';
import type { ContentLine, Property } from './icalendar-lines.rules.ts';
import { readLine } from './icalendar-lines.rules.ts';
import type { EventLines } from './icalendar-parts.rules.ts';
import type { RecurrenceRule } from './recurrence-rule.rules.ts';
import { RecurrenceError, readRule } from './recurrence-rule.rules.ts';
import { offsetAt } from './zone-years.rules.ts';

/** An event of whole days. Days are counted from 1970-01-01. */
export interface CalendarEvent {
  /** Of its BEGIN:VEVENT, from 1. */
  line: number;
  uid: string | null;
  name: string;
  isCancelled: boolean;
  firstDay: number;
  /** How many days it lasts, at least 1. */
  length: number;
  rules: readonly RecurrenceRule[];
  /** Days on which it also begins, and on which it does not. */
  alsoOn: readonly number[];
  notOn: readonly number[];
  /** The day of the recurring event with the same `uid` whose place it takes. */
  replaces: number | null;
}

/** Why an event brings no day: it was not understood, or it is no event of whole days. */
export class EventLeftOut extends Error {
  readonly kind: 'WRONG' | 'TIMED';
  /** Of the recurring event that it changes, which cannot be worked out without it; else null. */
  readonly spoils: string | null;

  constructor(
    message: string,
    { kind = 'WRONG', spoils = null }: Partial<Pick<EventLeftOut, 'kind' | 'spoils'>> = {},
  ) {
    super(message);
    this.name = 'EventLeftOut';
    this.kind = kind;
    this.spoils = spoils;
  }
}

const MAX_NAME = 200;
/** Of one kind, so that no event holds others up for long. */
const MAX_DATES = 5_000;
const MAX_SHOWN = 60;
const NO_NAME = 'Holiday';
/** By which makers say that an event is one of whole days though its times do not. */
const ALL_DAY_FLAGS = [
  'X-MICROSOFT-CDO-ALLDAYEVENT',
  'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT',
  'X-FUNAMBOL-ALLDAY',
];

/** @throws EventLeftOut */
export function readEvent({ line, lines, flaw, calendar }: EventLines): CalendarEvent {
  if (flaw !== null) throw new EventLeftOut(flaw);
  const all = (name: string) => lines.filter((line) => line.name === name).map(readOrLeave);
  const one = (name: string): Property | undefined => {
    const [first, second] = all(name);
    if (second !== undefined) throw new EventLeftOut(`has a second ${name} on line ${second.line}`);
    return first;
  };
  const start = one('DTSTART');
  if (start === undefined) throw new EventLeftOut('has no DTSTART');
  const isFlagged = ALL_DAY_FLAGS.some((flag) => /^(true|1)$/i.test(lastOf(all(flag))));
  const read = (found: Property) =>
    found.value.split(',').map((text) => timeIn(found, text, isFlagged ? calendar.timeZone : null));
  const days = (name: string) => {
    const found = all(name);
    const dates = found.reduce((sum, { value }) => sum + value.split(',').length, 0);
    if (dates <= MAX_DATES) return found.flatMap(read).map(({ day }) => day);
    throw new EventLeftOut(`has more than ${MAX_DATES.toLocaleString('en')} dates as ${name}`);
  };

  const [first = { day: 0, ms: null, isUtc: false }] = read(start);
  checkWholeDays(first, start, isFlagged);
  const [exrule] = all('EXRULE');
  if (exrule !== undefined)
    throw new EventLeftOut('has EXRULE, which is not worked out: list its days');
  const uid = all('UID')[0]?.value || null;
  const replaced = one('RECURRENCE-ID');
  if (replaced?.params['range'] !== undefined) {
    throw new EventLeftOut(
      'changes all that recur after it, which is not worked out: list its days',
      { spoils: uid },
    );
  }
  return {
    line,
    uid,
    name: nameOf(lines),
    isCancelled: calendar.isCancelled || /^cancelled$/i.test(lastOf(all('STATUS'))),
    firstDay: first.day,
    length: lengthOf(first, one('DTEND'), one('DURATION'), read),
    rules: all('RRULE').map(ruleIn),
    alsoOn: days('RDATE'),
    notOn: days('EXDATE'),
    replaces: replaced === undefined ? null : (read(replaced)[0]?.day ?? null),
  };
}

function readOrLeave(line: ContentLine): Property {
  const found = readLine(line);
  if (found !== null) return found;
  const shown = JSON.stringify(line.text.slice(0, MAX_SHOWN));
  throw new EventLeftOut(`has line ${line.line}, ${shown}, which cannot be read`);
}

function lastOf(lines: readonly Property[]): string {
  return lines.at(-1)?.value ?? '';
}

/** @param timeZone in which times of UTC are meant; null: as they are shown. */
function timeIn({ name, line }: Property, text: string, timeZone: string | null): WallTime {
  const time = dayIn(text);
  if (time === undefined) {
    const shown = JSON.stringify(text.slice(0, MAX_SHOWN));
    throw new EventLeftOut(
      `has ${name} ${shown} on line ${line}, which is no day: give one such as ${name};VALUE=DATE:20261225`,
    );
  }
  const { day, ms, isUtc } = time;
  if (!isUtc || ms === null || timeZone === null || !isTimeZone(timeZone)) return time;
  const at = day * DAY_MS + ms;
  const wall = at + offsetAt(timeZone, at);
  const onDay = Math.floor(wall / DAY_MS);
  return { day: onDay, ms: wall - onDay * DAY_MS, isUtc: false };
}

function checkWholeDays({ ms }: WallTime, start: Property, isFlagged: boolean): void {
  if (ms === null) return;
  const isMeant = isFlagged || start.type === 'date';
  if (isMeant && ms === 0) return;
  if (!isMeant) throw new EventLeftOut('has a time of day', { kind: 'TIMED' });
  throw new EventLeftOut(
    `is said to be of whole days but begins at a time of day, ${start.value.slice(0, MAX_SHOWN)}: give DTSTART;VALUE=DATE with the day`,
  );
}

/** DTEND is the day after the last; files that repeat DTSTART there mean one day too. */
function lengthOf(
  first: WallTime,
  end: Property | undefined,
  duration: Property | undefined,
  read: (line: Property) => WallTime[],
): number {
  if (duration !== undefined && end !== undefined) {
    throw new EventLeftOut('has both DTEND and DURATION: give one of them');
  }
  if (duration !== undefined) {
    const ms = lengthIn(duration.value);
    if (ms !== undefined) return Math.max(1, Math.ceil(ms / DAY_MS));
    const shown = JSON.stringify(duration.value.slice(0, MAX_SHOWN));
    throw new EventLeftOut(`has DURATION ${shown}, which is no length: give one such as P1D`);
  }
  const last = end === undefined ? undefined : read(end)[0];
  if (last === undefined) return 1;
  const days = last.day + (last.ms ?? 0) / DAY_MS - first.day;
  if (days >= 0) return Math.max(1, Math.ceil(days));
  throw new EventLeftOut(`has a DTEND, ${end?.value}, before its DTSTART`);
}

function ruleIn({ value }: Property): RecurrenceRule {
  try {
    return readRule(value);
  } catch (error) {
    if (!(error instanceof RecurrenceError)) throw error;
    throw new EventLeftOut(`has the rule ${value.slice(0, MAX_SHOWN * 2)}, which ${error.message}`);
  }
}

/** What an event is called, also one that cannot be read. */
export function nameOf(lines: readonly ContentLine[]): string {
  const given = lines.find(({ name }) => name === 'SUMMARY');
  const value = given === undefined ? '' : (readLine(given)?.value ?? '');
  const text: string = ICAL.design.icalendar.value.text.fromICAL(value.toWellFormed());
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line === '' ? NO_NAME : [...line].slice(0, MAX_NAME).join('');
}
