import ICAL from 'ical.js';
import { dayIn } from './icalendar-dates.rules.ts';

/** A rule (RFC 5545, 3.3.10), limited to those of whole days for which the library gives the right days. */
export interface RecurrenceRule {
  /** The rule as it is written. */
  text: string;
  /** The rule without COUNT and UNTIL, because the library also counts days that it makes of 30 February. */
  recur: ICAL.Recur;
  /** How many days the rule gives, those before the window included; null without COUNT. */
  count: number | null;
  /** The last day that the rule may give, in days since 1970-01-01; null without UNTIL. */
  until: number | null;
}

/** The refusal of a rule. The message says what would be right. */
export class RecurrenceError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RecurrenceError';
  }
}

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
const MAX_INTERVAL = 1_000;
const MAX_VALUES = 100;
const MAX_SHOWN = 100;
/** The parts that a rule may have, with their values. Rules with other parts are not worked out. */
const GIVE = new Map([
  ['FREQ', FREQUENCIES.join(', ')],
  ['INTERVAL', `1 to ${MAX_INTERVAL.toLocaleString('en')}`],
  ['COUNT', '1 to 999999999'],
  ['UNTIL', 'a day such as 20261231'],
  ['WKST', 'MO, TU, WE, TH, FR, SA, SU'],
  ['BYMONTH', '1 to 12'],
  ['BYMONTHDAY', '1 to 31, or -31 to -1'],
  ['BYYEARDAY', '1 to 366, or -366 to -1'],
  ['BYSETPOS', '1 to 366, or -366 to -1'],
  ['BYDAY', 'MO, TU, WE, TH, FR, SA, SU, with a number before it where it is the nth'],
  ...['BYHOUR', 'BYMINUTE', 'BYSECOND'].map((name) => [name, '0'] as const),
]);
const IN_WORDS = new Set(['FREQ', 'UNTIL', 'WKST', 'BYDAY']);
const NUMBERS = /^[+-]?0*[1-9]\d{0,8}(?:,[+-]?0*[1-9]\d{0,8})*$/;

/**
 * The shapes of rules for which the library gives the days of the RFC. For others it gives wrong days,
 * or searches without end (docs/design.md). Marks: `/` an interval, `+` a day that some months lack,
 * `-` counted from the end, `*` several months, `#` a weekday with a number up to 5, `##` with a higher
 * number, `#5` several with a fifth among them: the library may pass over the others.
 */
