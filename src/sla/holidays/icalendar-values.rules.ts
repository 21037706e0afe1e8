import { DAY_MS, MINUTE_MS } from '../../shared/duration.ts';
import type { WallTime } from './icalendar-dates.rules.ts';
import { dayIn } from './icalendar-dates.rules.ts';
import type { ContentLine, Property } from './icalendar-lines.rules.ts';
import { readLine } from './icalendar-lines.rules.ts';
import type { EventLines } from './icalendar-parts.rules.ts';
import { instantOf, wallAt, zoneNamed } from './icalendar-zones.rules.ts';

/** Why an event brings no day: it was not understood, or it is no event of whole days. */
export class EventLeftOut extends Error {
  readonly kind: 'WRONG' | 'TIMED';

  constructor(message: string, kind: 'WRONG' | 'TIMED' = 'WRONG') {
    super(message);
    this.name = 'EventLeftOut';
    this.kind = kind;
  }
}

/** Of what a file holds, in messages. */
const MAX_SHOWN = 60;

export function shown(text: string): string {
  return JSON.stringify(text.slice(0, MAX_SHOWN));
}

/** @throws EventLeftOut for a line that cannot be read. */
export function allOf(lines: readonly ContentLine[], name: string): Property[] {
  return lines
    .filter((line) => line.name === name)
    .map((line) => {
      const found = readLine(line);
      if (found !== null) return found;
      throw new EventLeftOut(`has line ${line.line}, ${shown(line.text)}, which cannot be read`);
    });
}

/** @throws EventLeftOut for more than one. */
export function oneOf(lines: readonly ContentLine[], name: string): Property | undefined {
  const [first, second] = allOf(lines, name);
  if (second !== undefined) throw new EventLeftOut(`has a second ${name} on line ${second.line}`);
  return first;
}

/** Of what has one value: the text of it. @throws EventLeftOut for more of them. */
export function onlyValue({ name, line, value }: Property): string {
  if (!value.includes(',')) return value;
  throw new EventLeftOut(
    `has ${name} ${shown(value)} on line ${line}, more than one value: give one event for each`,
  );
}

/** By which clocks the times of an event are meant. */
export interface Clocks {
  /** As DTSTART writes it. */
  tzid: string | null;
  /** The name of IANA; null where it is not known. */
  timeZone: string | null;
  /** Its days are those of every wall: a date, or midnight without a zone. */
  isFloating: boolean;
}

/** Those of the zone of DTSTART, else of its calendar. Others have no part in it: theirs may be other zones. */
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

/** At the end of something, where the last second of a day means that day. */
const ENDS = new Set(['DTEND', 'UNTIL']);

/**
 * The day that a value names, with the time of it, by the clocks of its event.
 *
 * @throws EventLeftOut for what is no day, or a time of which the day is not known.
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
