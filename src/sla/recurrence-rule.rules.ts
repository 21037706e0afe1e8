import { dayIn } from './icalendar-dates.rules.ts';

export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** A rule (RFC 5545, 3.3.10) as far as whole days can recur by it. */
export interface RecurrenceRule {
  frequency: Frequency;
  interval: number;
  /** How many days it gives, those before the first look included. */
  count: number | null;
  /** The last day that it may give, counted from 1970-01-01. */
  until: number | null;
  /** 0 is Monday. */
  weekStart: number;
  months: readonly number[] | null;
  monthDays: readonly number[] | null;
  yearDays: readonly number[] | null;
  weekDays: readonly { weekday: number; nth: number | null }[] | null;
  positions: readonly number[] | null;
}

/** What is wrong with a rule; the message says what would be right. */
export class RecurrenceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecurrenceError';
  }
}

const FREQUENCIES: readonly string[] = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const MAX_INTERVAL = 1_000;
const MAX_VALUES = 100;
const MAX_SHOWN = 100;
const WITHIN_A_DAY = new Set(['BYHOUR', 'BYMINUTE', 'BYSECOND']);
const KNOWN = new Set([
  ...['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY'],
  ...['BYDAY', 'BYSETPOS', ...WITHIN_A_DAY],
]);

/** @throws RecurrenceError for what is no rule, and for one whose days are not worked out. */
export function readRule(text: string): RecurrenceRule {
  const parts = partsIn(text);
  const frequency = (parts.get('FREQ') ?? '').toUpperCase();
  if (!FREQUENCIES.includes(frequency)) {
    throw new RecurrenceError('must recur DAILY, WEEKLY, MONTHLY or YEARLY: give one as FREQ');
  }
  const [count, until] = [numbersOf(parts, 'COUNT', 1, 1e9)?.[0], untilOf(parts)];
  if (count !== undefined && until !== null) {
    throw new RecurrenceError('has both COUNT and UNTIL: give one of them');
  }
  const rule: RecurrenceRule = {
    frequency: frequency as Frequency,
    interval: intervalOf(parts),
    count: count ?? null,
    until,
    weekStart: weekdayIn(parts.get('WKST') ?? 'MO', 'WKST'),
    months: numbersOf(parts, 'BYMONTH', 1, 12),
    monthDays: numbersOf(parts, 'BYMONTHDAY', 1, 31, true),
    yearDays: numbersOf(parts, 'BYYEARDAY', 1, 366, true),
    weekDays: weekDaysOf(parts, frequency as Frequency),
    positions: numbersOf(parts, 'BYSETPOS', 1, 366, true),
  };
  checkSense(rule);
  return rule;
}

function partsIn(text: string): Map<string, string> {
  if (text.trim() === '') {
    throw new RecurrenceError('is empty: it must recur DAILY, WEEKLY, MONTHLY or YEARLY');
  }
  const parts = new Map<string, string>();
  for (const part of text.trim().split(';')) {
    // A semicolon at the end, as some makers write it, says nothing.
    if (part.trim() === '') continue;
    const [, name = '', value = ''] = /^\s*([A-Za-z-]+)=(.*)$/.exec(part) ?? [];
    const key = name.toUpperCase();
    if (!KNOWN.has(key)) {
      const shown = (key === '' ? part : key).slice(0, MAX_SHOWN);
      throw new RecurrenceError(`has ${shown}, which is not worked out: list its days`);
    }
    if (parts.has(key)) throw new RecurrenceError(`has ${key} twice`);
    parts.set(key, value.trim());
  }
  const values = [...parts.values()].reduce((sum, value) => sum + value.split(',').length, 0);
  if (values > MAX_VALUES) throw new RecurrenceError(`has more than ${MAX_VALUES} values`);
  for (const key of WITHIN_A_DAY) {
    if (/^0*$/.test(parts.get(key) ?? '')) continue;
    throw new RecurrenceError(`has ${key}, which makes no sense for whole days`);
  }
  return parts;
}

function numbersOf(
  parts: ReadonlyMap<string, string>,
  name: string,
  min: number,
  max: number,
  fromEnd = false,
): number[] | null {
  return (
    parts
      .get(name)
      ?.split(',')
      .map((text) => {
        const value = /^[+-]?\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
        const size = fromEnd ? Math.abs(value) : value;
        if (size >= min && size <= max) return value;
        const allowed = `${min} to ${max}${fromEnd ? `, or -${max} to -${min}` : ''}`;
        throw new RecurrenceError(`has ${name}=${text.slice(0, MAX_SHOWN)}: give ${allowed}`);
      }) ?? null
  );
}

function intervalOf(parts: ReadonlyMap<string, string>): number {
  const interval = numbersOf(parts, 'INTERVAL', 1, 1e10)?.[0] ?? 1;
  if (interval <= MAX_INTERVAL) return interval;
  throw new RecurrenceError(`has an interval over ${MAX_INTERVAL.toLocaleString('en')}`);
}

function untilOf(parts: ReadonlyMap<string, string>): number | null {
  const text = parts.get('UNTIL');
  if (text === undefined) return null;
  const day = dayIn(text)?.day;
  if (day !== undefined) return day;
  throw new RecurrenceError(
    `has UNTIL=${text.slice(0, MAX_SHOWN)}, which is no day: give one such as 20261231`,
  );
}

function weekdayIn(text: string, name: string): number {
  const place = WEEKDAYS.indexOf(text.trim().toUpperCase());
  if (place >= 0) return place;
  throw new RecurrenceError(
    `has ${name}=${text.slice(0, MAX_SHOWN)}: give ${WEEKDAYS.join(', ')}${name === 'BYDAY' ? ', with a number before it where it is the nth' : ''}`,
  );
}

function weekDaysOf(
  parts: ReadonlyMap<string, string>,
  frequency: Frequency,
): RecurrenceRule['weekDays'] {
  return (
    parts
      .get('BYDAY')
      ?.split(',')
      .map((text) => {
        const [, nth = '', day = text] = /^\s*([+-]?\d{1,2})?([A-Za-z]{2})\s*$/.exec(text) ?? [];
        const weekday = weekdayIn(day, 'BYDAY');
        if (nth === '') return { weekday, nth: null };
        const most = frequency === 'MONTHLY' ? 5 : 53;
        const isNth = frequency === 'MONTHLY' || frequency === 'YEARLY';
        if (isNth && Number(nth) !== 0 && Math.abs(Number(nth)) <= most) {
          return { weekday, nth: Number(nth) };
        }
        throw new RecurrenceError(
          `has BYDAY=${text.slice(0, MAX_SHOWN)}: a number goes with MONTHLY (1 to 5) and YEARLY (1 to 53), from the end with a minus`,
        );
      }) ?? null
  );
}

/** Of what RFC 5545 forbids, whatever the values are. */
function checkSense({ frequency, monthDays, yearDays, positions, ...rule }: RecurrenceRule): void {
  if (yearDays !== null && frequency !== 'YEARLY') {
    throw new RecurrenceError('has BYYEARDAY, which goes with YEARLY only');
  }
  if (monthDays !== null && frequency === 'WEEKLY') {
    throw new RecurrenceError('has BYMONTHDAY, which does not go with WEEKLY');
  }
  const hasDays = monthDays ?? yearDays ?? rule.weekDays ?? rule.months;
  if (positions !== null && hasDays === null) {
    throw new RecurrenceError('has BYSETPOS without days to count in');
  }
}
