import { builder } from './builder.ts';

/** Makes an enum type from a table of value and description. A value without one does not compile. */
export function enumOf<Value extends string>(
  name: string,
  description: string,
  table: Readonly<Record<Value, string>>,
) {
  const values = Object.fromEntries(
    Object.entries<string>(table).map(([value, meaning]) => [value, { description: meaning }]),
  ) as Record<Value, { description: string }>;
  return builder.enumType(name, { description, values });
}
