import type { EnumRef } from '@pothos/core';
import { z } from 'zod';
import { formatDuration } from '../../shared/duration.ts';
import { isUuid } from '../../shared/ids.ts';
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
import { decodeId } from '../global-id.ts';
import { MAX_ID, MAX_NAME, MAX_TEXT } from '../limits/limits.ts';
import type { InputField } from './field.ts';
import { field } from './field.ts';
import { checkJson } from './json.ts';

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

/** A text that is not blank, kept in normal form. */
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

/** A name of a person or an object. */
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

/**
 * The key of an object, given by its global id. A malformed id, or one of another type, is NOT_FOUND.
 *
 * @param notFound the message for it.
 */
export function id(
  typeName: string,
  description: string,
  notFound = `There is no ${typeName} with this id.`,
): InputField<string> {
  return field('ID', description, idSchema(typeName, notFound));
}

function idSchema(typeName: string, notFound: string): z.ZodType<string> {
  const short = z.string().refine((value) => lengthNear(value, MAX_ID) <= MAX_ID, {
    error: `Must have at most ${MAX_ID} characters.`,
    abort: true,
  });
  return short.transform((value, context) => {
    const key = decodeId(typeName, value);
    if (key !== undefined && isUuid(key)) return key;
    context.addIssue({
      code: 'custom',
      message: notFound,
      params: { userErrorCode: 'NOT_FOUND' },
    });
    return z.NEVER;
  });
}

export function jsonObject(description: string): InputField<Record<string, unknown>> {
  return field(
    'JSONObject',
    `${description} At most 64 kB of JSON, 20 levels deep.`,
    // The value itself: a copy made key by key would lose `__proto__` before anybody could refuse it.
    z.custom<Record<string, unknown>>().superRefine((value, context) => {
      const message = checkJson(value);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  );
}
