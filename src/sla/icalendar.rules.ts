import ICAL from 'ical.js';
import { DAY_MS } from '../shared/duration.ts';

/** Text that is no iCalendar, or more of it than is taken on; the message says which. */
export class ICalendarError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ICalendarError';
  }
}

/** An event of a calendar file. Days are counted from 1970-01-01. */
export interface CalendarEvent {
  uid: string | null;
  name: string;
  isCancelled: boolean;
  /** Null for an event with a time of day. */
  firstDay: number | null;
  /** How many days it lasts, at least 1. */
  length: number;
  rules: ICAL.Recur[];
  /** Days on which it also begins, and on which it does not. */
  alsoOn: number[];
  notOn: number[];
  /** The day of the recurring event with the same `uid` whose place it takes. */
  replaces: number | null;
}

const MAX_CHARACTERS = 1_000_000;
/** Unfolded. The parser takes a time that grows with the square of it. */
const MAX_LINE = 20_000;
const MAX_NAME = 200;
const NO_NAME = 'Holiday';

/**
 * Reads the events of iCalendar text (RFC 5545) of one or several calendars.
 *
 * @throws ICalendarError
 */
export function readEvents(text: string): CalendarEvent[] {
  checkSize(text);
  const calendars = parse(text).filter((component) => component.name === 'vcalendar');
  return inWords(() =>
    calendars.flatMap((calendar) => calendar.getAllSubcomponents('vevent').map(readEvent)),
  );
}

/** What the parser throws, said as ours. */
function inWords<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof ICalendarError) throw error;
    throw new ICalendarError(`Is no iCalendar text: ${reasonOf(error)}.`);
  }
}

function checkSize(text: string): void {
  if (text.length > MAX_CHARACTERS) {
    throw new ICalendarError(
      `Must have at most ${MAX_CHARACTERS.toLocaleString('en')} characters; it has ${text.length.toLocaleString('en')}.`,
    );
  }
  let length = 0;
  for (const [place, line] of text.split('\n').entries()) {
    length = /^[ \t]/.test(line) ? length + line.length : line.length;
    if (length <= MAX_LINE) continue;
    throw new ICalendarError(
      `Line ${place + 1} is longer than ${MAX_LINE.toLocaleString('en')} characters.`,
    );
  }
}

function parse(given: string): ICAL.Component[] {
  const text = given.replace(/^\uFEFF/, '');
  if (!/^\s*BEGIN:VCALENDAR\s/i.test(text)) {
    throw new ICalendarError('Must be iCalendar text, which begins with BEGIN:VCALENDAR.');
  }
  const parsed = inWords(() => ICAL.parse(text.trim()) as unknown[]);
  // One component comes as itself, several as a list.
  const roots = typeof parsed[0] === 'string' ? [parsed] : parsed;
  return roots.map((root) => new ICAL.Component(root as never));
}

function reasonOf(error: unknown): string {
  // The parser trips over lines that stand outside of what BEGIN and END enclose.
  if (error instanceof TypeError) return 'there are lines outside of BEGIN and END';
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(0, MAX_NAME).replaceAll(/\s+/g, ' ').replace(/\.$/, '');
}

function readEvent(event: ICAL.Component): CalendarEvent {
  const name = oneLine(event.getFirstPropertyValue('summary'));
  const start = event.getFirstProperty('dtstart');
  if (start === null) throw new ICalendarError(`The event ${JSON.stringify(name)} has no DTSTART.`);
  const days = (property: string) =>
    event.getAllProperties(property).flatMap((one) => daysIn(one, name));
  const [firstDay = 0] = daysIn(start, name);
  const uid = event.getFirstPropertyValue('uid');
  return {
    uid: typeof uid === 'string' ? uid : null,
    name,
    isCancelled: /^cancelled$/i.test(String(event.getFirstPropertyValue('status'))),
    firstDay: start.type === 'date' ? firstDay : null,
    length: lengthOf(event, firstDay, days('dtend')[0]),
    rules: event
      .getAllProperties('rrule')
      .map((rule) => rule.getFirstValue() as unknown as ICAL.Recur),
    alsoOn: days('rdate'),
    notOn: days('exdate'),
    replaces: days('recurrence-id')[0] ?? null,
  };
}

/** DTEND is the day after the last; files that repeat DTSTART there mean one day too. */
function lengthOf(event: ICAL.Component, firstDay: number, end: number | undefined): number {
  if (end !== undefined) return Math.max(1, end - firstDay);
  const duration = event.getFirstPropertyValue('duration');
  const seconds = duration instanceof ICAL.Duration ? duration.toSeconds() : 0;
  return Math.max(1, Math.ceil((seconds * 1_000) / DAY_MS));
}

/** Of times, the day that they show. */
function daysIn(property: ICAL.Property, name: string): number[] {
  const [, , , ...values] = property.toJSON() as unknown as [string, object, string, ...unknown[]];
  return values.map((value) => {
    const [, date = ''] = /^(\d{4}-\d{2}-\d{2})(?:T|,|$)/.exec(String(value)) ?? [];
    const at = Date.parse(`${date}T00:00:00Z`);
    if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) {
      throw new ICalendarError(
        `${property.name.toUpperCase()} of the event ${JSON.stringify(name)} is no day.`,
      );
    }
    return at / DAY_MS;
  });
}

function oneLine(given: unknown): string {
  const text = typeof given === 'string' ? given.toWellFormed() : '';
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
  return line === '' ? NO_NAME : [...line].slice(0, MAX_NAME).join('');
}
