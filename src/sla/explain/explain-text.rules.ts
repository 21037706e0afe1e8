import { Temporal } from 'temporal-polyfill';
import { formatDuration } from '../../shared/duration.ts';
import type { ExplainedClock } from './explain-answer.rules.ts';
import type { Interval, IntervalReason } from './intervals.rules.ts';
import { isCounted, lengthMs, remainingMsOf } from './intervals.rules.ts';

const WHY: Record<IntervalReason, string> = {
  COUNTED: 'counts',
  OUTSIDE_HOURS: 'outside working hours',
  HOLIDAY: 'holiday',
  WAITING_FOR_CUSTOMER: 'waits for the customer',
  RESOLVED: 'is resolved',
};

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

/**
 * The clocks for people to read: the state of each clock, then line by line where its time went, with
 * the elapsed time after each line so that everybody can add it up.
 *
 * @param timeZone of the calendar; null without a calendar, and times are then in UTC.
 */
export function toText(clocks: readonly ExplainedClock[], timeZone: string | null): string {
  const heading =
    timeZone === null
      ? 'Around the clock. Times are in UTC.'
      : `Working time of a calendar. Times are those of ${timeZone}.`;
  const zone = timeZone ?? 'UTC';
  return [heading, ...clocks.map((clock) => clockText(clock, zone))].join('\n\n');
}

function clockText({ cycle, intervals }: ExplainedClock, zone: string): string {
  const time = (at: Date | null) => (at === null ? '-' : wallTime(at, zone));
  const facts = [
    ['target', formatDuration(cycle.targetMs)],
    ['started', time(cycle.startedAt)],
    ['due', cycle.paused ? 'not known before the wait ends' : time(cycle.dueAt)],
    ['met', time(cycle.metAt)],
    ['breached', time(cycle.breachedAt)],
    ['elapsed', formatDuration(cycle.elapsedMs)],
    ['remaining', formatDuration(remainingMsOf(cycle))],
  ];
  const number = cycle.kind === 'UPDATE' ? `, cycle ${cycle.cycle}` : '';
  const lines = [`${cycle.kind}${number}: ${cycle.state}`, ...table(facts)];
  // Without this line, a silent clock that is over its time looks like a mistake.
  if (cycle.silent) lines.push('  It neither warns nor breaches before the first response.');
  return [...lines, '', ...table(intervalRows(intervals, zone))].join('\n');
}

function intervalRows(intervals: readonly Interval[], zone: string): string[][] {
  if (intervals.length === 0) return [['No time has passed yet.']];
  let elapsedMs = 0;
  const rows = intervals.map((interval) => {
    if (isCounted(interval)) elapsedMs += lengthMs(interval);
    const { from, to, reason, holiday } = interval;
    return [
      wallTime(from, zone),
      wallTime(to, zone),
      formatDuration(lengthMs(interval)),
      formatDuration(elapsedMs),
      holiday === null ? WHY[reason] : `${WHY[reason]}: ${holiday}`,
    ];
  });
  return [['from', 'to', 'length', 'elapsed', 'why'], ...rows];
}

/** Formats a time as `Mon 2026-11-23 10:30:00 +01:00`, with fractions of a second where there are any. */
function wallTime(at: Date, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  const seconds = zoned.toPlainTime().toString({
    fractionalSecondDigits: zoned.millisecond === 0 ? 0 : 3,
  });
  const weekday = WEEKDAYS[zoned.dayOfWeek - 1] ?? '';
  return `${weekday} ${zoned.toPlainDate().toString()} ${seconds} ${zoned.offset}`;
}

/** Lines of columns that are as wide as their widest cell, two spaces apart. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widthOf(column))).join('  ')}`.trimEnd(),
  );
}
