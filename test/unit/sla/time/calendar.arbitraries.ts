import fc from 'fast-check';
import { MINUTE_MS } from '../../../../src/shared/duration.ts';
import { WEEKDAYS } from '../../../../src/shared/vocabulary.ts';
import type { BusinessHours, CalendarTerms } from '../../../../src/sla/time/calendar.rules.ts';

/** With and without summer time, by whole and by half an hour, at night, at midnight and over the year's end. */
const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Tokyo',
  'UTC',
];

const QUARTERS_OF_A_DAY = 96;
const FROM_MS = Date.UTC(2026, 1, 1);
const TO_MS = Date.UTC(2027, 0, 31);
const DAYS = Array.from({ length: 330 }, (_, day) =>
  new Date(FROM_MS + day * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10),
);

function clock(quarter: number): string {
  const [hour, part] = [Math.floor(quarter / 4), quarter % 4];
  return `${String(hour).padStart(2, '0')}:${String(part * 15).padStart(2, '0')}`;
}

/** Up to three spans that do not overlap; `touching`: the first two have no gap between them. */
const spansOfADay = fc
  .tuple(
    fc.uniqueArray(fc.nat({ max: QUARTERS_OF_A_DAY }), { minLength: 2, maxLength: 6 }),
    fc.boolean(),
  )
  .map(([marks, touching]) => {
    const [first = 0, ...rest] = [...marks].sort((a, b) => a - b);
    const edges = touching && rest.length > 1 ? [first, rest[0] ?? 0, ...rest] : [first, ...rest];
    return Array.from({ length: Math.floor(edges.length / 2) }, (_, place) => ({
      opens: clock(edges[2 * place] ?? 0),
      closes: clock(edges[2 * place + 1] ?? 0),
    }));
  });

const hours = fc
  .subarray([...WEEKDAYS], { minLength: 1 })
  .chain((days) =>
    fc
      .array(spansOfADay, { minLength: days.length, maxLength: days.length })
      .map((all): BusinessHours[] =>
        days.flatMap((day, place) => (all[place] ?? []).map((span) => ({ day, ...span }))),
      ),
  );

export const calendars: fc.Arbitrary<CalendarTerms> = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  hours,
  holidays: fc
    .subarray(DAYS, { maxLength: 25 })
    .map((dates) => dates.map((date, place) => ({ date, name: `Holiday ${place % 2}` }))),
});

/** Days on which the clocks change somewhere in the list. */
const CHANGES = [
  '2026-03-08',
  '2026-03-22',
  '2026-03-29',
  '2026-04-05',
  '2026-04-24',
  '2026-09-06',
  '2026-10-04',
  '2026-10-25',
  '2026-10-30',
  '2026-11-01',
].map((day) => Date.parse(day));

/** Anywhere in the year to the millisecond, and often near a change of summer time. */
export const instants: fc.Arbitrary<Date> = fc.oneof(
  fc.integer({ min: FROM_MS, max: TO_MS }).map((ms) => new Date(ms)),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -16 * 60, max: 40 * 60 }))
    .map(([day, minute]) => new Date(day + minute * MINUTE_MS)),
);
