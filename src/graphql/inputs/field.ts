import type { EnumRef, InputObjectRef } from '@pothos/core';
import { z } from 'zod';
import type { SchemaTypes } from '../builder.ts';
import { NULL_SAYS_NOTHING } from '../checks/null-meaning.ts';
import type { Context } from '../context.ts';
import { MAX_LIST } from '../limits/limits.ts';
import type { InputLimits } from '../limits/text-limits.ts';

/** The name of a scalar, or a type of ours; in brackets for a list of it. */
type InputType = keyof SchemaTypes['inputShapes'] | EnumRef<SchemaTypes, never> | AnyInputRef;
type AnyInputRef = InputObjectRef<SchemaTypes, never>;

/** What it takes to look up what is named. */
type NameContext = Pick<Context, 'db' | 'principal'>;

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
  /**
   * Of a field that takes an id or another name of the same thing: the id for either, before anything is checked or
   * kept, as it never names another thing later. What names nothing stays as it is, and is no id that is found.
   */
  toId?(context: NameContext, given: string): Promise<string>;
  /** Of a text, and how many of a list, where it is not as its type says. */
  limits?: InputLimits;
}

export type InputFields = Readonly<Record<string, InputField>>;

/** What a service gets from an input made of these fields. */
export type InputOf<Fields extends InputFields> = {
  [Name in keyof Fields]: Fields[Name] extends InputField<infer Out> ? Out : never;
};

/** A field of that type, with its check. */
export function field<Out>(
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
