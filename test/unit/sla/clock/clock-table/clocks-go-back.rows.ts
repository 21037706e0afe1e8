import type { ClockRow } from './row.ts';
import { cest, cet, daily, OFFICE, open, under } from './row.ts';

// On 25 October 2026 Berlin goes from 03:00 back to 02:00.
export const CLOCKS_GO_BACK: readonly ClockRow[] = [
  {
    name: 'working days go on by the wall after the clocks went back',
    facts: [open(cest('10-23 16:00'), under(OFFICE, { response: 2 }))],
    now: cet('10-26 09:30'),
    is: {
      state: 'RUNNING',
      due: cet('10-26 10:00'),
      elapsed: 1.5,
      passes: [cest('10-23 17:00'), cet('10-26 10:00')],
    },
  },
  {
    name: 'the day on which the clocks go back has 25 hours',
    facts: [open(cest('10-25 00:00'), under(daily('00:00-24:00'), { response: 4 }))],
    now: cet('10-25 02:00'),
    is: {
      state: 'RUNNING',
      due: cet('10-25 03:00'),
      elapsed: 3,
      passes: [cest('10-25 02:00'), cet('10-25 03:00')],
    },
  },
  {
    name: 'hours that lie within the repeated hour count twice',
    facts: [open(cest('10-25 00:00'), under(daily('02:00-03:00'), { response: 2 }))],
    now: cet('10-25 02:30'),
    is: {
      state: 'RUNNING',
      due: cet('10-25 03:00'),
      elapsed: 1.5,
      passes: [cest('10-25 03:00'), cet('10-25 03:00')],
    },
  },
  {
    name: 'hours that open within the repeated hour stop when it begins again',
    facts: [open(cest('10-25 00:00'), under(daily('02:30-04:00'), { response: 1 }))],
    now: cet('10-25 02:15'),
    is: {
      state: 'RUNNING',
      due: cet('10-25 03:00'),
      elapsed: 0.5,
      passes: [cest('10-25 03:00'), cet('10-25 03:00')],
    },
  },
  {
    name: 'hours that close within the repeated hour open again when it begins again',
    facts: [open(cest('10-25 00:00'), under(daily('01:00-02:30'), { response: 2 }))],
    now: cest('10-25 02:45'),
    is: {
      state: 'RUNNING',
      due: cet('10-25 02:30'),
      elapsed: 1.5,
      passes: [cest('10-25 02:00'), cet('10-25 02:30')],
    },
  },
  {
    name: 'hours with both edges within the repeated hour come twice',
    facts: [open(cest('10-25 00:00'), under(daily('02:15-02:45'), { response: 1 }))],
    now: cet('10-25 02:00'),
    is: {
      state: 'RUNNING',
      due: cet('10-25 02:45'),
      elapsed: 0.5,
      passes: [cest('10-25 02:45'), cet('10-25 02:45')],
    },
  },
  {
    name: 'opened in the second of the repeated hours, a clock counts that one only',
    facts: [open(cet('10-25 02:30'), under(daily('02:00-03:00'), { response: 1 }))],
    now: cet('10-25 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('10-26 02:30'),
      elapsed: 0.5,
      passes: [cet('10-25 03:00'), cet('10-26 02:30')],
    },
  },
  {
    name: 'a night shift is an hour longer when the clocks go back',
    facts: [open(cest('10-24 22:00'), under(daily('00:00-06:00 22:00-24:00'), { response: 9 }))],
    now: cet('10-25 02:30'),
    is: {
      state: 'RUNNING',
      due: cet('10-25 06:00'),
      elapsed: 5.5,
      passes: [cest('10-25 02:30'), cet('10-25 06:00')],
    },
  },
];
