import type { ClockRow } from './row.ts';
import { cet, OFFICE, open, reopened, resolved, told, under } from './row.ts';

// 2 March 2026 is a Monday.
export const REOPENING: readonly ClockRow[] = [
  {
    name: 'reopening leaves RESPONSE as it is',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      told(cet('03-02 11:00')),
      resolved(cet('03-02 12:00')),
      reopened(cet('03-04 12:00')),
    ],
    now: cet('03-05 12:00'),
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 1,
      met: cet('03-02 11:00'),
      passes: [null, null],
    },
  },
  {
    name: 'reopening leaves RESPONSE met where the resolution alone had met it',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      resolved(cet('03-02 11:00')),
      reopened(cet('03-02 12:00')),
    ],
    now: cet('03-05 12:00'),
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 1,
      met: cet('03-02 11:00'),
      passes: [null, null],
    },
  },
  {
    name: 'reopening begins an UPDATE cycle, outside hours one that counts from the morning',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 })),
      told(cet('03-02 11:00')),
      resolved(cet('03-02 12:00')),
      reopened(cet('03-03 20:00')),
    ],
    now: cet('03-04 10:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-04 13:00'),
      elapsed: 1,
      passes: [cet('03-04 11:00'), cet('03-04 13:00')],
    },
  },
  {
    name: 'the cycle after a reopening is not silent',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 })),
      resolved(cet('03-02 11:00')),
      reopened(cet('03-03 20:00')),
    ],
    now: cet('03-04 14:00'),
    kind: 'UPDATE',
    is: {
      state: 'BREACHED',
      due: cet('03-04 13:00'),
      elapsed: 5,
      breached: cet('03-04 13:00'),
      passes: [cet('03-04 11:00'), cet('03-04 13:00')],
    },
  },
  {
    name: 'RESOLUTION goes on after reopening; the days resolved do not count',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, resolution: 16 })),
      resolved(cet('03-02 15:00')),
      reopened(cet('03-05 11:00')),
    ],
    now: cet('03-05 12:00'),
    kind: 'RESOLUTION',
    is: {
      // 5 h before, 6 h on Thursday, 5 h on Friday.
      state: 'RUNNING',
      due: cet('03-06 14:00'),
      elapsed: 6,
      passes: [cet('03-05 14:00'), cet('03-06 14:00')],
    },
  },
  {
    name: 'RESOLUTION met late stays breached after reopening, and goes on',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, resolution: 4 })),
      resolved(cet('03-02 15:00')),
      reopened(cet('03-03 10:00')),
    ],
    now: cet('03-03 12:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'BREACHED',
      due: cet('03-02 14:00'),
      elapsed: 7,
      breached: cet('03-02 14:00'),
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
];
