import type { ContentLine } from './icalendar-lines.rules.ts';

/** The refusal of text that is no iCalendar, or is more than is taken. The message says which. */
export class ICalendarError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ICalendarError';
  }
}

/** An event as it stands in the text. */
export interface EventLines {
  /** The line of its BEGIN:VEVENT. */
  line: number;
  lines: readonly ContentLine[];
  /** Why the event cannot be read; null when it can. */
  flaw: string | null;
  /** The calendar around the event. Its values may stand behind the event, and are complete at the end. */
  calendar: { timeZone: string | null; isCancelled: boolean };
}

export interface Parts {
  events: EventLines[];
  /** Parts that are no events though they were meant to say something. */
  others: { line: number; what: string }[];
  /** Lines that belong to no part. */
  strays: { line: number; what: string }[];
  /** The BEGIN whose END is missing at the end of the text; null when none is missing. */
  cutOff: { line: number; name: string } | null;
}

interface Open {
  name: string;
  line: number;
  event: { lines: ContentLine[]; flaw: string | null } | null;
}

/** Parts that stand directly in a calendar and nowhere else. */
const IN_CALENDAR = new Set(['VEVENT', 'VTODO', 'VJOURNAL', 'VFREEBUSY', 'VTIMEZONE']);
const NO_EVENTS = new Set(['VTODO', 'VJOURNAL', 'VFREEBUSY']);
const KNOWN = new Set([
  ...['VCALENDAR', ...IN_CALENDAR, 'STANDARD', 'DAYLIGHT', 'VALARM'],
  ...['VAVAILABILITY', 'AVAILABLE', 'PARTICIPANT', 'VLOCATION', 'VRESOURCE'],
]);
/** The properties read of an event. A line that begins with one is not just text that lost its fold. */
const OF_EVENT =
  /^(?:DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|STATUS|SUMMARY|UID)/i;
const MAX_SHOWN = 60;
const MAX_STRAYS = 1_000;

/**
 * Takes text apart by BEGIN and END. A missing END spoils only the part that it should have ended.
 * Yields between lines, so that other work has a turn.
 */
export function* partsOf(lines: Iterable<ContentLine>): Generator<void, Parts> {
  const parts: Parts = { events: [], others: [], strays: [], cutOff: null };
  const open: Open[] = [];
  let calendar: EventLines['calendar'] = { timeZone: null, isCancelled: false };

  const close = (flaw: string | null): void => {
    const ended = open.pop();
    if (ended?.event) {
      const { lines: ofEvent, flaw: own } = ended.event;
      parts.events.push({ line: ended.line, lines: ofEvent, flaw: own ?? flaw, calendar });
    }
    // A part without an END spoils the event around it: the lines after it may be the event's.
    const around = open.at(-1)?.event;
    if (flaw !== null && ended !== undefined && around) around.flaw ??= flaw;
  };
  const closeUnended = (): void => {
    const { name = '', line } = open.at(-1) ?? {};
    const isEvent = name === 'VEVENT';
    close(isEvent ? 'has no END:VEVENT' : `has BEGIN:${name} on line ${line} without END:${name}`);
  };
  const begin = (line: number, name: string): void => {
    if (name === 'VCALENDAR') {
      while (open.length > 0) closeUnended();
      calendar = { timeZone: null, isCancelled: false };
    }
    while (IN_CALENDAR.has(name) && open.length > 0 && open.at(-1)?.name !== 'VCALENDAR') {
      closeUnended();
    }
    const isNested = open.at(-1)?.name === 'VEVENT';
    if (NO_EVENTS.has(name)) parts.others.push({ line, what: `is a ${name}, which is no event` });
    else if (!KNOWN.has(name) && !name.startsWith('X-') && !isNested) {
      parts.others.push({ line, what: `BEGIN:${name} is not known` });
    }
    open.push({ name, line, event: name === 'VEVENT' ? { lines: [], flaw: null } : null });
  };
  const end = (line: number, name: string): void => {
    // A file without a line break at its end was joined with the next file.
    if (/^VCALENDAR\uFEFF?BEGIN:VCALENDAR$/.test(name)) {
      end(line, 'VCALENDAR');
      begin(line, 'VCALENDAR');
      return;
    }
    if (!open.some((one) => one.name === name)) {
      parts.strays.push({ line, what: `END:${name} ends nothing` });
      return;
    }
    while (open.at(-1)?.name !== name) closeUnended();
    close(null);
  };

  for (const line of lines) {
    yield;
    if (parts.strays.length > MAX_STRAYS) {
      const [{ line: first, what } = { line: 1, what: '' }] = parts.strays;
      throw new ICalendarError(
        `Holds more than ${MAX_STRAYS.toLocaleString('en')} lines that belong to nothing. Line ${first}: ${what}.`,
      );
    }
    const top = open.at(-1);
    if (line.name === null) {
      const shown = JSON.stringify(line.text.slice(0, MAX_SHOWN));
      if (top?.event && OF_EVENT.test(line.text)) {
        top.event.flaw ??= `has line ${line.line}, ${shown}, which cannot be read`;
      } else parts.strays.push({ line: line.line, what: `${shown} is no line of iCalendar` });
    } else if (line.name === 'BEGIN') begin(line.line, nameIn(line));
    else if (line.name === 'END') end(line.line, nameIn(line));
    else if (top === undefined) {
      parts.strays.push({ line: line.line, what: `${line.name} stands outside of BEGIN and END` });
    } else if (top.event) top.event.lines.push(line);
    else if (top.name === 'VCALENDAR' && line.name === 'DTSTART') {
      parts.strays.push({ line: line.line, what: 'DTSTART stands outside of an event' });
    } else if (top.name === 'VCALENDAR') Object.assign(calendar, saidOf(line));
  }
  const [outermost] = open;
  const cut = open.findLast(({ name }) => name === 'VEVENT') ?? outermost;
  return { ...parts, cutOff: cut === undefined ? null : { line: cut.line, name: cut.name } };
}

function nameIn(line: ContentLine): string {
  return valueIn(line).toUpperCase().slice(0, MAX_SHOWN);
}

function saidOf(line: ContentLine): Partial<EventLines['calendar']> {
  if (line.name === 'X-WR-TIMEZONE') return { timeZone: valueIn(line) };
  return line.name === 'METHOD' ? { isCancelled: /^cancel$/i.test(valueIn(line)) } : {};
}

function valueIn({ text }: ContentLine): string {
  return text.slice(text.indexOf(':') + 1).trim();
}
