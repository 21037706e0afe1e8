/** The message for null in an optional input where it would mean no more than leaving the input out. */
export const NULL_SAYS_NOTHING = 'Must not be null: leave it out.';

/** The extensions that keep what null means for an input. Without a meaning null is refused. */
export function nullExtension(meaning: string | undefined): Readonly<Record<string, unknown>> {
  return meaning === undefined ? {} : { nullMeans: meaning };
}

/** @returns what null means for an input; undefined where it is refused. */
export function meaningOfNull(input: {
  extensions?: Readonly<Record<string, unknown>> | null | undefined;
}): string | undefined {
  const meaning = input.extensions?.['nullMeans'];
  return typeof meaning === 'string' ? meaning : undefined;
}

/** The last sentence in the description of an input that takes null. */
export function nullText(meaning: string): string {
  return `Null: ${meaning}.`;
}
