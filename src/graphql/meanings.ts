/** Enum values for the builder, with their descriptions from a catalogue. */
export function meanings<Value extends string>(
  catalogue: Readonly<Record<Value, { means: string }>>,
): Record<Value, { description: string }> {
  const values = Object.entries<{ means: string }>(catalogue).map(
    ([value, { means }]) => [value, { description: means }] as const,
  );
  return Object.fromEntries(values) as Record<Value, { description: string }>;
}
