import type { ContentLine, Property } from './icalendar-lines.rules.ts';
import { readLine } from './icalendar-lines.rules.ts';
import type { EventLines } from './icalendar-parts.rules.ts';
import type { Clocks } from './icalendar-values.rules.ts';
import { clocksOf, EventLeftOut, oneOf, onlyValue, timeIn } from './icalendar-values.rules.ts';

/** What relates an event to other events. This counts even when the rest of the event is not understood. */
export interface Identity {
  uid: string | null;
  /** The event with the higher number replaces the others with its `uid` (RFC 5545, 3.8.7.4). */
  sequence: number;
  isCancelled: boolean;
  /** The day of the recurring event that it replaces, or why it is unknown; null when it replaces none. */
  replaces: number | { unknown: string } | null;
}

/** How an event relates to others. @param clocksOfMasters of recurring events by UID, for RECURRENCE-ID. */
export function identityOf(
  { lines, flaw, calendar }: EventLines,
  clocksOfMasters: ReadonlyMap<string, Clocks>,
): Identity {
  const uid = uidOf(lines);
  const sequence = Number.parseInt(lastOf(lines, 'SEQUENCE'), 10);
  return {
    uid,
    sequence: Number.isNaN(sequence) ? 0 : sequence,
    // CANCELED is the American spelling, which some programs write.
    isCancelled: calendar.isCancelled || /^cancell?ed$/i.test(lastOf(lines, 'STATUS')),
    replaces: orUnknown(() => {
      if (!isOverride(lines)) {
        // The part that could not be read may have said whose place the event takes.
        if (flaw !== null) throw new EventLeftOut(flaw);
        return null;
      }
      const replaced = oneOf(lines, 'RECURRENCE-ID');
      if (replaced === undefined) return null;
      if (replaced.params['range'] !== undefined) {
        throw new EventLeftOut(
          'changes all that recur after it, which is not worked out: list its days',
        );
      }
      const master = clocksOfMasters.get(uid ?? '');
      return timeIn(replaced, onlyValue(replaced), master ?? clocksIn(lines, calendar)).day;
    }),
  };
}

/** The clocks of an event that other events may change. */
export function clocksIn(lines: readonly ContentLine[], calendar: EventLines['calendar']): Clocks {
  return clocksOf(lastIn(lines, 'DTSTART'), calendar);
}

export function uidOf(lines: readonly ContentLine[]): string | null {
  const given = lines.find(({ name }) => name === 'UID');
  return (given === undefined ? null : readLine(given)?.value) || null;
}

export function isOverride(lines: readonly ContentLine[]): boolean {
  return lines.some(({ name }) => name === 'RECURRENCE-ID');
}

function orUnknown(read: () => number | null): Identity['replaces'] {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EventLeftOut)) throw error;
    return { unknown: error.message };
  }
}

function lastOf(lines: readonly ContentLine[], name: string): string {
  return lastIn(lines, name)?.value ?? '';
}

function lastIn(lines: readonly ContentLine[], name: string): Property | undefined {
  const last = lines.findLast((line) => line.name === name);
  return (last && readLine(last)) ?? undefined;
}
