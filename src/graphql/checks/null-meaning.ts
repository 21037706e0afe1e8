/** Of an input that may be left out and is null where null says nothing that leaving it out does not. */
export const NULL_SAYS_NOTHING = 'Must not be null: leave it out.';

/** What null says of an input, as the schema keeps it: where nothing is kept, null is refused. */
export function nullExtension(meaning: string | undefined): Readonly<Record<string, unknown>> {
  return meaning === undefined ? {} : { nullMeans: meaning };
}

/** @returns undefined where null is refused. */
export function meaningOfNull(input: {
  extensions?: Readonly<Record<string, unknown>> | null | undefined;
}): string | undefined {
  const meaning = input.extensions?.['nullMeans'];
  return typeof meaning === 'string' ? meaning : undefined;
}

/** The end of a description of what takes null. */
export function nullText(meaning: string): string {
  return `Null: ${meaning}.`;
}