const WORKED_OUT = [
  /^DAILY\/?(?: BYDAY)?(?: BYMONTH\*?)?(?: BYMONTHDAY\+?)?$/,
  /^WEEKLY\/?(?: BYDAY)?(?: BYMONTH\*?)?$/,
  /^MONTHLY\/?(?: BYMONTHDAY\+?| BYDAY#?| BYDAY BYSETPOS)?$/,
  /^YEARLY\/?(?: BYDAY#?5?| BYYEARDAY-?| BYMONTH BYMONTHDAY\+?| BYMONTH\* BYMONTHDAY)?$/,
  /^YEARLY\/?(?: BYDAY#?5?)? BYMONTH\*?$/,
  /^YEARLY\/? BYDAY BYMONTH(?: BYMONTHDAY\+?| BYSETPOS)$/,
  /^MONTHLY BYMONTHDAY-\+?$/,
  /^YEARLY BYMONTH BYMONTHDAY-$/,
];

/**
 * @param lastDay gives the last day that UNTIL, which may be a time, allows; by default the day that it
 *   shows.
 * @throws RecurrenceError for text that is no rule, and for a rule whose days are not worked out.
 */
export function readRule(
  text: string,
  lastDay = (until: string) => dayIn(until)?.day ?? null,
): RecurrenceRule {
  const parts = partsIn(text);
  if (!FREQUENCIES.includes(parts.get('FREQ') ?? '')) {
    throw new RecurrenceError('must recur DAILY, WEEKLY, MONTHLY or YEARLY: give one as FREQ');
  }
  if (parts.has('COUNT') && parts.has('UNTIL')) {
    throw new RecurrenceError('has both COUNT and UNTIL: give one of them');
  }
  const until = parts.get('UNTIL');
  parts.delete('UNTIL');
  const recur = recurOf([...parts].map((part) => part.join('=')).join(';'));
  const { count } = recur;
  recur.count = null;
  pickWeekdays(recur);
  checkShape(recur);
  return { text, recur, count, until: until === undefined ? null : lastDay(until) };
}

/** Builds the library's rule. An error of the library is replaced: its own words help nobody. */
function recurOf(text: string): ICAL.Recur {
  try {
    return ICAL.Recur.fromString(text);
  } catch {
    throw new RecurrenceError('is not worked out: list its days');
  }
}

function partsIn(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  // Some programs write a semicolon at the end.
  for (const part of text.toUpperCase().split(';')) {
    if (part.trim() === '') continue;
    const [name = '', ...rest] = part.split('=').map((one) => one.trim());
    const value = rest.join('=');
    const shown = `${name}=${value}`.slice(0, MAX_SHOWN);
    const give = GIVE.get(name);
    if (give === undefined || rest.length === 0) {
      throw new RecurrenceError(
        `has ${name.slice(0, MAX_SHOWN)}, which is not worked out: list its days`,
      );
    }
    if (parts.has(name)) throw new RecurrenceError(`has ${name} twice`);
    if (value.split(',').length > MAX_VALUES) {
      throw new RecurrenceError(`has ${name} with more than ${MAX_VALUES} values`);
    }
    if (give === '0') {
      if (/^0+$/.test(value)) continue;
      throw new RecurrenceError(`has ${name}, which makes no sense for whole days`);
    }
    if (name !== 'FREQ' && !isOf(name, value)) {
      throw new RecurrenceError(`has ${shown}: give ${give}`);
    }
    parts.set(name, value);
  }
  if (parts.size === 0) {
    throw new RecurrenceError('is empty: it must recur DAILY, WEEKLY, MONTHLY or YEARLY');
  }
  return parts;
}

/** Whether a part may have the value. The library takes 0 and 3X for numbers, and its errors name no part. */
function isOf(name: string, value: string): boolean {
  if (name === 'UNTIL') return dayIn(value) !== undefined;
  if (!IN_WORDS.has(name) && !NUMBERS.test(value)) return false;
  if (name === 'COUNT') return /^\d+$/.test(value);
  if (name === 'INTERVAL') return /^\d+$/.test(value) && Number(value) <= MAX_INTERVAL;
  try {
    ICAL.Recur.fromString(`${name}=${value}`);
    return true;
  } catch {
    return false;
  }
}

/** Turns positions among the days of a week into weekdays, because the library ignores the positions. */
function pickWeekdays({ freq, parts, wkst }: ICAL.Recur): void {
  const { BYDAY: days, BYSETPOS: positions, BYMONTH: months } = parts;
  if (freq !== 'WEEKLY' || !days || !positions || months || days.some((day) => /\d/.test(day)))
    return;
  const placeOf = (day: string) => ICAL.Recur.icalDayToNumericDay(day, wkst);
  const inOrder = days.toSorted((a, b) => placeOf(a) - placeOf(b));
  const picked = positions.flatMap((place) => inOrder.at(place > 0 ? place - 1 : place) ?? []);
  if (picked.length === 0) return;
  parts.BYDAY = [...new Set(picked)];
  delete (parts as Partial<ICAL.Recur['parts']>).BYSETPOS;
}

function checkShape({ freq, interval, parts }: ICAL.Recur): void {
  const given = Object.entries(parts as Record<string, (number | string)[]>);
  const every = interval > 1 ? '/' : '';
  const shape = [
    freq + every,
    ...given.map(([name, values]) => name + markOf(name, values)).sort(),
  ];
  if (WORKED_OUT.some((known) => known.test(shape.join(' ')))) return;
  const shown = [...(interval > 1 ? [['INTERVAL', [interval]] as const] : []), ...given]
    .map(([name, values]) => `${name}=${values.join(',')}`)
    .join(' and ');
  throw new RecurrenceError(
    `combines ${freq} with ${shown.slice(0, MAX_SHOWN)}, which is not worked out: list its days`,
  );
}

function markOf(name: string, values: readonly (number | string)[]): string {
  const any = (found: RegExp) => values.some((value) => found.test(String(value)));
  if (name === 'BYMONTH') return values.length > 1 ? '*' : '';
  if (name === 'BYDAY') {
    const isFifthOfSeveral = values.length > 1 && any(/5/);
    return any(/[6-9]|\d\d/) ? '##' : isFifthOfSeveral ? '#5' : any(/\d/) ? '#' : '';
  }
  // In a month whose first day counts, the library does not see that a day is the last but three, for
  // example.
  const fromEnd = any(name === 'BYSETPOS' ? /-(?!1$)/ : /-/) ? '-' : '';
  const notInAll = fromEnd === '' ? /29|3\d/ : /^(?:29|3\d)$/;
  return fromEnd + (name === 'BYMONTHDAY' && any(notInAll) ? '+' : '');
}
