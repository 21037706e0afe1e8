const ASCII_PUNCTUATION_OR_SPACE = /[\s!-/:-@[-`{-~]+/;
/** A phrase with its sign and closing quote, or a word. */
const TERM = /(-?)"([^"]*)("?)|(\S+)/g;

/**
 * What a person types, as text for PostgreSQL's `to_tsquery`; empty when it holds no word. Words
 * are joined by AND; `OR` between them, `-` before one and phrases in double quotes work as they do
 * on the web. The last word stands for all that begin with it, as people search while they type.
 * Punctuation separates: `ESC-2026-0` is a phrase of three words.
 */
export function searchQuery(search: string): string {
  let query = '';
  let isOr = false;
  const terms = [...search.matchAll(TERM)];
  for (const [index, [, sign, phrase, closing, word]] of terms.entries()) {
    if (word?.toUpperCase() === 'OR' && index < terms.length - 1) {
      isOr = true;
      continue;
    }
    const isNot = sign === '-' || word?.startsWith('-') === true;
    const isComplete = isNot || closing === '"';
    const isLast = index === terms.length - 1;
    const words = phraseOf(word ?? phrase ?? '', isLast && !isComplete);
    if (words === '') continue;
    const term = isNot ? `!(${words})` : `(${words})`;
    if (query === '') query = term;
    else query += isOr ? ` | ${term}` : ` & ${term}`;
    isOr = false;
  }
  return query;
}

/** Words that follow each other. Without ASCII punctuation nothing in them is an operator. */
function phraseOf(text: string, isPrefix: boolean): string {
  const words = text.split(ASCII_PUNCTUATION_OR_SPACE).filter((word) => word !== '');
  const last = words.length - 1;
  return words
    .map((word, index) => (isPrefix && index === last ? `'${word}':*` : `'${word}'`))
    .join(' <-> ');
}

const REFERENCE_BEGUN = /^e(?:s(?:c(?:-(?:\d{0,4}|\d{4}-\d{0,2}))?)?)?$/i;

/**
 * The beginning of a reference that somebody is still typing, such as `ESC-2026-0`; undefined for
 * anything else. A complete one is searched as text, which finds the cases that mention it as well;
 * the beginning occurs in so many that only their own references are looked at.
 */
export function referenceBegun(search: string): string | undefined {
  const text = search.trim();
  return REFERENCE_BEGUN.test(text) ? text.toUpperCase() : undefined;
}
