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
  return match !== null && isDayOfMonth(match) ? new Date(`${match[0]}T00:00:00Z`) : undefined;
}

function isDayOfMonth([, year, month, day]: readonly string[]): boolean {
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}
