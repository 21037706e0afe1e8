import type { ClockRow } from './row.ts';
import { cet, moved, OFFICE, open, resumes, told, under, waits } from './row.ts';

// 2 March 2026 is a Monday.
export const SEVERITY: readonly ClockRow[] = [
  {
    name: 'raised from 3 h to 2 h after an hour: due in an hour',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 3 })),
      moved(cet('03-02 11:00'), under(OFFICE, { response: 2 })),
    ],
    now: cet('03-02 11:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 12:00'),
      elapsed: 1.5,
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'raised over night, the hours of the day before are taken along',
    facts: [
      open(cet('03-02 15:00'), under(OFFICE, { response: 8 })),
      moved(cet('03-02 20:00'), under(OFFICE, { response: 4 })),
    ],
    now: cet('03-03 10:00'),
    is: {
      // Half of the new target was used up at closing; it is passed when the target is set.
      state: 'RUNNING',
      due: cet('03-03 11:00'),
      elapsed: 3,
      passes: [cet('03-02 20:00'), cet('03-03 11:00')],
    },
  },
  {
    name: 'lowered, the hours of the day before are taken along',
    facts: [
      open(cet('03-02 15:00'), under(OFFICE, { response: 4 })),
      moved(cet('03-02 16:00'), under(OFFICE, { response: 12 })),
    ],
    now: cet('03-03 10:00'),
    is: {
      // Two on Monday, eight on Tuesday, two on Wednesday.
      state: 'RUNNING',
      due: cet('03-04 11:00'),
      elapsed: 3,
      passes: [cet('03-03 13:00'), cet('03-04 11:00')],
    },
  },
  {
    name: 'raised and lowered again, a clock is due as if nothing had been',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      moved(cet('03-02 11:00'), under(OFFICE, { response: 4 })),
      moved(cet('03-02 12:00'), under(OFFICE, { response: 8 })),
    ],
    now: cet('03-02 16:00'),
    is: {
      // Half of the four hours is not passed by the change at 12:00, half of eight at 14:00 is.
      state: 'RUNNING',
      due: cet('03-03 10:00'),
      elapsed: 6,
      passes: [cet('03-02 14:00'), cet('03-03 10:00')],
    },
  },
  {
    name: 'raised below what has elapsed, a clock is breached at the change',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      moved(cet('03-02 15:00'), under(OFFICE, { response: 4 })),
    ],
    now: cet('03-02 16:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 14:00'),
      elapsed: 6,
      breached: cet('03-02 15:00'),
      passes: [cet('03-02 14:00'), cet('03-02 15:00')],
    },
  },
  {
    name: 'raised below it outside hours, a clock is breached then, not in the morning',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      moved(cet('03-02 20:00'), under(OFFICE, { response: 4 })),
    ],
    now: cet('03-02 21:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 14:00'),
      elapsed: 7,
      breached: cet('03-02 20:00'),
      passes: [cet('03-02 14:00'), cet('03-02 20:00')],
    },
  },
  {
    name: 'lowered after a breach, the breach stands',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 2 })),
      moved(cet('03-02 13:00'), under(OFFICE, { response: 8 })),
    ],
    now: cet('03-02 14:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-03 10:00'),
      elapsed: 4,
      breached: cet('03-02 12:00'),
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'raised while paused, a clock takes along what had elapsed before',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-02 12:00')),
      moved(cet('03-02 14:00'), under(OFFICE, { response: 6 })),
      resumes(cet('03-02 16:00')),
    ],
    now: cet('03-02 16:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 12:00'),
      elapsed: 2.5,
      passes: [cet('03-02 17:00'), cet('03-03 12:00')],
    },
  },
  {
    name: 'raised below it while paused, a clock is breached at the change',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-02 13:00')),
      moved(cet('03-02 15:00'), under(OFFICE, { response: 2 })),
    ],
    now: cet('03-02 16:00'),
    is: {
      state: 'BREACHED',
      due: null,
      elapsed: 3,
      breached: cet('03-02 15:00'),
      passes: [cet('03-02 15:00'), cet('03-02 15:00')],
    },
  },
  {
    name: 'the UPDATE cycle takes along its own elapsed time, not that of the case',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 13:00')),
      moved(cet('03-02 15:00'), under(OFFICE, { response: 4, update: 4 })),
    ],
    now: cet('03-02 16:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 17:00'),
      elapsed: 3,
      passes: [cet('03-02 15:00'), cet('03-02 17:00')],
    },
  },
];
