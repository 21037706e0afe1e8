import { z } from 'zod';
import { formatDuration } from '../../shared/duration.ts';
import type { SlaKind } from '../../shared/vocabulary.ts';
import { OWNER_LEVELS, SLA_KINDS } from '../../shared/vocabulary.ts';

/** What the facts of entries name by its key: types of the API that have ids. */
export type Named =
  | 'BusinessCalendar'
  | 'Communication'
  | 'Escalation'
  | 'Improvement'
  | 'PreventionAction'
  | 'PreventionPlan'
  | 'ResolutionAction'
  | 'SlaPolicy'
  | 'User';

/** The id of a thing in the API, of its type and its key. */
export type IdOf = (type: Named, key: string) => string;

/** How the API shows a fact, where it is not shown as it is stored. */
type Showing = { id: Named; name?: string } | { length: true };

const SHOWN_AS = z.registry<Showing>();

/**
 * The key of a thing; the API shows its id.
 *
 * @param name what the API calls the fact. Default: as it is stored.
 */
export function key(id: Named, name?: string) {
  return z.string().register(SHOWN_AS, name === undefined ? { id } : { id, name });
}

/** A length of time, stored under `…Ms`; the API shows a duration, without the unit in the name. */
export function milliseconds() {
  return z.number().register(SHOWN_AS, { length: true });
}

/** A time, as RFC 3339 in UTC. */
export function instant() {
  return z.string();
}

export function list<Item>(of: z.ZodType<Item>): z.ZodType<readonly Item[]> {
  return z.array(of);
}

/** For entries whose `changes` say it all. */
export const NOTHING = z.object({});

const KIND: z.ZodType<SlaKind> = z.enum(SLA_KINDS);

/** What names a cycle of a clock. */
export const CYCLE = { kind: KIND, cycle: z.number(), cycleStartedAt: instant() };

/** The version of a policy that clocks keep. Entries of before there were calendars say nothing of them. */
export const POLICY = z.object({
  policyId: key('SlaPolicy').nullable(),
  version: z.number(),
  responseTargetMs: milliseconds().nullable(),
  updateIntervalMs: milliseconds().nullable(),
  resolutionTargetMs: milliseconds().nullable().describe('(null without one)'),
  warnAt: list(z.number()).describe('(percents of a target)'),
  ownerLevel: z.enum(OWNER_LEVELS),
  calendarId: key('BusinessCalendar').nullable().exactOptional(),
  calendarVersion: z.number().nullable().exactOptional().describe('(null: around the clock)'),
  repeatEveryMs: milliseconds()
    .nullable()
    .exactOptional()
    .describe('(null: a breach is told once)'),
});

type View = (stored: unknown, idOf: IdOf) => unknown;

const views = new WeakMap<z.core.$ZodType, View>();

/** What makes of a stored value what the API shows of it. */
export function viewOf(schema: z.core.$ZodType): View {
  const view = views.get(schema) ?? makeView(inner(schema));
  views.set(schema, view);
  return view;
}

function makeView(schema: z.core.$ZodType): View {
  if (schema instanceof z.ZodObject) return viewOfObject(schema);
  if (schema instanceof z.ZodArray) {
    const item = viewOf(schema.element);
    return (stored, idOf) =>
      Array.isArray(stored) ? stored.map((one) => item(one, idOf)) : stored;
  }
  const shown = SHOWN_AS.get(schema);
  if (shown === undefined) return (stored) => stored;
  if ('length' in shown) {
    return (stored) => (typeof stored === 'number' ? formatDuration(stored) : stored);
  }
  return (stored, idOf) => (typeof stored === 'string' ? idOf(shown.id, stored) : stored);
}

function viewOfObject({ shape }: z.ZodObject): View {
  const parts = Object.entries(shape).map(([name, schema]) => {
    return [name, shownName(name, schema), viewOf(schema)] as const;
  });
  return (stored, idOf) => {
    if (typeof stored !== 'object' || stored === null) return stored;
    const values = new Map(Object.entries(stored));
    return Object.fromEntries(
      parts
        .filter(([name]) => values.has(name))
        .map(([name, shown, view]) => [shown, view(values.get(name), idOf)]),
    );
  };
}

/** What the API calls a fact. */
export function shownName(name: string, schema: z.core.$ZodType): string {
  const shown = SHOWN_AS.get(inner(schema));
  if (shown === undefined) return name;
  return 'length' in shown ? name.replace(/Ms$/, '') : (shown.name ?? name);
}

/** The type of the thing whose key a fact is; undefined for other facts. */
export function typeNamed(schema: z.core.$ZodType | undefined): Named | undefined {
  const shown = schema === undefined ? undefined : SHOWN_AS.get(inner(schema));
  return shown !== undefined && 'id' in shown ? shown.id : undefined;
}

/** Of a value that may be null or left out, the value. */
function inner(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodExactOptional
    ? inner(schema.unwrap())
    : schema;
}
