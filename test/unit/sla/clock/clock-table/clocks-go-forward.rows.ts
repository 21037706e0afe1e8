import type { ClockRow } from './row.ts';
import { cest, cet, daily, OFFICE, open, resumes, under, waits } from './row.ts';

// On 29 March 2026 Berlin goes from 02:00 to 03:00.
export const CLOCKS_GO_FORWARD: readonly ClockRow[] = [
  {
    name: 'working days go on by the wall after the clocks went forward',
    facts: [open(cet('03-27 16:00'), under(OFFICE, { response: 2 }))],
    now: cest('03-30 09:30'),
    is: {
      state: 'RUNNING',
      due: cest('03-30 10:00'),
      elapsed: 1.5,
      passes: [cet('03-27 17:00'), cest('03-30 10:00')],
    },
  },
  {
    name: 'the day on which the clocks go forward has 23 hours',
    facts: [open(cet('03-29 00:00'), under(daily('00:00-24:00'), { response: 4 }))],
    now: cest('03-29 04:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-29 05:00'),
      elapsed: 3,
      passes: [cest('03-29 03:00'), cest('03-29 05:00')],
    },
  },
  {
    name: 'a day and an hour from its midnight end at two in the night after',
    facts: [open(cet('03-29 00:00'), under(daily('00:00-24:00'), { response: 25 }))],
    now: cest('03-29 14:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-30 02:00'),
      elapsed: 13,
      passes: [cest('03-29 13:30'), cest('03-30 02:00')],
    },
  },
  {
    name: 'hours that lie within the skipped hour do not come that day',
    facts: [open(cet('03-28 12:00'), under(daily('02:00-03:00'), { response: 1 }))],
    now: cest('03-29 12:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-30 03:00'),
      elapsed: 0,
      passes: [cest('03-30 02:30'), cest('03-30 03:00')],
    },
  },
  {
    name: 'hours that open within the skipped hour count from its end',
    facts: [open(cet('03-29 00:00'), under(daily('02:30-04:00'), { response: 1 }))],
    now: cest('03-29 03:15'),
    is: {
      state: 'RUNNING',
      due: cest('03-29 04:00'),
      elapsed: 0.25,
      passes: [cest('03-29 03:30'), cest('03-29 04:00')],
    },
  },
  {
    name: 'hours that close within the skipped hour count up to its beginning',
    facts: [open(cet('03-29 00:00'), under(daily('01:00-02:30'), { response: 1.5 }))],
    now: cest('03-29 12:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-30 01:30'),
      elapsed: 1,
      passes: [cet('03-29 01:45'), cest('03-30 01:30')],
    },
  },
  {
    name: 'hours that close where the skipped hour begins are whole',
    facts: [open(cet('03-29 00:30'), under(daily('01:00-02:00'), { response: 1 }))],
    now: cet('03-29 01:45'),
    is: {
      state: 'RUNNING',
      due: cet('03-29 02:00'),
      elapsed: 0.75,
      passes: [cet('03-29 01:30'), cet('03-29 02:00')],
    },
  },
  {
    name: 'hours that open where the skipped hour ends are whole',
    facts: [open(cet('03-29 01:59'), under(daily('03:00-04:00'), { response: 1 }))],
    now: cest('03-29 03:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-29 04:00'),
      elapsed: 0,
      passes: [cest('03-29 03:30'), cest('03-29 04:00')],
    },
  },
  {
    name: 'a night shift is an hour shorter when the clocks go forward',
    facts: [open(cet('03-28 22:00'), under(daily('00:00-06:00 22:00-24:00'), { response: 7 }))],
    now: cest('03-29 05:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-29 06:00'),
      elapsed: 6,
      passes: [cet('03-29 01:30'), cest('03-29 06:00')],
    },
  },
  {
    name: 'a pause over the change shifts by the time that went by, not by that on the wall',
    facts: [
      open(cet('03-28 20:00'), under(daily('00:00-24:00'), { response: 12 })),
      waits(cet('03-29 01:00')),
      resumes(cest('03-29 04:00')),
    ],
    now: cest('03-29 06:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-29 11:00'),
      elapsed: 7,
      passes: [cest('03-29 05:00'), cest('03-29 11:00')],
    },
  },
  {
    name: 'without a calendar summer time is nothing',
    facts: [open(cet('03-28 12:00'), under(null, { response: 24 }))],
    now: cest('03-29 12:00'),
    is: {
      state: 'RUNNING',
      due: cest('03-29 13:00'),
      elapsed: 23,
      passes: [cet('03-29 00:00'), cest('03-29 13:00')],
    },
  },
];
