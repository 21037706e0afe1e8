import type { ClockRow } from './row.ts';
import { cet, moved, OFFICE, open, promises, resumes, told, under, waits } from './row.ts';

// 2 March 2026 is a Monday.
export const PROMISED_UPDATES: readonly ClockRow[] = [
  {
    name: 'before the response a promised update leaves the running cycle as it is',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      promises(cet('03-02 09:30'), { nextUpdateAt: cet('03-02 12:00') }),
    ],
    now: cet('03-02 10:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 17:00'),
      elapsed: 1,
      passes: [cet('03-02 13:00'), cet('03-02 17:00')],
    },
  },
  {
    name: 'the response announces it: its cycle is due at the promise, with half of that span',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      promises(cet('03-02 09:30'), { nextUpdateAt: cet('03-02 12:00') }),
      told(cet('03-02 10:00')),
    ],
    now: cet('03-02 10:30'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 12:00'),
      elapsed: 0.5,
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'where the interval ends earlier, the cycle is due at the interval',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 4 })),
      promises(cet('03-02 09:30'), { nextUpdateAt: cet('03-02 12:30') }),
      moved(cet('03-02 09:45'), under(OFFICE, { response: 4, update: 2 })),
      told(cet('03-02 10:00')),
    ],
    now: cet('03-02 10:30'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 12:00'),
      elapsed: 0.5,
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'the word after that uses the promise up',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      promises(cet('03-02 09:30'), { nextUpdateAt: cet('03-02 12:00') }),
      told(cet('03-02 10:00')),
      told(cet('03-02 11:00')),
    ],
    now: cet('03-02 12:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-03 11:00'),
      elapsed: 1,
      passes: [cet('03-02 15:00'), cet('03-03 11:00')],
    },
  },
  {
    name: 'after the response a promise shortens the running cycle',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-02 15:00') }),
    ],
    now: cet('03-02 12:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 15:00'),
      elapsed: 2,
      passes: [cet('03-02 12:30'), cet('03-02 15:00')],
    },
  },
  {
    name: 'a promise for the next morning is due then',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 12 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-03 09:30') }),
    ],
    now: cet('03-02 12:00'),
    kind: 'UPDATE',
    is: {
      // Seven hours and a half of working time.
      state: 'RUNNING',
      due: cet('03-03 09:30'),
      elapsed: 2,
      passes: [cet('03-02 13:45'), cet('03-03 09:30')],
    },
  },
  {
    name: 'a broken promise is a breach at the promised time',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-02 15:00') }),
    ],
    now: cet('03-02 16:00'),
    kind: 'UPDATE',
    is: {
      state: 'BREACHED',
      due: cet('03-02 15:00'),
      elapsed: 6,
      breached: cet('03-02 15:00'),
      passes: [cet('03-02 12:30'), cet('03-02 15:00')],
    },
  },
  {
    name: 'a promise kept at the promised time is in time',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-02 15:00') }),
      told(cet('03-02 15:00')),
    ],
    now: cet('03-02 16:00'),
    kind: 'UPDATE',
    cycle: 2,
    is: {
      state: 'MET',
      due: cet('03-02 15:00'),
      elapsed: 5,
      met: cet('03-02 15:00'),
      passes: [cet('03-02 12:30'), null],
    },
  },
  {
    name: 'a pause shifts a promised update',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-02 15:00') }),
      waits(cet('03-02 12:00')),
      resumes(cet('03-02 14:00')),
    ],
    now: cet('03-02 14:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 17:00'),
      elapsed: 2,
      passes: [cet('03-02 14:30'), cet('03-02 17:00')],
    },
  },
  {
    name: 'a pause over a weekend shifts it by working time alone',
    facts: [
      open(cet('03-06 09:00'), under(OFFICE, { response: 4, update: 16 })),
      told(cet('03-06 10:00')),
      promises(cet('03-06 11:00'), { nextUpdateAt: cet('03-09 10:00') }),
      waits(cet('03-06 16:00')),
      resumes(cet('03-09 12:00')),
    ],
    now: cet('03-09 13:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-09 14:00'),
      elapsed: 7,
      passes: [cet('03-06 14:00'), cet('03-09 14:00')],
    },
  },
  {
    name: 'a raised severity takes the earlier of interval and promise',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-02 15:00') }),
      moved(cet('03-02 12:00'), under(OFFICE, { response: 4, update: 4 })),
    ],
    now: cet('03-02 13:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 14:00'),
      elapsed: 3,
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'a lowered one too: the promise stands',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-02 15:00') }),
      moved(cet('03-02 12:00'), under(OFFICE, { response: 4, update: 40 })),
    ],
    now: cet('03-02 13:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 15:00'),
      elapsed: 3,
      passes: [cet('03-02 12:30'), cet('03-02 15:00')],
    },
  },
  {
    name: 'another calendar measures the time up to a promised update anew',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4, update: 16 })),
      told(cet('03-02 10:00')),
      promises(cet('03-02 11:00'), { nextUpdateAt: cet('03-03 11:00') }),
      moved(cet('03-02 17:00'), under(null, { response: 4, update: 48 })),
    ],
    now: cet('03-02 18:00'),
    kind: 'UPDATE',
    is: {
      // Half of nine hours had been passed before the change.
      state: 'RUNNING',
      due: cet('03-03 11:00'),
      elapsed: 8,
      passes: [cet('03-02 14:30'), cet('03-03 11:00')],
    },
  },
];
