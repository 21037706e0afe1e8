import type { EnumRef, InputObjectRef } from '@pothos/core';
import { z } from 'zod';
import { formatDuration } from '../../shared/duration.ts';
import { isUuid } from '../../shared/ids.ts';
import { isCurrency } from '../../shared/money.ts';
import { NO_SUCH_CASE } from '../../shared/reference.ts';
import type { TextKind } from '../../shared/text/typed-text.ts';
import {
  BLANK,
  isBlank,
  lengthNear,
  lengthOf,
  normalForm,
  problemIn,
} from '../../shared/text/typed-text.ts';
import type { SchemaTypes } from '../builder.ts';
import { builder } from '../builder.ts';
import { NULL_SAYS_NOTHING, nullExtension } from '../checks/null-meaning.ts';
import { decodeId } from '../global-id.ts';
import { MAX_ID, MAX_LIST, MAX_NAME, MAX_TEXT } from '../limits/limits.ts';
import type { InputLimits } from '../limits/text-limits.ts';
import { checkJson } from './json.ts';

/** The name of a scalar, or a type of ours; in brackets for a list of it. */
type InputType = keyof SchemaTypes['inputShapes'] | EnumRef<SchemaTypes, never> | AnyInputRef;
type AnyInputRef = InputObjectRef<SchemaTypes, never>;

/**
 * One field of a mutation's input, said once: its GraphQL type, what a developer reads about it,
 * and the check that turns what was given into what the service takes. What the check finds becomes
 * a user error at the field's path.
 */
export interface InputField<Out = unknown> {
  type: unknown;
  required: boolean;
  /** What null says; undefined where it is refused. */
  nullMeans?: string | undefined;
  description: string;
  schema: z.ZodType<Out>;
  /** Of a text, and how many of a list, where it is not as its type says. */
  limits?: InputLimits;
}

export type InputFields = Readonly<Record<string, InputField>>;

/** What a service gets from an input made of these fields. */
export type InputOf<Fields extends InputFields> = {
  [Name in keyof Fields]: Fields[Name] extends InputField<infer Out> ? Out : never;
};

function field<Out>(
  type: InputType | [InputType],
  description: string,
  schema: z.ZodType<Out>,
  limits: InputLimits = {},
): InputField<Out> {
  return { type, required: true, description, schema, limits };
}

/** May be left out; null, which says nothing that leaving it out does not, is refused. */
export function optional<Out>(inner: InputField<Out>): InputField<Out | undefined> {
  const schema = z.preprocess((value, context) => {
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: NULL_SAYS_NOTHING });
    return z.NEVER;
  }, inner.schema.optional());
  return { ...inner, required: false, schema };
}

/** May be left out, and null means something of its own, which the end of its description says. */
export function orNull<Out>(
  inner: InputField<Out>,
  meaning: string,
): InputField<Out | null | undefined> {
  return {
    ...inner,
    required: false,
    nullMeans: meaning,
    schema: inner.schema.nullish(),
  };
}

function textSchema(maxLength: number, kind: TextKind) {
  return z
    .string()
    .overwrite(normalForm)
    .refine((value) => value.trim() !== '', { error: 'Must not be empty.', abort: true })
    .refine((value) => lengthOf(value) <= maxLength, {
      error: (issue) =>
        `Must have at most ${maxLength} characters; it has ${lengthOf(String(issue.input))}.`,
      abort: true,
    })
    .superRefine((value, context) => {
      const message = problemIn(value, kind) ?? (isBlank(value) ? BLANK : undefined);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    });
}

/** Text that is not blank, kept in normal form. */
export function text(
  description: string,
  maxLength = MAX_TEXT,
  kind: TextKind = 'text',
): InputField<string> {
  return field(
    'String',
    `${description} 1 to ${maxLength.toLocaleString('en')} characters.`,
    textSchema(maxLength, kind),
    { maxLength },
  );
}

/** What somebody or something is called. */
export function name(description: string): InputField<string> {
  return text(description, MAX_NAME, 'name');
}

/** A subject or a summary: one line. */
export function line(description: string): InputField<string> {
  return text(description, MAX_NAME, 'line');
}

export function email(description: string): InputField<string> {
  return field('EmailAddress', description, z.string());
}

export function integer(description: string, min: number, max: number): InputField<number> {
  const error = `Must be a whole number from ${min} to ${max}.`;
  return field(
    'Int',
    `${description} ${min} to ${max}.`,
    z.int({ error }).min(min, { error }).max(max, { error }),
  );
}

export function flag(description: string): InputField<boolean> {
  return field('Boolean', description, z.boolean());
}

const EARLIEST = new Date('1970-01-01T00:00:00Z');
const LATEST = new Date('2200-01-01T00:00:00Z');

function timeSchema() {
  const error = 'Must lie between the years 1970 and 2199.';
  return z.date().min(EARLIEST, { error }).max(LATEST, { error });
}

export function dateTime(description: string): InputField<Date> {
  return field('DateTime', description, timeSchema());
}

export function date(description: string): InputField<Date> {
  return field('Date', description, timeSchema());
}

