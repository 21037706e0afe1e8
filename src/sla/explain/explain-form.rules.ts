import { z } from 'zod';
import { parseDuration } from '../../shared/duration.ts';
import { dateFlaw, dateTimeFlaw, parseDate, parseDateTime } from '../../shared/rfc3339.ts';
import { WEEKDAYS } from '../../shared/vocabulary.ts';

/** RESPONDED and UPDATED are both communications that count: the first of either meets RESPONSE. */
export const EXPLAINED_EVENTS = [
  'OPENED',
  'RESPONDED',
  'UPDATED',
  'WAITING',
  'RESUMED',
  'RESOLVED',
  'REOPENED',
] as const;

const TIME = 'RFC 3339 with a zone, such as "2026-11-23T09:30:00Z"';
const DAY = 'a day such as "2026-12-25"';

/** The error for a value that is missing or not what it should be. */
function wanted(what: string, give: string) {
  return { error: ({ input }: { input?: unknown }) => complaint(input, what, give) };
}

function complaint(given: unknown, what: string, give: string, flaw = ''): string {
  if (given === undefined) return `is missing: give ${give}.`;
  return `${shown(given)} is not ${what}${flaw === '' ? '' : ` (${flaw})`}: give ${give}.`;
}

const MAX_SHOWN = 60;

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/** An object with these keys and no others, since an unknown key is probably a misspelt one. */
function only<Shape extends z.ZodRawShape>(shape: Shape, what: string) {
  const keys = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: ({ code, input }) =>
      code === 'unrecognized_keys'
        ? `is not known here: give only ${keys}.`
        : complaint(input, what, `an object with ${keys}`),
  });
}

function listOf<Item extends z.ZodType>(item: Item, what: string) {
  return z.array(item, wanted(`a list of ${what}`, `a list of ${what}`));
}

const time = z
  .string(wanted('a time', TIME))
  .refine((text) => parseDateTime(text) !== undefined, {
    error: ({ input }) => complaint(input, 'a time', TIME, dateTimeFlaw(String(input))),
  })
  .transform((text) => parseDateTime(text) ?? new Date(Number.NaN));

const lengthOfTime = wanted('a length of time', 'one longer than zero, such as "PT1H"');
const target = z
  .string(lengthOfTime)
  .refine((text) => (parseDuration(text) ?? 0) > 0, lengthOfTime)
  .transform((text) => parseDuration(text) ?? 0)
  .nullish();

const day = z.string(wanted('a day', DAY)).refine((text) => parseDate(text) !== undefined, {
  error: ({ input }) => complaint(input, 'a day', DAY, dateFlaw(String(input))),
});
const timeOfDay = z.string(wanted('a time of day', 'HH:MM, such as "09:00"'));

const calendar = only(
  {
    timeZone: z.string(wanted('a time zone', 'an IANA name such as "Europe/Berlin"')),
    hours: listOf(
      only(
        {
          day: z.enum(WEEKDAYS, wanted('a day of the week', `one of ${WEEKDAYS.join(', ')}`)),
          opens: timeOfDay,
          closes: timeOfDay,
        },
        'a span of working time',
      ),
      'spans of working time',
    ),
    holidays: listOf(
      z.union(
        [
          day.transform((date) => ({ date, name: date })),
          only({ date: day, name: z.string(wanted('a name', 'a text')) }, 'a holiday'),
        ],
        wanted('a holiday', `${DAY}, or an object with date, name`),
      ),
      'holidays',
    ).nullish(),
  },
  'a calendar',
);

const event = only(
  {
    type: z.enum(EXPLAINED_EVENTS, wanted('an event', `one of ${EXPLAINED_EVENTS.join(', ')}`)),
    at: time,
  },
  'an event',
);

/** The form of a request to `desk sla explain`, each value checked by itself. Null counts as left out. */
export const explainForm = only(
  {
    calendar: calendar.nullish(),
    targets: only({ response: target, update: target, resolution: target }, 'a set of targets'),
    events: listOf(event, 'events'),
    now: time,
  },
  'a case to explain',
);

export type ExplainForm = z.infer<typeof explainForm>;
