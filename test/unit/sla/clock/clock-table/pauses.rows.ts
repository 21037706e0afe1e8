import type { ClockRow } from './row.ts';
import { cet, OFFICE, open, resumes, under, waits } from './row.ts';

// 2 March 2026 is a Monday.
export const PAUSES: readonly ClockRow[] = [
  {
    name: 'a pause from closing on Friday to opening on Monday costs nothing',
    facts: [
      open(cet('03-06 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-06 17:00')),
      resumes(cet('03-09 09:00')),
    ],
    now: cet('03-09 09:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-09 10:00'),
      elapsed: 7.5,
      passes: [cet('03-06 14:00'), cet('03-09 10:00')],
    },
  },
  {
    name: 'a pause over a weekend shifts by its working time alone',
    facts: [
      open(cet('03-06 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-06 15:00')),
      resumes(cet('03-09 11:00')),
    ],
    now: cet('03-09 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-09 14:00'),
      elapsed: 6,
      passes: [cet('03-06 14:00'), cet('03-09 14:00')],
    },
  },
  {
    name: 'a pause that lies outside hours shifts nothing',
    facts: [
      open(cet('03-06 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-06 20:00')),
      resumes(cet('03-07 12:00')),
    ],
    now: cet('03-09 09:15'),
    is: {
      state: 'RUNNING',
      due: cet('03-09 10:00'),
      elapsed: 7.25,
      passes: [cet('03-06 14:00'), cet('03-09 10:00')],
    },
  },
  {
    name: 'a pause that began outside hours shifts by what it took of the next day',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-02 20:00')),
      resumes(cet('03-03 11:00')),
    ],
    now: cet('03-03 11:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 12:00'),
      elapsed: 7.5,
      passes: [cet('03-02 14:00'), cet('03-03 12:00')],
    },
  },
  {
    name: 'a pause that ended outside hours shifts by what it took of the day before',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-02 15:00')),
      resumes(cet('03-02 22:00')),
    ],
    now: cet('03-03 09:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 12:00'),
      elapsed: 5,
      passes: [cet('03-02 14:00'), cet('03-03 12:00')],
    },
  },
  {
    name: 'several pauses add up, one of them over night',
    facts: [
      open(cet('03-02 09:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-02 10:00')),
      resumes(cet('03-02 11:00')),
      waits(cet('03-02 12:00')),
      resumes(cet('03-02 14:00')),
      waits(cet('03-02 16:00')),
      resumes(cet('03-03 10:00')),
    ],
    now: cet('03-03 11:00'),
    is: {
      // 9 to 10, 11 to 12, 14 to 16: half is used up in the instant of the third pause.
      state: 'RUNNING',
      due: cet('03-03 14:00'),
      elapsed: 5,
      passes: [cet('03-02 16:00'), cet('03-03 14:00')],
    },
  },
  {
    name: 'a second wait within a wait, and a second resumption, change nothing',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      waits(cet('03-02 11:00')),
      waits(cet('03-02 11:30')),
      resumes(cet('03-02 12:00')),
      resumes(cet('03-02 13:00')),
    ],
    now: cet('03-02 13:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 15:00'),
      elapsed: 2.5,
      passes: [cet('03-02 13:00'), cet('03-02 15:00')],
    },
  },
  {
    name: 'a wait from the opening on counts nothing before the resumption',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 2 })),
      waits(cet('03-02 10:00')),
      resumes(cet('03-02 16:00')),
    ],
    now: cet('03-03 09:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 10:00'),
      elapsed: 1,
      passes: [cet('03-02 17:00'), cet('03-03 10:00')],
    },
  },
];
