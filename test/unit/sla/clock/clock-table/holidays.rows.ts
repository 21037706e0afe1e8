import { berlin, holidays } from '../../time/calendars.ts';
import type { ClockRow } from './row.ts';
import { cest, cet, OFFICE, open, told, under, utc } from './row.ts';

// Good Friday and Easter Monday; the latter is the Monday after the 29th of March.
const EASTER = berlin({ holidays: holidays('2026-04-03', '2026-04-06') });
const MAY_DAY = berlin({ holidays: holidays('2026-05-01') });
const SATURDAY = berlin({ holidays: holidays('2026-10-03') });
const NEW_YEAR = berlin({ holidays: holidays('2026-12-25', '2026-12-31', '2027-01-01') });
const LEAP_DAY = berlin({ holidays: holidays('2028-02-29') });

export const HOLIDAYS: readonly ClockRow[] = [
  {
    name: 'a holiday does not count',
    facts: [open(cest('04-30 15:00'), under(MAY_DAY, { response: 3 }))],
    now: cest('05-01 12:00'),
    is: {
      state: 'RUNNING',
      due: cest('05-04 10:00'),
      elapsed: 2,
      passes: [cest('04-30 16:30'), cest('05-04 10:00')],
    },
  },
  {
    name: 'opened on a holiday, a clock counts from the next working day',
    facts: [open(cest('04-03 10:00'), under(EASTER, { response: 1 }))],
    now: cest('04-06 12:00'),
    is: {
      state: 'RUNNING',
      due: cest('04-07 10:00'),
      elapsed: 0,
      passes: [cest('04-07 09:30'), cest('04-07 10:00')],
    },
  },
  {
    name: 'holidays on both sides of a weekend make four days that do not count',
    facts: [open(cest('04-02 16:00'), under(EASTER, { response: 8 }))],
    now: cest('04-07 10:00'),
    is: {
      state: 'RUNNING',
      due: cest('04-07 16:00'),
      elapsed: 2,
      passes: [cest('04-07 12:00'), cest('04-07 16:00')],
    },
  },
  {
    name: 'a word on a holiday meets the clock',
    facts: [open(cest('04-02 16:00'), under(EASTER, { response: 8 })), told(cest('04-06 12:00'))],
    now: cest('04-08 10:00'),
    is: {
      state: 'MET',
      due: cest('04-07 16:00'),
      elapsed: 1,
      met: cest('04-06 12:00'),
      passes: [null, null],
    },
  },
  {
    name: 'a holiday on a weekend changes nothing',
    facts: [open(cest('10-02 16:00'), under(SATURDAY, { response: 2 }))],
    now: cest('10-05 09:15'),
    is: {
      state: 'RUNNING',
      due: cest('10-05 10:00'),
      elapsed: 1.25,
      passes: [cest('10-02 17:00'), cest('10-05 10:00')],
    },
  },
  {
    name: 'holidays on both sides of New Year, then a weekend',
    facts: [open(cet('12-30 15:00'), under(NEW_YEAR, { response: 4 }))],
    now: cet('2027-01-01 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('2027-01-04 11:00'),
      elapsed: 2,
      passes: [cet('12-30 17:00'), cet('2027-01-04 11:00')],
    },
  },
  {
    name: 'without holidays the new year goes on where the old one closed',
    facts: [open(cet('12-31 16:00'), under(OFFICE, { response: 2 }))],
    now: cet('2027-01-01 09:30'),
    is: {
      state: 'RUNNING',
      due: cet('2027-01-01 10:00'),
      elapsed: 1.5,
      passes: [cet('12-31 17:00'), cet('2027-01-01 10:00')],
    },
  },
  {
    name: 'a holiday is a day of the calendar, not of UTC: it begins and ends at midnight there',
    facts: [
      open(
        cet('12-30 22:00'),
        under(
          berlin({
            hours: (['WEDNESDAY', 'THURSDAY', 'FRIDAY'] as const).map((day) => ({
              day,
              opens: '00:00',
              closes: '24:00',
            })),
            holidays: holidays('2026-12-31'),
          }),
          { response: 4 },
        ),
      ),
    ],
    now: cet('12-31 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('2027-01-01 02:00'),
      elapsed: 2,
      passes: [cet('12-31 00:00'), cet('2027-01-01 02:00')],
    },
  },
  {
    name: 'the leap day is a working day like any other',
    facts: [open(cet('2028-02-28 16:00'), under(OFFICE, { response: 10 }))],
    now: cet('2028-02-29 17:00'),
    is: {
      state: 'RUNNING',
      due: cet('2028-03-01 10:00'),
      elapsed: 9,
      passes: [cet('2028-02-29 13:00'), cet('2028-03-01 10:00')],
    },
  },
  {
    name: 'the leap day can be a holiday',
    facts: [open(cet('2028-02-28 16:00'), under(LEAP_DAY, { response: 2 }))],
    now: cet('2028-02-29 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('2028-03-01 10:00'),
      elapsed: 1,
      passes: [cet('2028-02-28 17:00'), cet('2028-03-01 10:00')],
    },
  },
  {
    name: 'around the clock two days from the 28th of a leap year end on the 1st of March',
    facts: [open(utc('2028-02-28 12:00'), under(null, { response: 48 }))],
    now: utc('2028-02-29 00:00'),
    is: {
      state: 'RUNNING',
      due: utc('2028-03-01 12:00'),
      elapsed: 12,
      passes: [utc('2028-02-29 12:00'), utc('2028-03-01 12:00')],
    },
  },
  {
    name: 'in another year the 1st of March follows the 28th',
    facts: [open(cet('2027-02-26 16:00'), under(OFFICE, { response: 2 }))],
    now: cet('2027-02-28 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('2027-03-01 10:00'),
      elapsed: 1,
      passes: [cet('2027-02-26 17:00'), cet('2027-03-01 10:00')],
    },
  },
];
