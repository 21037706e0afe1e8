import { berlin } from '../../time/calendars.ts';
import type { ClockRow } from './row.ts';
import { daily, open, under, utc, wall } from './row.ts';

const workdaysIn = (timeZone: string) => berlin({ timeZone });
const [est, edt] = [wall('-05:00'), wall('-04:00')];
const [lhst, lhdt] = [wall('+10:30'), wall('+11:00')];
const [clt, clst] = [wall('-04:00'), wall('-03:00')];
const [ist, npt, jst] = [wall('+05:30'), wall('+05:45'), wall('+09:00')];

// The clocks change on 8 March and 1 November in New York, on 5 April and 4 October on Lord Howe, on
// 5 April and 6 September in Santiago.
export const OTHER_ZONES: readonly ClockRow[] = [
  {
    name: 'New York goes forward three weeks before Berlin does',
    facts: [open(est('03-06 16:00'), under(workdaysIn('America/New_York'), { response: 2 }))],
    now: edt('03-08 12:00'),
    is: {
      state: 'RUNNING',
      due: edt('03-09 10:00'),
      elapsed: 1,
      passes: [est('03-06 17:00'), edt('03-09 10:00')],
    },
  },
  {
    name: 'New York goes back a week after Berlin did, and its repeated hour counts twice',
    facts: [
      open(edt('11-01 00:00'), under(daily('01:00-03:00', 'America/New_York'), { response: 3 })),
    ],
    now: est('11-01 01:00'),
    is: {
      state: 'RUNNING',
      due: est('11-01 03:00'),
      elapsed: 1,
      passes: [est('11-01 01:30'), est('11-01 03:00')],
    },
  },
  {
    name: 'Lord Howe skips half an hour',
    facts: [
      open(
        lhst('10-04 00:00'),
        under(daily('01:00-03:00', 'Australia/Lord_Howe'), { response: 2 }),
      ),
    ],
    now: lhdt('10-04 12:00'),
    is: {
      state: 'RUNNING',
      due: lhdt('10-05 01:30'),
      elapsed: 1.5,
      passes: [lhdt('10-04 02:30'), lhdt('10-05 01:30')],
    },
  },
  {
    name: 'Lord Howe repeats half an hour',
    facts: [
      open(
        lhdt('04-05 00:00'),
        under(daily('01:00-03:00', 'Australia/Lord_Howe'), { response: 2.5 }),
      ),
    ],
    now: lhst('04-05 01:30'),
    is: {
      state: 'RUNNING',
      due: lhst('04-05 03:00'),
      elapsed: 1,
      passes: [lhst('04-05 01:45'), lhst('04-05 03:00')],
    },
  },
  {
    name: 'in Santiago the day on which the clocks go forward begins at one',
    facts: [
      open(clt('09-05 12:00'), under(daily('00:00-02:00', 'America/Santiago'), { response: 1.5 })),
    ],
    now: clst('09-06 12:00'),
    is: {
      state: 'RUNNING',
      due: clst('09-07 00:30'),
      elapsed: 1,
      passes: [clst('09-06 01:45'), clst('09-07 00:30')],
    },
  },
  {
    name: 'in Santiago the last hour of the day comes twice when the clocks go back',
    facts: [
      open(clst('04-04 20:00'), under(daily('23:00-24:00', 'America/Santiago'), { response: 2 })),
    ],
    now: clt('04-04 23:30'),
    is: {
      state: 'RUNNING',
      due: clt('04-05 00:00'),
      elapsed: 1.5,
      passes: [clt('04-04 23:00'), clt('04-05 00:00')],
    },
  },
  {
    name: 'Kolkata is half an hour off and has no summer time',
    facts: [open(ist('03-28 17:00'), under(daily('09:30-18:00', 'Asia/Kolkata'), { response: 2 }))],
    now: ist('03-29 10:00'),
    is: {
      state: 'RUNNING',
      due: ist('03-29 10:30'),
      elapsed: 1.5,
      passes: [ist('03-28 18:00'), ist('03-29 10:30')],
    },
  },
  {
    name: 'Kathmandu is three quarters of an hour off',
    facts: [
      open(npt('03-02 16:30'), under(daily('09:00-17:00', 'Asia/Kathmandu'), { response: 1 })),
    ],
    now: npt('03-03 09:15'),
    is: {
      state: 'RUNNING',
      due: npt('03-03 09:30'),
      elapsed: 0.75,
      passes: [npt('03-02 17:00'), npt('03-03 09:30')],
    },
  },
  {
    name: 'Friday evening in UTC is Saturday in Tokyo',
    facts: [open(utc('03-06 20:00'), under(workdaysIn('Asia/Tokyo'), { response: 1 }))],
    now: jst('03-09 09:00'),
    is: {
      state: 'RUNNING',
      due: jst('03-09 10:00'),
      elapsed: 0,
      passes: [jst('03-09 09:30'), jst('03-09 10:00')],
    },
  },
  {
    name: 'Sunday evening in UTC is Monday in Tokyo',
    facts: [open(utc('03-08 23:00'), under(workdaysIn('Asia/Tokyo'), { response: 2 }))],
    now: jst('03-09 09:00'),
    is: {
      state: 'RUNNING',
      due: jst('03-09 11:00'),
      elapsed: 0,
      passes: [jst('03-09 10:00'), jst('03-09 11:00')],
    },
  },
];
