import { DAY_MS, MINUTE_MS } from '../../shared/duration.ts';
import type { WallTime } from './icalendar-dates.rules.ts';
import { dayIn } from './icalendar-dates.rules.ts';
import type { ContentLine, Property } from './icalendar-lines.rules.ts';
import { readLine } from './icalendar-lines.rules.ts';
import type { EventLines } from './icalendar-parts.rules.ts';
import { instantOf, wallAt, zoneNamed } from './icalendar-zones.rules.ts';

/** Why an event brings no day: it was not understood (WRONG), or it is no event of whole days (TIMED). */
export class EventLeftOut extends Error {
  readonly kind: 'WRONG' | 'TIMED';

  constructor(message: string, kind: 'WRONG' | 'TIMED' = 'WRONG') {
    super(message);
    this.name = 'EventLeftOut';
    this.kind = kind;
  }
}

/** The most characters of a file's text in a message. */
const MAX_SHOWN = 60;

export function shown(text: string): string {
  return JSON.stringify(text.slice(0, MAX_SHOWN));
}

/** All properties with a name. @throws EventLeftOut for a line that cannot be read. */
export function allOf(lines: readonly ContentLine[], name: string): Property[] {
  return lines
    .filter((line) => line.name === name)
    .map((line) => {
      const found = readLine(line);
      if (found !== null) return found;
      throw new EventLeftOut(`has line ${line.line}, ${shown(line.text)}, which cannot be read`);
    });
}

/** The property with a name; undefined without one. @throws EventLeftOut for more than one. */
export function oneOf(lines: readonly ContentLine[], name: string): Property | undefined {
  const [first, second] = allOf(lines, name);
  if (second !== undefined) throw new EventLeftOut(`has a second ${name} on line ${second.line}`);
  return first;
}

/** The text of a property that has one value. @throws EventLeftOut for more values. */
export function onlyValue({ name, line, value }: Property): string {
  if (!value.includes(',')) return value;
  throw new EventLeftOut(
    `has ${name} ${shown(value)} on line ${line}, more than one value: give one event for each`,
  );
}

/** The clocks by which the times of an event are meant. */
export interface Clocks {
  /** The zone as DTSTART writes it. */
  tzid: string | null;
  /** The IANA name of the zone; null where the zone is not known. */
  timeZone: string | null;
  /** Whether the event's days are those of every wall clock: a date, or midnight without a zone. */
  isFloating: boolean;
}

/** The clocks of DTSTART's zone, else of the calendar's. The zones of other properties are not used. */
export function clocksOf(start: Property | undefined, calendar: EventLines['calendar']): Clocks {
  const tzid = start?.params['tzid'] ?? null;
  const isUtc = /Z$/i.test(start?.value ?? '');
  return {
    tzid,
    timeZone: zoneNamed(tzid ?? calendar.timeZone ?? ''),
    isFloating:
      start?.type === 'date' || !/T/i.test(start?.value ?? '') || (tzid === null && !isUtc),
  };
}

/** Properties that end something. There the last second of a day means that day. */
const ENDS = new Set(['DTEND', 'UNTIL']);

/**
 * The day that a value names, and its time of day, by the clocks of its event.
 *
 * @throws EventLeftOut for text that is no day, or a time whose day is not known.
 */
export function timeIn(
  { name, line, params }: Pick<Property, 'name' | 'line' | 'params'>,
  text: string,
  { tzid, timeZone, isFloating }: Clocks,
): WallTime {
  const where = `has ${name} ${shown(text)} on line ${line}, which is`;
  const time = dayIn(text);
  if (time === undefined) {
    throw new EventLeftOut(`${where} no day: give one such as ${name};VALUE=DATE:20261225`);
  }
  const { day, ms } = time;
  if (ms === null) return time;
  const own = params['tzid'] ?? null;
  const zone = time.isUtc ? 'UTC' : own === null || own === tzid ? timeZone : zoneNamed(own);
  const isUtc = time.isUtc || (zone === 'UTC' && own !== tzid);
  if (!isUtc && (isFloating || ms === 0 || own === null || own === tzid)) return time;
  const isLastMinute = ENDS.has(name) && ms >= DAY_MS - MINUTE_MS;
  if (isUtc && isFloating && (ms === 0 || isLastMinute)) return time;
  if (timeZone === null || zone === null) {
    if (name === 'DTSTART' || (isUtc && ms === 0)) return time;
    throw new EventLeftOut(`${where} a time in a zone that is not known: give the day alone`);
  }
  const at = day * DAY_MS + ms;
  const wall = wallAt(timeZone, zone === 'UTC' ? at : instantOf(zone, at));
  const isPlain = ENDS.has(name) || name === 'DTSTART' || wall.day === day;
  if (!wall.startsDay && !isPlain) {
    throw new EventLeftOut(`${where} no midnight in ${timeZone}: give the day alone`);
  }
  const startsDay = wall.startsDay && !ENDS.has(name);
  return { day: wall.day, ms: startsDay ? 0 : wall.ms, isUtc: false };
}
