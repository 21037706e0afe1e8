import { berlin, holidays } from '../../time/calendars.ts';
import type { ClockRow } from './row.ts';
import {
  cet,
  moved,
  OFFICE,
  open,
  reopened,
  resolved,
  resumes,
  told,
  under,
  waits,
  wall,
} from './row.ts';

const NEW_YORK = berlin({ timeZone: 'America/New_York' });
const TUESDAY_OFF = berlin({ holidays: holidays('2026-03-03') });
const est = wall('-05:00');

// 2 March 2026 is a Monday.
export const POLICIES: readonly ClockRow[] = [
  {
    name: 'a clock keeps the version that it started with, whatever is made of the policy',
    facts: [open(cet('03-02 10:00'), under(OFFICE, { response: 4 }, { version: 3 }))],
    now: cet('03-03 10:00'),
    is: {
      state: 'BREACHED',
      due: cet('03-02 14:00'),
      elapsed: 8,
      breached: cet('03-02 14:00'),
      version: 3,
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'a change of the policy brings its version to the clocks that are open',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 }, { version: 3 })),
      moved(cet('03-02 11:00'), under(OFFICE, { response: 6 }, { version: 4 })),
    ],
    now: cet('03-02 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 16:00'),
      elapsed: 2,
      version: 4,
      passes: [cet('03-02 13:00'), cet('03-02 16:00')],
    },
  },
  {
    name: 'a clock that was met before the change stays on its version',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 }, { version: 3 })),
      told(cet('03-02 10:30')),
      moved(cet('03-02 11:00'), under(OFFICE, { response: 6 }, { version: 4 })),
    ],
    now: cet('03-02 12:00'),
    is: {
      state: 'MET',
      due: cet('03-02 14:00'),
      elapsed: 0.5,
      met: cet('03-02 10:30'),
      version: 3,
      passes: [null, null],
    },
  },
  {
    name: 'from around the clock to working hours, what has elapsed stays as it was measured',
    facts: [
      open(cet('03-06 12:00'), under(null, { response: 24 })),
      moved(cet('03-06 22:00'), under(OFFICE, { response: 24 })),
    ],
    now: cet('03-08 12:00'),
    is: {
      // 14 h are left: eight on Monday, six on Tuesday.
      state: 'RUNNING',
      due: cet('03-10 15:00'),
      elapsed: 10,
      passes: [cet('03-09 11:00'), cet('03-10 15:00')],
    },
  },
  {
    name: 'from working hours to around the clock, what has elapsed stays as it was measured',
    facts: [
      open(cet('03-06 10:00'), under(OFFICE, { response: 8 })),
      moved(cet('03-06 20:00'), under(null, { response: 8 })),
    ],
    now: cet('03-06 20:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-06 21:00'),
      elapsed: 7.5,
      passes: [cet('03-06 14:00'), cet('03-06 21:00')],
    },
  },
  {
    name: 'from Berlin to New York, the afternoon there counts on',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 12 })),
      moved(cet('03-02 18:00'), under(NEW_YORK, { response: 12 })),
    ],
    now: cet('03-02 20:00'),
    is: {
      // 7 h in Berlin; at 18:00 it is noon in New York, with five hours to go.
      state: 'RUNNING',
      due: est('03-02 17:00'),
      elapsed: 9,
      passes: [cet('03-02 16:00'), est('03-02 17:00')],
    },
  },
  {
    name: 'to other hours in a pause, which apply from the resumption',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 8 })),
      waits(cet('03-02 12:00')),
      moved(cet('03-02 13:00'), under(null, { response: 8 })),
      resumes(cet('03-02 20:00')),
    ],
    now: cet('03-02 22:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 02:00'),
      elapsed: 4,
      passes: [cet('03-02 22:00'), cet('03-03 02:00')],
    },
  },
  {
    name: 'the holidays of a newer version of the calendar count from the change on',
    facts: [
      open(cet('03-02 16:00'), under(OFFICE, { response: 4 })),
      moved(cet('03-02 18:00'), under(TUESDAY_OFF, { response: 4 })),
    ],
    now: cet('03-04 09:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-04 12:00'),
      elapsed: 1,
      passes: [cet('03-04 10:00'), cet('03-04 12:00')],
    },
  },
  {
    name: 'a day that has counted counts, though a newer version makes it a holiday',
    facts: [
      open(cet('03-02 16:00'), under(OFFICE, { response: 12 })),
      moved(cet('03-03 18:00'), under(TUESDAY_OFF, { response: 12 })),
    ],
    now: cet('03-04 09:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-04 12:00'),
      elapsed: 9,
      passes: [cet('03-03 14:00'), cet('03-04 12:00')],
    },
  },
  {
    name: 'a policy with a target of RESOLUTION begins it at the opening',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4 })),
      told(cet('03-02 11:00')),
      moved(cet('03-02 15:00'), under(OFFICE, { response: 4, resolution: 8 })),
    ],
    now: cet('03-02 16:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'RUNNING',
      due: cet('03-03 10:00'),
      elapsed: 6,
      passes: [cet('03-02 15:00'), cet('03-03 10:00')],
    },
  },
  {
    name: 'a policy without one cancels RESOLUTION',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, resolution: 8 })),
      told(cet('03-02 11:00')),
      moved(cet('03-02 15:00'), under(OFFICE, { response: 4 })),
    ],
    now: cet('03-03 10:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'CANCELLED',
      due: cet('03-03 10:00'),
      elapsed: 5,
      passes: [cet('03-02 14:00'), null],
    },
  },
  {
    name: 'changed while resolved, RESOLUTION counts under the new policy from the reopening',
    facts: [
      open(cet('03-02 10:00'), under(OFFICE, { response: 4, resolution: 8 })),
      resolved(cet('03-02 15:00')),
      moved(cet('03-03 10:00'), under(OFFICE, { response: 4, resolution: 12 })),
      reopened(cet('03-04 10:00')),
    ],
    now: cet('03-04 11:00'),
    kind: 'RESOLUTION',
    is: {
      state: 'RUNNING',
      due: cet('03-04 17:00'),
      elapsed: 6,
      passes: [cet('03-02 14:00'), cet('03-04 17:00')],
    },
  },
];
