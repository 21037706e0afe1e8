import { HOUR_MS } from '../../../../../src/shared/duration.ts';
import type { SlaKind, SlaState } from '../../../../../src/shared/vocabulary.ts';
import type { ClockFact, PolicySnapshot } from '../../../../../src/sla/clock/clock.rules.ts';
import type { CalendarTerms } from '../../../../../src/sla/time/calendar.rules.ts';
import { calendarTime } from '../../../../../src/sla/time/calendar-time.rules.ts';
import type { WorkingTime } from '../../../../../src/sla/time/working-time.rules.ts';
import { aroundTheClock } from '../../../../../src/sla/time/working-time.rules.ts';
import { berlin, on } from '../../time/calendars.ts';
import { policy } from '../facts.ts';

/** What a clock shows at `now`, worked out by hand from the rules of the desk. */
export interface ClockRow {
  name: string;
  facts: readonly ClockFact[];
  now: Date;
  /** RESPONSE unless told otherwise. */
  kind?: SlaKind;
  /** The latest unless told otherwise. */
  cycle?: number;
  is: {
    state: SlaState;
    due: Date | null;
    /** Hours of working time. */
    elapsed: number;
    met?: Date;
    breached?: Date;
    /** When each threshold is passed, the breach last; the policies here warn at 50 % alone. */
    passes: readonly (Date | null)[];
    /** Of the policy that it runs on. */
    version?: number;
  };
}

/** Reads `03-06 16:30` of 2026, or `2028-02-29 10:00`, on a wall with that offset. */
export function wall(offset: string): (text: string) => Date {
  return (text) => {
    const whole = /^\d{4}-/.test(text) ? text : `2026-${text}`;
    return new Date(`${whole.replace(' ', 'T')}${offset}`);
  };
}

/** Berlin in winter and in summer. */
export const cet = wall('+01:00');
export const cest = wall('+02:00');
export const utc = wall('Z');

/** Monday to Friday, 9 to 17, in Berlin. */
export const OFFICE = berlin();
const EVERY_DAY = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
] as const;

export function daily(spans: string, timeZone = 'Europe/Berlin'): CalendarTerms {
  return { timeZone, hours: on(EVERY_DAY, spans), holidays: [] };
}

/** A policy that counts the calendar's time; null: around the clock. Targets in hours. */
export function under(
  calendar: CalendarTerms | null,
  hours: Parameters<typeof policy>[0],
  changes: Partial<PolicySnapshot> = {},
): PolicySnapshot {
  // The name of the calendar is the calendar itself, so that no register is needed.
  const calendarId = calendar === null ? null : JSON.stringify(calendar);
  return { ...policy(hours, [50]), calendarId, ...changes };
}

export function timeOf({ calendarId }: PolicySnapshot): WorkingTime {
  return calendarId == null
    ? aroundTheClock
    : calendarTime(JSON.parse(calendarId) as CalendarTerms);
}

export const open = (at: Date, its: PolicySnapshot): ClockFact => ({
  type: 'OPENED',
  at,
  policy: its,
});
export const told = (at: Date): ClockFact => ({ type: 'COMMUNICATED', at, id: at.toISOString() });
export const waits = (at: Date): ClockFact => ({ type: 'WAITING', at });
export const resumes = (at: Date): ClockFact => ({ type: 'RESUMED', at });
export const resolved = (at: Date): ClockFact => ({ type: 'RESOLVED', at });
export const reopened = (at: Date): ClockFact => ({ type: 'REOPENED', at });
export const cancelled = (at: Date): ClockFact => ({ type: 'CANCELLED', at });
export const moved = (at: Date, its: PolicySnapshot): ClockFact => ({
  type: 'POLICY_CHANGED',
  at,
  policy: its,
});
export const promises = (
  at: Date,
  what: { nextUpdateAt: Date } | { resolveBy: Date },
): ClockFact => ({ type: 'PROMISED', at, ...what });

export const inHours = (ms: number): number => ms / HOUR_MS;
