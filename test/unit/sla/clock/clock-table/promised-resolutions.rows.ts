import type { ClockRow } from './row.ts';
import {
  cet,
  moved,
  OFFICE,
  open,
  promises,
  reopened,
  resolved,
  resumes,
  under,
  waits,
} from './row.ts';

// 2 March 2026 is a Monday.
export const PROMISED_RESOLUTIONS: readonly ClockRow[] = [
  {
    name: 'a promised resolution makes a clock from the opening, in working time',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      promises(cet('03-02 12:00'), { resolveBy: cet('03-04 12:00') }),
    ],
    now: cet('03-03 09:00'),
    kind: 'RESOLUTION',
    is: {
      // 7, 8 and 3 h.
      state: 'RUNNING',
      due: cet('03-04 12:00'),
      elapsed: 7,
      passes: [cet('03-03 11:00'), cet('03-04 12:00')],
    },
  },
  {
    name: 'a promised resolution replaces the target of the policy, later or not',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, resolution: 4 })),
      promises(cet('03-02 12:30'), { resolveBy: cet('03-03 13:00') }),
    ],
    now: cet('03-02 15:00'),
    kind: 'RESOLUTION',
    is: {
      // Half of the four hours was passed before.
      state: 'RUNNING',
      due: cet('03-03 13:00'),
      elapsed: 5,
      passes: [cet('03-02 12:00'), cet('03-03 13:00')],
    },
  },
  {
    name: 'a later promise of a resolution replaces the one before',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      promises(cet('03-02 12:00'), { resolveBy: cet('03-04 12:00') }),
      promises(cet('03-02 13:00'), { resolveBy: cet('03-03 12:00') }),
    ],
    now: cet('03-02 14:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'RUNNING',
      due: cet('03-03 12:00'),
      elapsed: 4,
      passes: [cet('03-02 15:00'), cet('03-03 12:00')],
    },
  },
  {
    name: 'a pause before the promise does not count, one after it shifts it',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      waits(cet('03-02 11:00')),
      resumes(cet('03-02 13:00')),
      promises(cet('03-02 14:00'), { resolveBy: cet('03-03 12:00') }),
      waits(cet('03-02 16:00')),
      resumes(cet('03-03 10:00')),
    ],
    now: cet('03-03 11:00'),
    kind: 'RESOLUTION',
    is: {
      // Eight hours: one before the first pause, one up to the promise, three on each day from there.
      state: 'RUNNING',
      due: cet('03-03 14:00'),
      elapsed: 5,
      passes: [cet('03-02 16:00'), cet('03-03 14:00')],
    },
  },
  {
    name: 'a promised resolution stands when the severity changes',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      promises(cet('03-02 12:00'), { resolveBy: cet('03-04 12:00') }),
      moved(cet('03-02 13:00'), under(OFFICE, { response: 4, resolution: 2 })),
    ],
    now: cet('03-03 09:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'RUNNING',
      due: cet('03-04 12:00'),
      elapsed: 7,
      passes: [cet('03-03 11:00'), cet('03-04 12:00')],
    },
  },
  {
    name: 'another calendar measures the time up to a promised resolution anew',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      promises(cet('03-02 12:00'), { resolveBy: cet('03-03 12:00') }),
      moved(cet('03-02 18:00'), under(null, { response: 4 })),
    ],
    now: cet('03-02 20:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'RUNNING',
      due: cet('03-03 12:00'),
      elapsed: 9,
      passes: [cet('03-02 15:00'), cet('03-03 12:00')],
    },
  },
  {
    name: 'a promised resolution that is broken over a weekend is breached on Monday',
    facts: [
      open(cet('03-06 10:00'), under(OFFICE, { response: 4 })),
      promises(cet('03-06 12:00'), { resolveBy: cet('03-09 11:00') }),
    ],
    now: cet('03-09 12:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'BREACHED',
      due: cet('03-09 11:00'),
      elapsed: 10,
      breached: cet('03-09 11:00'),
      passes: [cet('03-06 14:30'), cet('03-09 11:00')],
    },
  },
  {
    name: 'a promised resolution goes on after reopening with the time that was left',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      promises(cet('03-02 12:00'), { resolveBy: cet('03-03 12:00') }),
      resolved(cet('03-02 16:00')),
      reopened(cet('03-04 10:00')),
    ],
    now: cet('03-04 11:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'RUNNING',
      due: cet('03-04 14:00'),
      elapsed: 7,
      passes: [cet('03-02 15:00'), cet('03-04 14:00')],
    },
  },
];
