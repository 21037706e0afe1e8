import { z } from 'zod';
import { formatDuration } from '../../shared/duration.ts';
import type { SlaKind } from '../../shared/vocabulary.ts';
import { OWNER_LEVELS, SLA_KINDS } from '../../shared/vocabulary.ts';

/** Types of the API, with ids, whose keys stand in facts of entries. */
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

/** Makes the API's id of a record from its type and its key. */
export type IdOf = (type: Named, key: string) => string;

/** How the API shows a fact that it does not show as it is stored. */
type Showing = { id: Named; name?: string } | { length: true };

const SHOWN_AS = z.registry<Showing>();

/**
 * The schema of a fact that is the key of a record; the API shows its id.
 *
 * @param id the type of the record.
 * @param name what the API calls the fact. Default: the name under which it is stored.
 */
export function key(id: Named, name?: string) {
  return z.string().register(SHOWN_AS, name === undefined ? { id } : { id, name });
}

/** The schema of a length of time, stored under `…Ms`; the API shows a duration under a name without `Ms`. */
export function milliseconds() {
  return z.number().register(SHOWN_AS, { length: true });
}

/** The schema of a time, as RFC 3339 in UTC. */
export function instant() {
  return z.string();
}

export function list<Item>(of: z.ZodType<Item>): z.ZodType<readonly Item[]> {
  return z.array(of);
}

/** The schema of `data` for entries whose `changes` say it all. */
export const NOTHING = z.object({});

const KIND: z.ZodType<SlaKind> = z.enum(SLA_KINDS);

/** The facts that name a cycle of a clock. */
export const CYCLE = { kind: KIND, cycle: z.number(), cycleStartedAt: instant() };

/** The facts of a policy's version that clocks keep. Entries older than calendars lack those of calendars. */
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

/** Converts stored facts to what the API shows. */
export function showFacts(
  { shape }: z.ZodObject,
  stored: object,
  idOf: IdOf,
): Record<string, unknown> {
  const values = new Map<string, unknown>(Object.entries(stored));
  const facts = Object.entries(shape).filter(([name]) => values.has(name));
  return Object.fromEntries(
    facts.map(([name, schema]) => [
      shownName(name, schema),
      showFact(schema, values.get(name), idOf),
    ]),
  );
}

/** Converts a stored fact to what the API shows; null stays null, whatever else the fact could be. */
export function showFact(schema: z.core.$ZodType, stored: unknown, idOf: IdOf): unknown {
  const of = inner(schema);
  if (Array.isArray(stored) && of instanceof z.ZodArray) {
    return stored.map((item) => showFact(of.element, item, idOf));
  }
  if (typeof stored === 'object' && stored !== null && of instanceof z.ZodObject) {
    return showFacts(of, stored, idOf);
  }
  const shown = SHOWN_AS.get(of);
  if (shown === undefined) return stored;
  if ('length' in shown) return typeof stored === 'number' ? formatDuration(stored) : stored;
  return typeof stored === 'string' ? idOf(shown.id, stored) : stored;
}

/** The API's name of a fact. */
export function shownName(name: string, schema: z.core.$ZodType): string {
  const shown = SHOWN_AS.get(inner(schema));
  if (shown === undefined) return name;
  return 'length' in shown ? name.replace(/Ms$/, '') : (shown.name ?? name);
}

/** The type of the record whose key a fact is; undefined for other facts. */
export function typeNamed(schema: z.core.$ZodType | undefined): Named | undefined {
  const shown = schema === undefined ? undefined : SHOWN_AS.get(inner(schema));
  return shown !== undefined && 'id' in shown ? shown.id : undefined;
}

/** Unwraps the schema of a value that may be null or left out. */
function inner(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodExactOptional
    ? inner(schema.unwrap())
    : schema;
}
