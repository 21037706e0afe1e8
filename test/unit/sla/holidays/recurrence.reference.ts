import { DAY_MS } from '../../../../src/shared/duration.ts';

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/**
 * The days before `to` of a rule (RFC 5545, 3.3.10) in the plainest way: of each year, month, week or
 * day all that meet every condition. Days are counted from 1970-01-01.
 */
export function recurrencesByDay(rule: string, first: number, to: number): number[] {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const list = (name: string) => parts.get(name)?.split(',');
  const [start, ...found] = [shown(first), ...([] as number[])];
  const byFirst = !['BYDAY', 'BYMONTHDAY', 'BYYEARDAY'].some((name) => parts.has(name));
  const freq = parts.get('FREQ') ?? '';
  const months = list('BYMONTH') ?? (byFirst && freq === 'YEARLY' ? [`${start.month}`] : undefined);
  const dates =
    list('BYMONTHDAY') ??
    (byFirst && /^(YEAR|MONTH)LY$/.test(freq) ? [`${start.date}`] : undefined);
  const weekdays =
    list('BYDAY') ?? (freq === 'WEEKLY' ? [`${WEEKDAYS[start.weekday]}`] : undefined);
  const inMonth = freq === 'MONTHLY' || months !== undefined;
  const meets = (day: number): boolean => {
    const at = shown(day);
    const [nth, fromEnd] = inMonth
      ? [at.date, at.date - at.ofMonth - 1]
      : [at.yearDay, at.yearDay - at.ofYear - 1];
    const named = `${WEEKDAYS[at.weekday]}`;
    const forms = [named, `${Math.ceil(nth / 7)}${named}`, `${Math.floor(fromEnd / 7)}${named}`];
    const isOf = (given: string[] | undefined, ...values: (number | string)[]) =>
      given === undefined || given.some((one) => values.some((value) => `${value}` === one));
    return (
      isOf(months, at.month) &&
      isOf(dates, at.date, at.date - at.ofMonth - 1) &&
      isOf(list('BYYEARDAY'), at.yearDay, at.yearDay - at.ofYear - 1) &&
      isOf(weekdays, ...forms)
    );
  };
  const weekStart = WEEKDAYS.indexOf(parts.get('WKST') ?? 'MO');
  const weekOf = (day: number) => Math.floor((day - ((weekStart + 3) % 7)) / 7);
  const periodOf = (day: number): number => {
    const { year, month } = shown(day);
    return { YEARLY: year, MONTHLY: year * 12 + month, WEEKLY: weekOf(day), DAILY: day }[freq] ?? 0;
  };
  const periods = new Map<number, number[]>();
  for (let day = first - 366; day < to + 366; day += 1) {
    const turn = periodOf(day) - periodOf(first);
    if (turn < 0 || turn % Number(parts.get('INTERVAL') ?? 1) !== 0 || !meets(day)) continue;
    periods.set(turn, [...(periods.get(turn) ?? []), day]);
  }
  const positions = list('BYSETPOS')?.map(Number);
  for (const days of periods.values()) {
    found.push(
      ...days.filter(
        (_, i) => positions?.some((p) => p === i + 1 || p === i - days.length) ?? true,
      ),
    );
  }
  const until = parts.get('UNTIL')?.replace(/^(....)(..)(..)$/, '$1-$2-$3');
  const end = until === undefined ? to : Math.min(to, Date.parse(until) / DAY_MS + 1);
  const counted = found.filter((day) => day >= first).slice(0, Number(parts.get('COUNT') ?? 1e9));
  return counted.filter((day) => day < end);
}

function shown(day: number) {
  const at = new Date(day * DAY_MS);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  const yearDay = day - Date.UTC(year, 0, 0) / DAY_MS;
  const ofYear = (Date.UTC(year + 1, 0, 0) - Date.UTC(year, 0, 0)) / DAY_MS;
  const ofMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const [date, weekday] = [at.getUTCDate(), at.getUTCDay()];
  return { year, month: month + 1, date, weekday, yearDay, ofYear, ofMonth };
}
