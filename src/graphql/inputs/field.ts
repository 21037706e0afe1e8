import type { EnumRef, InputObjectRef } from '@pothos/core';
import { z } from 'zod';
import type { SchemaTypes } from '../builder.ts';
import { NULL_SAYS_NOTHING } from '../checks/null-meaning.ts';
import type { Context } from '../context.ts';
import { MAX_LIST } from '../limits/limits.ts';
import type { InputLimits } from '../limits/text-limits.ts';

/** The name of a scalar, or one of our types; in brackets for a list of them. */
type InputType = keyof SchemaTypes['inputShapes'] | EnumRef<SchemaTypes, never> | AnyInputRef;
type AnyInputRef = InputObjectRef<SchemaTypes, never>;

/** What looking up a name needs. */
type NameContext = Pick<Context, 'db' | 'principal'>;

/**
 * One field of a mutation's input, declared once: its GraphQL type, its description, and the check that turns
 * the given value into the one that the service takes. What the check finds becomes a user error at the
 * field's path.
 */
export interface InputField<Out = unknown> {
  type: unknown;
  required: boolean;
  /** What null means; undefined where null is refused. */
  nullMeans?: string | undefined;
  description: string;
  schema: z.ZodType<Out>;
  /**
   * For a field that takes an id or another name of an object: returns the id for either, before anything is
   * checked or kept, because an id never names another object later. An unknown name is returned as it is,
   * and is then not found as an id.
   */
  toId?(context: NameContext, given: string): Promise<string>;
  /** Limits of a text's characters and a list's entries, where they differ from the type's. */
  limits?: InputLimits;
}

export type InputFields = Readonly<Record<string, InputField>>;

/** The value that a service gets from an input with these fields. */
export type InputOf<Fields extends InputFields> = {
  [Name in keyof Fields]: Fields[Name] extends InputField<infer Out> ? Out : never;
};

/** Makes a required field of a type, with its check. */
export function field<Out>(
  type: InputType | [InputType],
  description: string,
  schema: z.ZodType<Out>,
  limits: InputLimits = {},
): InputField<Out> {
  return { type, required: true, description, schema, limits };
}

/** Makes a field optional. Null is refused, because it would mean no more than leaving the field out. */
export function optional<Out>(inner: InputField<Out>): InputField<Out | undefined> {
  const schema = z.preprocess((value, context) => {
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: NULL_SAYS_NOTHING });
    return z.NEVER;
  }, inner.schema.optional());
  return { ...inner, required: false, schema };
}

/** Makes a field optional, and lets null mean something of its own, which its description then says. */
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
