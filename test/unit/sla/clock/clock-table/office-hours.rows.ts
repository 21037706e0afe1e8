import type { ClockRow } from './row.ts';
import { cet, OFFICE, open, told, under } from './row.ts';

// 2 March 2026 is a Monday.
const UNTIL_CLOSING = open(cet('03-02 13:00'), under(OFFICE, { response: 4 }));

export const OFFICE_HOURS: readonly ClockRow[] = [
  {
    name: 'within one day hours pass as on the wall',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 }))],
    now: cet('03-02 11:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 14:00'),
      elapsed: 1,
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'a night does not count, and half is reached at closing, not at the next opening',
    facts: [open(cet('03-02 16:00'), under(OFFICE, { response: 2 }))],
    now: cet('03-03 09:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 10:00'),
      elapsed: 1.5,
      passes: [cet('03-02 17:00'), cet('03-03 10:00')],
    },
  },
  {
    name: 'a weekend does not count',
    facts: [open(cet('03-06 16:00'), under(OFFICE, { response: 4 }))],
    now: cet('03-09 09:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-09 12:00'),
      elapsed: 1,
      passes: [cet('03-09 10:00'), cet('03-09 12:00')],
    },
  },
  {
    name: 'a target of several weeks counts eight hours of each working day',
    facts: [open(cet('03-02 09:00'), under(OFFICE, { response: 100 }))],
    now: cet('03-09 09:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-18 13:00'),
      elapsed: 40,
      passes: [cet('03-10 11:00'), cet('03-18 13:00')],
    },
  },
  {
    name: 'a target that ends at closing is due at that instant',
    facts: [UNTIL_CLOSING],
    now: cet('03-02 16:45'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 17:00'),
      elapsed: 3.75,
      passes: [cet('03-02 15:00'), cet('03-02 17:00')],
    },
  },
  {
    name: 'a target that ends at closing is breached from closing on, though no more time counts',
    facts: [UNTIL_CLOSING],
    now: cet('03-02 18:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 17:00'),
      elapsed: 4,
      breached: cet('03-02 17:00'),
      passes: [cet('03-02 15:00'), cet('03-02 17:00')],
    },
  },
  {
    name: 'a word at the closing instant is in time',
    facts: [UNTIL_CLOSING, told(cet('03-02 17:00'))],
    now: cet('03-03 09:00'),
    is: {
      state: 'MET',
      due: cet('03-02 17:00'),
      elapsed: 4,
      met: cet('03-02 17:00'),
      passes: [cet('03-02 15:00'), null],
    },
  },
  {
    name: 'a word at the next opening is late, though not a second of working time later',
    facts: [UNTIL_CLOSING, told(cet('03-03 09:00'))],
    now: cet('03-03 09:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 17:00'),
      elapsed: 4,
      met: cet('03-03 09:00'),
      breached: cet('03-02 17:00'),
      passes: [cet('03-02 15:00'), cet('03-02 17:00')],
    },
  },
  {
    name: 'opened before hours, a clock counts from the opening of the desk',
    facts: [open(cet('03-02 07:00'), under(OFFICE, { response: 1 }))],
    now: cet('03-02 08:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 10:00'),
      elapsed: 0,
      passes: [cet('03-02 09:30'), cet('03-02 10:00')],
    },
  },
  {
    name: 'opened after hours, a clock counts from the next morning',
    facts: [open(cet('03-02 20:00'), under(OFFICE, { response: 1 }))],
    now: cet('03-03 09:15'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 10:00'),
      elapsed: 0.25,
      passes: [cet('03-03 09:30'), cet('03-03 10:00')],
    },
  },
  {
    name: 'opened at the closing instant, a clock has used up nothing until the next morning',
    facts: [open(cet('03-02 17:00'), under(OFFICE, { response: 2 }))],
    now: cet('03-03 09:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 11:00'),
      elapsed: 0,
      passes: [cet('03-03 10:00'), cet('03-03 11:00')],
    },
  },
  {
    name: 'opened on a Saturday, a whole working day is over when Monday closes',
    facts: [open(cet('03-07 12:00'), under(OFFICE, { response: 8 }))],
    now: cet('03-09 17:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-09 17:00'),
      elapsed: 8,
      breached: cet('03-09 17:00'),
      passes: [cet('03-09 13:00'), cet('03-09 17:00')],
    },
  },
  {
    name: 'answered on a Sunday, a clock opened on Saturday is met with nothing used up',
    facts: [open(cet('03-07 12:00'), under(OFFICE, { response: 8 })), told(cet('03-08 12:00'))],
    now: cet('03-09 12:00'),
    is: {
      state: 'MET',
      due: cet('03-09 17:00'),
      elapsed: 0,
      met: cet('03-08 12:00'),
      passes: [null, null],
    },
  },
];
