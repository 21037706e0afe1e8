/** The values of an enum that a catalogue has the words for. */
export function meanings<Value extends string>(
  catalogue: Readonly<Record<Value, { means: string }>>,
): Record<Value, { description: string }> {
  const values = Object.entries<{ means: string }>(catalogue).map(
    ([value, { means }]) => [value, { description: means }] as const,
  );
  return Object.fromEntries(values) as Record<Value, { description: string }>;
}
