import type {
  BusinessHours,
  CalendarTerms,
  Holiday,
} from '../../../../src/sla/time/calendar.rules.ts';

const WORKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const;

/** `09:00-17:00`, several in a row with spaces between, on each of the days. */
export function on(days: readonly BusinessHours['day'][], spans: string): BusinessHours[] {
  return days.flatMap((day) =>
    spans.split(' ').map((span) => {
      const [opens = '', closes = ''] = span.split('-');
      return { day, opens, closes };
    }),
  );
}

export function workdays(spans: string): BusinessHours[] {
  return on(WORKDAYS, spans);
}

/** A holiday is named after its date. */
export function holidays(...dates: string[]): Holiday[] {
  return dates.map((date) => ({ date, name: `Holiday of ${date}` }));
}

/** Monday to Friday, 9 to 17, unless told otherwise. */
export function berlin(changes: Partial<CalendarTerms> = {}): CalendarTerms {
  return {
    timeZone: 'Europe/Berlin',
    hours: workdays('09:00-17:00'),
    holidays: [],
    ...changes,
  };
}
