/**
 * Dates and times that people and programs hand in are all read here, whether by GraphQL, case files or the
 * command line. A time must say its zone, so the machine's own never matters.
 */
const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d{1,9})?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads a time with a zone, such as `2026-03-01T09:30:00Z`; undefined for any other text. */
export function parseDateTime(text: string): Date | undefined {
  const match = DATE_TIME.exec(text);
  return match !== null && isDayOfMonth(match) ? new Date(match[0].toUpperCase()) : undefined;
}

/** Reads a day, such as `2026-03-01`, as its first moment in UTC; undefined for any other text. */
export function parseDate(text: string): Date | undefined {
  const match = DATE.exec(text);
  return match !== null && isDayOfMonth(match) ? startOfDay(match[0]) : undefined;
}

/** Returns the first moment of a day in UTC. The text must be a day. */
export function startOfDay(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

const LOOKS_LIKE_DAY = /^(\d{4})-(\d{2})-(\d{2})(?!\d)/;
const WITHOUT_ZONE = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?$/;

/**
 * Tells why {@link parseDateTime} does not take a text, as half a sentence; empty when no reason is known.
 */
export function dateTimeFlaw(text: string): string {
  const day = LOOKS_LIKE_DAY.exec(text);
  if (day !== null && !isDayOfMonth(day)) return `there is no day ${day[0]}`;
  if (WITHOUT_ZONE.test(text))
    return 'it has no time zone: add Z for UTC, or an offset such as +02:00';
  if (DATE.test(text)) return 'it has a day only: add a time and a zone';
  return '';
}

/** Tells why {@link parseDate} does not take a text, as {@link dateTimeFlaw} does. */
export function dateFlaw(text: string): string {
  const day = LOOKS_LIKE_DAY.exec(text);
  if (day !== null && !isDayOfMonth(day)) return `there is no day ${day[0]}`;
  return day === null ? '' : 'it has more than a day';
}

function isDayOfMonth([, year, month, day]: readonly string[]): boolean {
  const date = startOfDay(`${year}-${month}-${day}`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}
