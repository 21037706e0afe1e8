/**
 * The one reading of dates and times that people and programs hand in, at every door: GraphQL, case
 * files, the command line. What it takes says its zone, so the machine's own never matters.
 */
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A time with a zone, as in `2026-03-01T09:30:00Z`; undefined for what is none. */
export function parseDateTime(text: string): Date | undefined {
  const match = DATE_TIME.exec(text);
  return match !== null && isDayOfMonth(match) ? new Date(match[0].toUpperCase()) : undefined;
}

/** The first moment of a day in UTC, as in `2026-03-01`; undefined for what is none. */
export function parseDate(text: string): Date | undefined {
  const match = DATE.exec(text);
  return match !== null && isDayOfMonth(match) ? startOfDay(match[0]) : undefined;
}

/** The first moment in UTC of a day that is known to be one. */
export function startOfDay(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

const LOOKS_LIKE_DAY = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/;
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;

/** What a text lacks that {@link parseDateTime} does not take, as half a sentence; empty where nothing can be told. */
export function dateTimeFlaw(text: string): string {
  const day = LOOKS_LIKE_DAY.exec(text);
  if (day !== null && !isDayOfMonth(day)) return `there is no day ${day[0]}`;
  if (WITHOUT_ZONE.test(text))
    return 'it has no time zone: add Z for UTC, or an offset such as +02:00';
  if (DATE.test(text)) return 'it has a day only: add a time and a zone';
  return '';
}

/** The same of {@link parseDate}. */
export function dateFlaw(text: string): string {
  const day = LOOKS_LIKE_DAY.exec(text);
  if (day !== null && !isDayOfMonth(day)) return `there is no day ${day[0]}`;
  return day === null ? '' : 'it has more than a day';
}

function isDayOfMonth([, year, month, day]: readonly string[]): boolean {
  const date = startOfDay(`${year}-${month}-${day}`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}
