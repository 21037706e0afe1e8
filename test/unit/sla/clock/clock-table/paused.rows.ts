import type { ClockRow } from './row.ts';
import { cet, OFFICE, open, resumes, told, under, waits } from './row.ts';

// 2 March 2026 is a Monday.
export const PAUSED: readonly ClockRow[] = [
  {
    name: 'while paused nobody knows the due time, and elapsed time stands still over days',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 })), waits(cet('03-02 11:00'))],
    now: cet('03-04 12:00'),
    is: {
      state: 'PAUSED',
      due: null,
      elapsed: 1,
      passes: [null, null],
    },
  },
  {
    name: 'a warning that was passed before the pause stays passed',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 })), waits(cet('03-02 13:00'))],
    now: cet('03-02 16:00'),
    is: {
      state: 'PAUSED',
      due: null,
      elapsed: 3,
      passes: [cet('03-02 12:00'), null],
    },
  },
  {
    name: 'paused outside hours, a clock is paused all the same',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 8 })), waits(cet('03-02 20:00'))],
    now: cet('03-02 22:00'),
    is: {
      state: 'PAUSED',
      due: null,
      elapsed: 7,
      passes: [cet('03-02 14:00'), null],
    },
  },
  {
    name: 'the due time in the very instant of the pause is a breach',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 2 })), waits(cet('03-02 12:00'))],
    now: cet('03-02 15:00'),
    is: {
      state: 'BREACHED',
      due: null,
      elapsed: 2,
      breached: cet('03-02 12:00'),
      passes: [cet('03-02 11:00'), cet('03-02 12:00')],
    },
  },
  {
    name: 'a pause a second before the due time forestalls the breach',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 2 })),
      waits(cet('03-02 11:59:59')),
      resumes(cet('03-02 14:00')),
    ],
    now: cet('03-02 14:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 14:00:01'),
      elapsed: 7199 / 3600,
      passes: [cet('03-02 11:00'), cet('03-02 14:00:01')],
    },
  },
  {
    name: 'a breach before the pause stays, without a due time while paused',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 1 })), waits(cet('03-02 12:00'))],
    now: cet('03-02 14:00'),
    is: {
      state: 'BREACHED',
      due: null,
      elapsed: 2,
      breached: cet('03-02 11:00'),
      passes: [cet('03-02 10:30'), cet('03-02 11:00')],
    },
  },
  {
    name: 'a breach at closing is one also when the case waits from that night on',
    facts: [open(cet('03-02 13:00'), under(OFFICE, { response: 4 })), waits(cet('03-02 20:00'))],
    now: cet('03-03 10:00'),
    is: {
      state: 'BREACHED',
      due: null,
      elapsed: 4,
      breached: cet('03-02 17:00'),
      passes: [cet('03-02 15:00'), cet('03-02 17:00')],
    },
  },
  {
    name: 'a breached clock has its due time of before once the case goes on',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 1 })),
      waits(cet('03-02 12:00')),
      resumes(cet('03-02 14:00')),
    ],
    now: cet('03-02 15:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 11:00'),
      elapsed: 3,
      breached: cet('03-02 11:00'),
      passes: [cet('03-02 10:30'), cet('03-02 11:00')],
    },
  },
  {
    name: 'a word in the pause meets RESPONSE with what had elapsed before it',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      waits(cet('03-02 11:00')),
      told(cet('03-02 13:00')),
    ],
    now: cet('03-02 18:00'),
    is: {
      state: 'MET',
      due: cet('03-02 16:00'),
      elapsed: 1,
      met: cet('03-02 13:00'),
      passes: [null, null],
    },
  },
  {
    name: 'a word in the pause begins an UPDATE cycle that is paused',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 })),
      waits(cet('03-02 11:00')),
      told(cet('03-02 13:00')),
    ],
    now: cet('03-02 18:00'),
    kind: 'UPDATE',
    is: {
      state: 'PAUSED',
      due: null,
      elapsed: 0,
      passes: [null, null],
    },
  },
  {
    name: 'and that cycle counts from the resumption',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 })),
      waits(cet('03-02 11:00')),
      told(cet('03-02 13:00')),
      resumes(cet('03-03 09:00')),
    ],
    now: cet('03-03 10:00'),
    kind: 'UPDATE',
    is: {
      state: 'RUNNING',
      due: cet('03-03 13:00'),
      elapsed: 1,
      passes: [cet('03-03 11:00'), cet('03-03 13:00')],
    },
  },
  {
    name: 'RESOLUTION is paused as the others are',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, resolution: 16 })),
      told(cet('03-02 10:30')),
      waits(cet('03-02 12:00')),
      resumes(cet('03-03 12:00')),
    ],
    now: cet('03-03 13:00'),
    kind: 'RESOLUTION',
    is: {
      // 2 h on Monday, 5 on Tuesday, 8 on Wednesday: one is left for Thursday.
      state: 'RUNNING',
      due: cet('03-05 10:00'),
      elapsed: 3,
      passes: [cet('03-04 10:00'), cet('03-05 10:00')],
    },
  },
];
