import { berlin, on, workdays } from '../../time/calendars.ts';
import type { ClockRow } from './row.ts';
import { cet, daily, open, under, utc } from './row.ts';

// 2 March 2026 is a Monday.
const LUNCH = berlin({ hours: workdays('09:00-12:00 13:00-17:00') });
const NIGHT = berlin({
  hours: [...on(['MONDAY'], '18:00-24:00'), ...on(['TUESDAY'], '00:00-06:00')],
});
const EVENING = berlin({ hours: on(['MONDAY'], '18:00-24:00') });
const WHOLE_WORKDAYS = berlin({ hours: workdays('00:00-24:00') });

export const SPLIT_HOURS: readonly ClockRow[] = [
  {
    name: 'a lunch break does not count',
    facts: [open(cet('03-02 11:00'), under(LUNCH, { response: 2 }))],
    now: cet('03-02 12:30'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 14:00'),
      elapsed: 1,
      passes: [cet('03-02 12:00'), cet('03-02 14:00')],
    },
  },
  {
    name: 'opened in the lunch break, a clock counts from its end',
    facts: [open(cet('03-02 12:15'), under(LUNCH, { response: 1 }))],
    now: cet('03-02 12:45'),
    is: {
      state: 'RUNNING',
      due: cet('03-02 14:00'),
      elapsed: 0,
      passes: [cet('03-02 13:30'), cet('03-02 14:00')],
    },
  },
  {
    name: 'seven hours a day with a lunch break: a day and an hour is over the morning after next',
    facts: [open(cet('03-02 12:00'), under(LUNCH, { response: 12 }))],
    now: cet('03-03 17:00'),
    is: {
      // Monday 13 to 17, Tuesday seven hours, Wednesday one; half of it is on Tuesday at 11:00.
      state: 'RUNNING',
      due: cet('03-04 10:00'),
      elapsed: 11,
      passes: [cet('03-03 11:00'), cet('03-04 10:00')],
    },
  },
  {
    name: 'hours up to 24:00 and from 00:00 on go on over midnight without a gap',
    facts: [open(cet('03-02 22:00'), under(NIGHT, { response: 4 }))],
    now: cet('03-03 01:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 02:00'),
      elapsed: 3,
      passes: [cet('03-03 00:00'), cet('03-03 02:00')],
    },
  },
  {
    name: 'a target that ends at 24:00 is due at midnight',
    facts: [open(cet('03-02 22:00'), under(EVENING, { response: 2 }))],
    now: cet('03-02 23:45'),
    is: {
      state: 'RUNNING',
      due: cet('03-03 00:00'),
      elapsed: 1.75,
      passes: [cet('03-02 23:00'), cet('03-03 00:00')],
    },
  },
  {
    name: 'one evening a week: what it leaves over waits for the next Monday',
    facts: [open(cet('03-02 23:00'), under(EVENING, { response: 2 }))],
    now: cet('03-04 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-09 19:00'),
      elapsed: 1,
      passes: [cet('03-03 00:00'), cet('03-09 19:00')],
    },
  },
  {
    name: 'whole working days end on Friday at midnight',
    facts: [open(cet('03-06 20:00'), under(WHOLE_WORKDAYS, { response: 24 }))],
    now: cet('03-08 12:00'),
    is: {
      state: 'RUNNING',
      due: cet('03-09 20:00'),
      elapsed: 4,
      passes: [cet('03-09 08:00'), cet('03-09 20:00')],
    },
  },
  {
    name: 'without a calendar nights and weekends count',
    facts: [open(utc('03-06 16:00'), under(null, { response: 24 }))],
    now: utc('03-07 10:00'),
    is: {
      state: 'RUNNING',
      due: utc('03-07 16:00'),
      elapsed: 18,
      passes: [utc('03-07 04:00'), utc('03-07 16:00')],
    },
  },
  {
    name: 'a calendar that is open all day every day is as none',
    facts: [open(utc('03-06 16:00'), under(daily('00:00-24:00'), { response: 24 }))],
    now: utc('03-07 10:00'),
    is: {
      state: 'RUNNING',
      due: utc('03-07 16:00'),
      elapsed: 18,
      passes: [utc('03-07 04:00'), utc('03-07 16:00')],
    },
  },
];
