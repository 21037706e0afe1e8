import type { Row } from './bad-input.fixture.ts';
import { unknownId } from './bad-input.fixture.ts';

const ONE_HOUR_A_WEEK = [{ day: 'MONDAY', opens: '09:00', closes: '10:00' }];
const MONDAY = { day: 'MONDAY', opens: '09:00', closes: '12:00' };

function iCalendar(...lines: string[]): string {
  return ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');
}

/** What no single field can tell of policies and calendars. */
export const SLA_ROWS: readonly Row[] = [
  [
    'upsertSlaPolicy',
    'a tier and a customer',
    ({ shared }) => ({ tier: 'STARTER', customer: { id: shared.customerId } }),
    'INVALID',
    'customer',
  ],
  [
    'upsertSlaPolicy',
    'an unknown customer',
    { customer: { id: unknownId('Customer') } },
    'NOT_FOUND',
    'customer',
  ],
  [
    'upsertSlaPolicy',
    'an externalId that nobody has',
    { customer: { externalId: 'nobody' } },
    'NOT_FOUND',
    'customer',
  ],
  ['upsertSlaPolicy', 'a warning twice', { warnAt: [50, 75, 50] }, 'INVALID', 'warnAt.2'],
  [
    'upsertSlaPolicy',
    'an unknown calendar',
    { calendar: { id: unknownId('BusinessCalendar') } },
    'NOT_FOUND',
    'calendar',
  ],
  [
    'upsertSlaPolicy',
    'a calendar of no name that there is',
    { calendar: { name: 'Atlantis' } },
    'NOT_FOUND',
    'calendar',
  ],
  [
    'upsertSlaPolicy',
    'a retired calendar',
    { calendar: { name: 'Retired' } },
    'INVALID',
    'calendar',
  ],
  [
    'upsertSlaPolicy',
    'a calendar given and taken out',
    ({ sla }) => ({ calendar: { id: sla.calendarId }, without: ['REPEAT', 'CALENDAR'] }),
    'INVALID',
    'without.1',
  ],
  [
    'upsertSlaPolicy',
    'a target of more than ten years by its calendar',
    ({ sla }) => ({ calendar: { id: sla.calendarId }, updateInterval: 'PT522H' }),
    'INVALID',
    'updateInterval',
  ],
  [
    'upsertSlaPolicy',
    'another version',
    { expectedVersion: 77 },
    'STALE_VERSION',
    'expectedVersion',
  ],
  [
    'upsertSlaPolicy',
    'a version of a policy that is not there yet',
    { tier: 'STARTER', expectedVersion: 1 },
    'STALE_VERSION',
    'expectedVersion',
  ],
  [
    'retireSlaPolicy',
    'an unknown policy',
    { policyId: unknownId('SlaPolicy') },
    'NOT_FOUND',
    'policyId',
  ],
  [
    'retireSlaPolicy',
    'a default',
    ({ sla }) => ({ policyId: sla.defaultPolicyId }),
    'WRONG_STATE',
    'policyId',
  ],
  [
    'retireSlaPolicy',
    'another version',
    { expectedVersion: 77 },
    'STALE_VERSION',
    'expectedVersion',
  ],

  ['upsertBusinessCalendar', 'no working time', { hours: [] }, 'INVALID', 'hours'],
  [
    'upsertBusinessCalendar',
    'a zone that is none',
    { timeZone: 'Europe/Atlantis' },
    'INVALID',
    'timeZone',
  ],
  ['upsertBusinessCalendar', 'an offset for a zone', { timeZone: '+01:00' }, 'INVALID', 'timeZone'],
  [
    'upsertBusinessCalendar',
    'hours that close before they open',
    { hours: [MONDAY, { day: 'TUESDAY', opens: '17:00', closes: '09:00' }] },
    'INVALID',
    'hours.1.closes',
  ],
  [
    'upsertBusinessCalendar',
    'hours that are no times',
    { hours: [{ ...MONDAY, opens: '9:00' }] },
    'INVALID',
    'hours.0.opens',
  ],
  [
    'upsertBusinessCalendar',
    'hours that overlap',
    { hours: [MONDAY, { ...MONDAY, opens: '11:59', closes: '24:00' }] },
    'INVALID',
    'hours.1',
  ],
  [
    'upsertBusinessCalendar',
    'a holiday twice',
    {
      holidays: [
        { date: '2026-12-25', name: 'Christmas' },
        { date: '2026-12-25', name: 'Christmas again' },
      ],
    },
    'INVALID',
    'holidays.1.date',
  ],
  [
    'upsertBusinessCalendar',
    'hours by which a policy would take more than ten years',
    { name: 'Used', hours: ONE_HOUR_A_WEEK },
    'INVALID',
    'hours',
  ],
  [
    'upsertBusinessCalendar',
    'another version',
    { expectedVersion: 77 },
    'STALE_VERSION',
    'expectedVersion',
  ],
  [
    'upsertBusinessCalendar',
    'a version of a calendar that is not there yet',
    { name: 'New', expectedVersion: 1 },
    'STALE_VERSION',
    'expectedVersion',
  ],
  [
    'retireBusinessCalendar',
    'an unknown calendar',
    { calendarId: unknownId('BusinessCalendar') },
    'NOT_FOUND',
    'calendarId',
  ],
  [
    'retireBusinessCalendar',
    'one that a policy uses',
    ({ sla }) => ({ calendarId: sla.usedCalendarId }),
    'WRONG_STATE',
    'calendarId',
  ],
  [
    'retireBusinessCalendar',
    'another version',
    { expectedVersion: 77 },
    'STALE_VERSION',
    'expectedVersion',
  ],
  [
    'importHolidays',
    'an unknown calendar',
    { calendarId: unknownId('BusinessCalendar') },
    'NOT_FOUND',
    'calendarId',
  ],
  [
    'importHolidays',
    'a retired calendar',
    ({ sla }) => ({ calendarId: sla.retiredCalendarId }),
    'WRONG_STATE',
    'calendarId',
  ],
  ['importHolidays', 'text that is no iCalendar', { iCalendar: 'Words' }, 'INVALID', 'iCalendar'],
  [
    'importHolidays',
    'iCalendar text that is cut off',
    { iCalendar: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Cut' },
    'INVALID',
    'iCalendar',
  ],
  [
    'importHolidays',
    'a day that is none',
    { iCalendar: iCalendar('DTSTART;VALUE=DATE:20260230') },
    'INVALID',
    'iCalendar',
  ],
  [
    'importHolidays',
    'a rule that recurs each second',
    { iCalendar: iCalendar('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=SECONDLY') },
    'INVALID',
    'iCalendar',
  ],
  [
    'importHolidays',
    'more than 1,000 days',
    { iCalendar: iCalendar('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=DAILY') },
    'INVALID',
    'iCalendar',
  ],
];
