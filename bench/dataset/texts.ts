const SYLLABLES = ['ba', 'ce', 'di', 'fo', 'gu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se'];
const SUMMARY_WORDS = 4;
const ISSUE_WORDS = 12;
/** Of Knuth's multiplicative hashing: spreads neighbouring numbers, the same in each run. */
const SPREAD = 2_654_435_761;

/** The words that cases are made of: 1,728, all of six letters, so that none begins another. */
export const WORDS: readonly string[] = SYLLABLES.flatMap((first) =>
  SYLLABLES.flatMap((second) => SYLLABLES.map((third) => first + second + third)),
);

/** A number from 0 up to, but not including, `below` that looks random and follows from the other two. */
export function drawn(number: number, which: number, below: number): number {
  const mixed = Math.imul(number + 1, SPREAD) ^ Math.imul(which + 1, 0x85eb_ca6b);
  const stirred = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  return ((stirred ^ (stirred >>> 13)) >>> 0) % below;
}

export function wordOf(number: number, which: number): string {
  return WORDS[drawn(number, which, WORDS.length)] ?? '';
}

export function summaryOf(number: number): string {
  return words(number, 0, SUMMARY_WORDS);
}

export function issueOf(number: number): string {
  return `${words(number, SUMMARY_WORDS, ISSUE_WORDS)}.`;
}

function words(number: number, from: number, count: number): string {
  return Array.from({ length: count }, (_, place) => wordOf(number, from + place)).join(' ');
}
