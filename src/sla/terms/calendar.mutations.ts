import { list, optional } from '../../graphql/inputs/field.ts';
import { object } from '../../graphql/inputs/object.ts';
import { date, enumeration, id, name, text } from '../../graphql/inputs/values.ts';
import { defineMutation, expectedVersionOf } from '../../graphql/mutations/mutation.ts';
import { payloadPart } from '../../graphql/mutations/payload.ts';
import { MAX_HOLIDAYS, MAX_ICALENDAR } from '../holidays/holiday-list.rules.ts';
import { Weekday } from './calendar.schema.ts';
import { retireBusinessCalendar, upsertBusinessCalendar } from './calendar.service.ts';
import { importHolidays } from './holidays.service.ts';

const MAX_TIME = 5;
const MAX_ZONE = 100;

const businessHours = object('BusinessHoursInput', 'A span of working time on a day of the week.', {
  day: enumeration(Weekday, 'The day of the week.'),
  opens: text("When it begins: `HH:MM` in the calendar's time zone.", MAX_TIME),
  closes: text('When it ends: `HH:MM`, later than `opens`; `24:00` is midnight.', MAX_TIME),
});

const holiday = object('HolidayInput', 'A day without working time.', {
  date: date("The day, in the calendar's time zone."),
  name: name('What it is called.'),
});

const calendarPayload = [
  payloadPart<{ calendarId: string }>('businessCalendar', (t) =>
    t.prismaField({
      type: 'BusinessCalendar',
      nullable: true,
      description: 'The calendar as it is now; null when it was refused.',
      resolve: (query, { calendarId }, _args, { db }) =>
        calendarId === undefined
          ? null
          : db.businessCalendar.findUnique({ ...query, where: { id: calendarId } }),
    }),
  ),
];

defineMutation('upsertBusinessCalendar', {
  description:
    'Adds a calendar, or changes the one with that name; a retired one comes back. Clocks that run go on by the version that they started with. Hours by which a policy that uses it would take more than ten years are INVALID. When nothing differs, nothing is written and `cursor` is null.',
  input: {
    name: name('The name; names the calendar.'),
    timeZone: text('An IANA time zone, such as `Europe/Berlin`.', MAX_ZONE),
    hours: list(
      businessHours('One of them.'),
      'The working time of a week, in place of the earlier one: at least one span, and none that overlaps another.',
    ),
    holidays: optional(
      list(
        holiday('One of them.'),
        'Days without working time, in place of the earlier ones. Left out: as they were.',
        { max: MAX_HOLIDAYS },
      ),
    ),
    expectedVersion: expectedVersionOf('the calendar'),
  },
  payload: calendarPayload,
  run: (work, { holidays, ...input }) =>
    upsertBusinessCalendar(work, {
      ...input,
      holidays: holidays?.map((one) => ({ ...one, date: one.date.toISOString().slice(0, 10) })),
    }),
});

defineMutation('retireBusinessCalendar', {
  description:
    'Takes a calendar out of use; clocks that run go on by it. WRONG_STATE while policies in force use it. When it is retired already, nothing is written and `cursor` is null.',
  input: {
    calendarId: id('BusinessCalendar', 'The calendar: the id of a `BusinessCalendar`.'),
    expectedVersion: expectedVersionOf('the calendar'),
  },
  payload: calendarPayload,
  run: retireBusinessCalendar,
});

defineMutation('importHolidays', {
  description:
    'Adds the all-day events of an iCalendar file (RFC 5545) to the holidays of a calendar: from a year before now to ten years after, recurring ones worked out, cancelled ones not. What is not understood is left out and told of in `problems`; where that is all, the file is INVALID. Days that are there already stay as they are, so that importing again changes nothing.',
  input: {
    calendarId: id('BusinessCalendar', 'The calendar: the id of a `BusinessCalendar`.'),
    iCalendar: text('The text of the file, from BEGIN:VCALENDAR on.', MAX_ICALENDAR, 'file'),
    expectedVersion: expectedVersionOf('the calendar'),
  },
  payload: [
    ...calendarPayload,
    payloadPart<{ holidaysAdded: number }>('added', (t) =>
      t.int({
        description: 'How many holidays it added; 0 when it was refused.',
        resolve: ({ holidaysAdded }) => holidaysAdded ?? 0,
      }),
    ),
    payloadPart<{ eventsLeftOut: number }>('leftOut', (t) =>
      t.int({
        description:
          'How many events brought no day: with a time of day, outside those years, or not understood. 0 when it was refused.',
        resolve: ({ eventsLeftOut }) => eventsLeftOut ?? 0,
      }),
    ),
    payloadPart<{ fileProblems: string[] }>('problems', (t) =>
      t.stringList({
        description:
          'Why, a sentence for each with its line and name, those that were not understood first; of more than 20 the last says how many more. Empty when it was refused.',
        resolve: ({ fileProblems }) => fileProblems ?? [],
      }),
    ),
  ],
  run: (work, { calendarId, ...input }) =>
    importHolidays(work, { calendar: { id: calendarId }, ...input }, ['calendarId']),
});
