import type { InputObjectRef } from '@pothos/core';
import { z } from 'zod';
import type { SchemaTypes } from '../builder.ts';
import { builder } from '../builder.ts';
import { nullExtension } from '../checks/null-meaning.ts';
import type { InputField, InputFields, InputOf } from './field.ts';
import { field } from './field.ts';

/** A kind of input object. Calling it makes a field of a mutation's input. */
export interface ObjectKind<Fields extends InputFields> {
  (description: string): InputField<InputOf<Fields>>;
  /** The GraphQL type, for arguments of queries and for fields of filters. */
  inputRef: InputObjectRef<SchemaTypes, Record<string, unknown>>;
  /** Checks a value given to a query. Undefined when it can name nothing, such as a malformed id. */
  parse(given: unknown): InputOf<Fields> | undefined;
}

/** Defines an input object type, with fields like those of a mutation's input. */
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
