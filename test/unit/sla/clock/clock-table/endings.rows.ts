import type { ClockRow } from './row.ts';
import { cancelled, cet, OFFICE, open, reopened, resolved, told, under, waits } from './row.ts';

// 2 March 2026 is a Monday.
export const ENDINGS: readonly ClockRow[] = [
  {
    name: 'a resolution before any word meets RESPONSE',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 })), resolved(cet('03-02 11:00'))],
    now: cet('03-04 10:00'),
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 1,
      met: cet('03-02 11:00'),
      passes: [null, null],
    },
  },
  {
    name: 'a late resolution meets RESPONSE, which stays breached',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 })), resolved(cet('03-03 10:00'))],
    now: cet('03-04 10:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 14:00'),
      elapsed: 8,
      met: cet('03-03 10:00'),
      breached: cet('03-02 14:00'),
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'a resolution meets UPDATE',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 8 })),
      told(cet('03-02 11:00')),
      resolved(cet('03-02 16:00')),
    ],
    now: cet('03-04 10:00'),
    kind: 'UPDATE',
    is: {
      state: 'MET',
      due: cet('03-03 11:00'),
      elapsed: 5,
      met: cet('03-02 16:00'),
      passes: [cet('03-02 15:00'), null],
    },
  },
  {
    name: 'a resolution on a Sunday meets RESOLUTION with the time up to Friday',
    facts: [
      open(cet('03-06 10:00'), under(OFFICE, { response: 4, resolution: 16 })),
      told(cet('03-06 10:30')),
      resolved(cet('03-08 12:00')),
    ],
    now: cet('03-10 10:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'MET',
      due: cet('03-10 10:00'),
      elapsed: 7,
      met: cet('03-08 12:00'),
      passes: [null, null],
    },
  },
  {
    name: 'a word does not meet RESOLUTION',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, resolution: 4 })),
      told(cet('03-02 11:00')),
    ],
    now: cet('03-02 13:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'RUNNING',
      due: cet('03-02 14:00'),
      elapsed: 3,
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'a word after the resolution begins no cycle',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 })),
      resolved(cet('03-02 11:00')),
      told(cet('03-02 12:00')),
    ],
    now: cet('03-02 16:00'),
    kind: 'UPDATE',
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 1,
      met: cet('03-02 11:00'),
      passes: [null, null],
    },
  },
  {
    name: 'cancelling cancels an open clock',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      cancelled(cet('03-02 15:00')),
    ],
    now: cet('03-04 10:00'),
    is: {
      state: 'CANCELLED',
      due: cet('03-03 10:00'),
      elapsed: 5,
      passes: [cet('03-02 14:00'), null],
    },
  },
  {
    name: 'cancelling leaves a clock that was met',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      told(cet('03-02 11:00')),
      cancelled(cet('03-02 15:00')),
    ],
    now: cet('03-04 10:00'),
    is: {
      state: 'MET',
      due: cet('03-03 10:00'),
      elapsed: 1,
      met: cet('03-02 11:00'),
      passes: [null, null],
    },
  },
  {
    name: 'a breached clock that is cancelled is cancelled, its breach on record',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      cancelled(cet('03-02 15:00')),
    ],
    now: cet('03-04 10:00'),
    is: {
      state: 'CANCELLED',
      due: cet('03-02 14:00'),
      elapsed: 5,
      breached: cet('03-02 14:00'),
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'a paused clock that is cancelled keeps what had elapsed',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-02 12:00')),
      cancelled(cet('03-02 15:00')),
    ],
    now: cet('03-04 10:00'),
    is: {
      // 6 h were left at 15:00: two that day, four the next.
      state: 'CANCELLED',
      due: cet('03-03 13:00'),
      elapsed: 2,
      passes: [null, null],
    },
  },
  {
    name: 'nothing reopens a cancelled case',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      cancelled(cet('03-02 12:00')),
      reopened(cet('03-02 13:00')),
    ],
    now: cet('03-04 10:00'),
    is: {
      state: 'CANCELLED',
      due: cet('03-03 10:00'),
      elapsed: 2,
      passes: [null, null],
    },
  },
];