/** A length of time in milliseconds, from `minMs` to `maxMs`. */
export function duration(description: string, minMs: number, maxMs: number): InputField<number> {
  const bounds = `${formatDuration(minMs)} to ${formatDuration(maxMs)}`;
  const error = `Must be from ${bounds}.`;
  return field(
    'Duration',
    `${description} ${bounds}.`,
    z.number().min(minMs, { error }).max(maxMs, { error }),
  );
}

export function enumeration<Value extends string>(
  ref: EnumRef<SchemaTypes, Value>,
  description: string,
): InputField<Value> {
  return field(
    ref as never,
    description,
    z.custom<Value>((value) => typeof value === 'string'),
  );
}

/** The key of a thing, from its global id. An id of another type, or none at all, is NOT_FOUND. */
export function id(typeName: string, description: string): InputField<string> {
  return field('ID', description, idSchema(typeName));
}

function idSchema(typeName: string): z.ZodType<string> {
  const short = z.string().refine((value) => lengthNear(value, MAX_ID) <= MAX_ID, {
    error: `Must have at most ${MAX_ID} characters.`,
    abort: true,
  });
  return short.transform((value, context) => {
    const key = decodeId(typeName, value);
    if (key !== undefined && isUuid(key)) return key;
    context.addIssue({
      code: 'custom',
      message: typeName === 'Escalation' ? NO_SUCH_CASE : `There is no ${typeName} with this id.`,
      params: { userErrorCode: 'NOT_FOUND' },
    });
    return z.NEVER;
  });
}

export function list<Out>(
  inner: InputField<Out>,
  description: string,
  { min = 0, max = MAX_LIST } = {},
): InputField<Out[]> {
  return field(
    [inner.type as InputType],
    `${description} ${min === 0 ? 'At most' : `${min} to`} ${max} entries. Each: ${inner.description}`,
    z
      .array(inner.schema)
      .min(min, { error: `Must have at least ${min} ${min === 1 ? 'entry' : 'entries'}.` })
      .max(max, {
        error: (issue) =>
          `Must have at most ${max} entries; it has ${(issue.input as unknown[]).length}.`,
      }),
    { ...inner.limits, maxItems: max },
  );
}

export function jsonObject(description: string): InputField<Record<string, unknown>> {
  return field(
    'JSONObject',
    `${description} At most 64 kB of JSON, 20 levels deep.`,
    // As it came: a copy made key by key would lose `__proto__` before anybody could refuse it.
    z.custom<Record<string, unknown>>().superRefine((value, context) => {
      const message = checkJson(value);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  );
}

/** A kind of input object: called, it is a field of a mutation's input. */
export interface ObjectKind<Fields extends InputFields> {
  (description: string): InputField<InputOf<Fields>>;
  /** The type itself, for arguments of queries and for fields of filters. */
  inputRef: InputObjectRef<SchemaTypes, Record<string, unknown>>;
  /** For queries: what was given, checked; undefined for what can name nothing, such as a malformed id. */
  parse(given: unknown): InputOf<Fields> | undefined;
}

/** An input object of its own, made of fields like a mutation's. */
export function object<Fields extends InputFields>(
  typeName: string,
  description: string,
  fields: Fields,
  { isOneOf = false } = {},
): ObjectKind<Fields> {
  const inputRef = inputType(typeName, description, fields, isOneOf);
  const schema = objectSchema(fields);
  return Object.assign((usage: string) => field(inputRef as never, usage, schema), {
    inputRef: inputRef as unknown as ObjectKind<Fields>['inputRef'],
    parse: (given: unknown) => schema.safeParse(given).data,
  });
}

export function inputType(
  typeName: string,
  description: string,
  fields: InputFields,
  isOneOf = false,
) {
  return builder.inputType(typeName, {
    description,
    isOneOf: isOneOf as false,
    fields: (t) =>
      Object.fromEntries(
        Object.entries(fields).map(
          ([fieldName, { type, required, nullMeans, description: usage, limits }]) => [
            fieldName,
            t.field({
              type: type as 'String',
              required,
              description: usage,
              extensions: { ...nullExtension(nullMeans), ...limits },
            }),
          ],
        ),
      ),
  });
}

export function objectSchema<Fields extends InputFields>(
  fields: Fields,
): z.ZodType<InputOf<Fields>> {
  const shape = Object.fromEntries(
    Object.entries(fields).map(([fieldName, { schema }]) => [fieldName, schema]),
  );
  return z.object(shape) as unknown as z.ZodType<InputOf<Fields>>;
}

const MAX_AMOUNT = 10_000_000_000_000;

/** An amount that is not negative, in a currency or in the customer's. */
export const money = object('MoneyInput', "Without a currency: the customer's.", {
  amount: field(
    'Decimal',
    'Not negative, at most two decimals, below 10,000,000,000,000.',
    z
      .string()
      .refine((value) => !value.startsWith('-'), { error: 'Must not be negative.' })
      .refine((value) => Number(value) < MAX_AMOUNT, { error: 'Must be below 10,000,000,000,000.' })
      .transform((value) => value.replace(/^0+(?=\d)/, '')),
  ),
  currency: optional(
    field(
      'String',
      'An ISO 4217 code, such as `EUR`.',
      z.string().refine(isCurrency, { error: 'Must be an ISO 4217 code such as "USD".' }),
    ),
  ),
});
