import { phraseOf } from '../../shared/text/search-words.ts';

/** A phrase with its sign and closing quote, or a word. */
const TERM = /(-?)"([^"]*)("?)|(\S+)/g;

/** Something that has to be found in a case, or must not be. */
export interface SearchTerm {
  /** Text for PostgreSQL's `tsquery`: words that follow each other. */
  words: string;
  isNot: boolean;
}

/**
 * What a person types: alternatives, in each of which every term must hold; empty when it holds no
 * word. Words are joined by AND; `OR` between them, `-` before one and phrases in double quotes work as
 * they do on the web. The last word stands for all that begin with it, as people search while they
 * type. Punctuation separates: `ESC-2026-0` is a phrase of three words.
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
 * The beginning of a reference that somebody is still typing, such as `ESC-2026-0`; undefined for
 * anything else. A complete one is searched as text, which finds the cases that mention it as well;
 * the beginning occurs in so many that only their own references are looked at.
 */
export function referenceBegun(search: string): string | undefined {
  const text = search.trim();
  return REFERENCE_BEGUN.test(text) ? text.toUpperCase() : undefined;
}
