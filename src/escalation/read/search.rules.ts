import { phraseOf } from '../../shared/text/search-words.ts';

/** Matches a phrase with its sign and closing quote, or a word. */
const TERM = /(-?)"([^"]*)("?)|(\S+)/g;

/** Words that a case must have, or with `isNot` must not have. */
export interface SearchTerm {
  /** Text for PostgreSQL's `tsquery`: words that follow each other. */
  words: string;
  isNot: boolean;
}

/**
 * Reads the search that a person types. The result is a list of alternatives, in each of which every
 * term must hold; it is empty when the text has no word. Words are joined by AND. `OR` between words,
 * `-` before a word and phrases in double quotes work as they do on the web. The last word stands for
 * all words that begin with it, as people search while they type. Punctuation separates: `ESC-2026-0`
 * is a phrase of three words.
 */
export function searchTerms(search: string): SearchTerm[][] {
  const alternatives: SearchTerm[][] = [];
  let isOr = true;
  const terms = [...search.matchAll(TERM)];
  for (const [index, [, sign, phrase, closing, word]] of terms.entries()) {
    const isLast = index === terms.length - 1;
    if (word?.toUpperCase() === 'OR' && !isLast) {
      isOr = true;
      continue;
    }
    const isNot = sign === '-' || word?.startsWith('-') === true;
    const isComplete = isNot || closing === '"';
    const words = phraseOf(word ?? phrase ?? '', isLast && !isComplete);
    if (words === '') continue;
    if (isOr) alternatives.push([]);
    alternatives.at(-1)?.push({ words, isNot });
    isOr = false;
  }
  return alternatives;
}

const REFERENCE_BEGUN = /^e(?:s(?:c(?:-(?:\d{0,4}|\d{4}-\d{0,2}))?)?)?$/i;

/**
 * The beginning of a reference that somebody is still typing, such as `ESC-2026-0`; undefined for other
 * text. A complete reference is searched as text, which also finds the cases that mention it. Its
 * beginning occurs in too many texts, so only the references of cases are compared.
 */
export function referenceBegun(search: string): string | undefined {
  const text = search.trim();
  return REFERENCE_BEGUN.test(text) ? text.toUpperCase() : undefined;
}
