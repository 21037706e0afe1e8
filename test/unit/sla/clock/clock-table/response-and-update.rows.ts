import type { ClockRow } from './row.ts';
import { cet, OFFICE, open, told, under } from './row.ts';

// 2 March 2026 is a Monday.
export const RESPONSE_AND_UPDATE: readonly ClockRow[] = [
  {
    name: 'a word in time meets RESPONSE',
    facts: [open(cet('03-02 16:00'), under(OFFICE, { response: 4 })), told(cet('03-03 10:00'))],
    now: cet('03-03 12:00'),
    is: {
      state: 'MET',
      due: cet('03-03 12:00'),
      elapsed: 2,
      met: cet('03-03 10:00'),
      passes: [null, null],
    },
  },
  {
    name: 'only the first word meets RESPONSE',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      told(cet('03-02 13:00')),
      told(cet('03-02 13:30')),
    ],
    now: cet('03-02 16:00'),
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 3,
      met: cet('03-02 13:00'),
      passes: [cet('03-02 12:00'), null],
    },
  },
  {
    name: 'a word at the due time is in time',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 })), told(cet('03-02 14:00'))],
    now: cet('03-02 16:00'),
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 4,
      met: cet('03-02 14:00'),
      passes: [cet('03-02 12:00'), null],
    },
  },
  {
    name: 'a word a second after it is late, and the clock stays breached',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 })), told(cet('03-02 14:00:01'))],
    now: cet('03-02 16:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 14:00'),
      elapsed: 14401 / 3600,
      met: cet('03-02 14:00:01'),
      breached: cet('03-02 14:00'),
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'a word that is told later counts from when it happened',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      told(cet('03-02 16:00')),
      told(cet('03-02 11:00')),
    ],
    now: cet('03-02 16:30'),
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 1,
      met: cet('03-02 11:00'),
      passes: [null, null],
    },
  },
  {
    name: 'UPDATE is silent until there is a response: past its due time it still runs',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 2 }))],
    now: cet('03-02 13:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-02 12:00'),
      elapsed: 3,
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'while RESPONSE is breached by the same silence',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 2, update: 2 }))],
    now: cet('03-02 13:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 12:00'),
      elapsed: 3,
      breached: cet('03-02 12:00'),
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'the cycle that a late first word ends is met, not breached',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 2, update: 2 })),
      told(cet('03-02 13:00')),
    ],
    now: cet('03-02 16:00'),
    kind: 'UPDATE',
    cycle: 1,
    is: {
      state: 'MET',
      due: cet('03-02 12:00'),
      elapsed: 3,
      met: cet('03-02 13:00'),
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'each word begins a cycle of its own, over nights too',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 })),
      told(cet('03-02 11:00')),
      told(cet('03-02 16:00')),
    ],
    now: cet('03-03 09:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-03 12:00'),
      elapsed: 1,
      passes: [cet('03-03 10:00'), cet('03-03 12:00')],
    },
  },
  {
    name: 'a silence after the response breaches UPDATE',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 })),
      told(cet('03-02 11:00')),
      told(cet('03-02 16:00')),
    ],
    now: cet('03-03 09:00'),
    kind: 'UPDATE',
    cycle: 2,
    is: {
      state: 'BREACHED',
      due: cet('03-02 15:00'),
      elapsed: 5,
      met: cet('03-02 16:00'),
      breached: cet('03-02 15:00'),
      passes: [cet('03-02 13:00'), cet('03-02 15:00')],
    },
  },
  {
    name: 'opened in the past, a clock starts there',
    facts: [open(cet('03-02 15:00'), under(OFFICE, { response: 4 }))],
    now: cet('03-03 10:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 11:00'),
      elapsed: 3,
      passes: [cet('03-02 17:00'), cet('03-03 11:00')],
    },
  },
  {
    name: 'opened long ago, a clock was breached then',
    facts: [open(cet('03-02 15:00'), under(OFFICE, { response: 4 }))],
    now: cet('03-06 10:00'),
    is: {
      // 2 h on Monday, 8 on each of three days, 1 on Friday.
      state: 'BREACHED',
      due: cet('03-03 11:00'),
      elapsed: 27,
      breached: cet('03-03 11:00'),
      passes: [cet('03-02 17:00'), cet('03-03 11:00')],
    },
  },
];
