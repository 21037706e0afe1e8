import { visibleCalendars, visiblePolicies } from '../../auth/visibility.ts';
import { builder } from '../../graphql/builder.ts';
import { enumOf } from '../../graphql/enum.ts';
import { optional } from '../../graphql/inputs/field.ts';
import { object } from '../../graphql/inputs/object.ts';
import { id, name } from '../../graphql/inputs/values.ts';
import { startOfDay } from '../../shared/rfc3339.ts';
import type { Weekday as WeekdayValue } from '../../shared/vocabulary.ts';
import { WEEKDAYS } from '../../shared/vocabulary.ts';
import { POLICY_ORDER } from './policy.load.ts';

const WEEKDAY_TEXTS = Object.fromEntries(
  WEEKDAYS.map((day) => [day, `${day.charAt(0)}${day.slice(1).toLowerCase()}.`]),
) as Record<WeekdayValue, string>;
export const Weekday = enumOf<WeekdayValue>('Weekday', 'A day of the week.', WEEKDAY_TEXTS);

/** How inputs name a calendar. */
export const businessCalendarRef = object(
  'BusinessCalendarRef',
  'Names a business calendar. Exactly one of them.',
  {
    id: optional(id('BusinessCalendar', 'The id of a `BusinessCalendar`.')),
    name: optional(name("The calendar's `name`.")),
  },
  { isOneOf: true },
);

/** Hours as the row of a calendar keeps them, in JSON. */
interface Hours {
  day: typeof Weekday.$inferType;
  opens: string;
  closes: string;
}
interface HolidayRow {
  /** `YYYY-MM-DD` */
  date: string;
  name: string;
}

const BusinessHours = builder.objectRef<Hours>('BusinessHours').implement({
  description: 'A span of working time on a day of the week. A day may have several.',
  fields: (t) => ({
    day: t.expose('day', { type: Weekday, description: 'The day of the week.' }),
    opens: t.exposeString('opens', {
      description: "When it begins, `HH:MM` in the calendar's time zone.",
    }),
    closes: t.exposeString('closes', {
      description: "When it ends, `HH:MM` in the calendar's time zone; `24:00` is midnight.",
    }),
  }),
});

const Holiday = builder.objectRef<HolidayRow>('Holiday').implement({
  description: 'A day without working time.',
  fields: (t) => ({
    date: t.field({
      type: 'Date',
      description: "The day, in the calendar's time zone.",
      resolve: ({ date }) => startOfDay(date),
    }),
    name: t.exposeString('name', { description: 'What it is called.' }),
  }),
});

export const BusinessCalendar = builder.prismaNode('BusinessCalendar', {
  id: { field: 'id', description: 'The id of the calendar.' },
  visibleTo: visibleCalendars,
  description: 'Which time is working time.',
  fields: (t) => ({
    version: t.exposeInt('version', { description: 'Counts the changes, from 1.' }),
    name: t.exposeString('name', { description: 'The name, unique among calendars.' }),
    timeZone: t.exposeString('timeZone', {
      description: 'The IANA time zone of its hours and holidays, such as `Europe/Berlin`.',
    }),
    hours: t.field({
      type: [BusinessHours],
      description: 'Its working time, by day of the week.',
      resolve: ({ hours }) => hours as unknown as Hours[],
    }),
    holidays: t.field({
      type: [Holiday],
      description: 'Days without working time.',
      resolve: ({ holidays }) => holidays as unknown as HolidayRow[],
    }),
    retiredAt: t.expose('retiredAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was taken out of use; null while it is in use.',
    }),
    policies: t.relation('policies', {
      description: 'The policies in force that count by it, of those that you may see.',
      query: (_args, { principal }) => ({
        where: { retiredAt: null, ...visiblePolicies(principal) },
        orderBy: POLICY_ORDER,
      }),
    }),
  }),
});

builder.queryField('businessCalendars', (t) =>
  t.prismaField({
    type: ['BusinessCalendar'],
    description: 'The business calendars by name, without those that are retired.',
    resolve: (query, _root, _args, { db }) =>
      db.businessCalendar.findMany({
        ...query,
        where: { retiredAt: null },
        orderBy: { name: 'asc' },
      }),
  }),
);
