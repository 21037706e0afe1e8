import { describe, expect, it } from 'vitest';
import { referenceBegun, searchTerms } from '../../../../src/escalation/read/search.rules.ts';

/** Alternatives with `|` between them, their terms with `&`, `!` before what must not be found. */
function asText(search: string): string {
  return searchTerms(search)
    .map((terms) => terms.map(({ words, isNot }) => `${isNot ? '!' : ''}(${words})`).join(' & '))
    .join(' | ');
}

describe('searchTerms', () => {
  it.each([
    [
      'joins words by AND and takes the last one as a beginning',
      'login err',
      `('login') & ('err':*)`,
    ],
    ['takes words joined by punctuation as a phrase', 'ESC-2026-0', `('esc' <-> '2026' <-> '0':*)`],
    ['joins by OR where it says so', 'a OR b c', `('a') | ('b') & ('c':*)`],
    ['takes OR at an end as a word', 'a or', `('a') & ('or':*)`],
    ['leaves out what has a minus before it', 'a -b', `('a') & !('b')`],
    ['takes what is in quotes as it stands', '"log in"', `('log' <-> 'in')`],
    ['takes an open quote as a phrase still being typed', '"log i', `('log' <-> 'i':*)`],
    ['leaves out phrases', 'x -"log in"', `('x') & !('log' <-> 'in')`],
    ['folds letters of every script', 'Größe ΟΔΟΣ', `('grosse') & ('οδοσ':*)`],
    [
      'asks for a stretch without spaces by its pairs of letters',
      '障害発生 한국어',
      `('障害' & '害発' & '発生') & ('한국' & '국어')`,
    ],
    ['asks for one letter of such a stretch as the first of a pair', '税', `('税':*)`],
    ['asks for letters of another script by themselves', '接続API', `('接続' & 'api':*)`],
    [
      'drops operators of PostgreSQL',
      `a & !b | (c':*) \\ <-> d`,
      `('a') & ('b') & ('c') & ('d':*)`,
    ],
    ['is empty without words', ' !! -- "" & ', ''],
  ])('%s', (_name, search, terms) => {
    expect(asText(search)).toBe(terms);
  });
});

describe('referenceBegun', () => {
  it.each(['e', 'Esc', 'ESC-', 'esc-20', 'ESC-2026', ' ESC-2026- ', 'ESC-2026-0', 'esc-2026-00'])(
    'takes %j as the beginning of a reference',
    (search) => {
      expect(referenceBegun(search)).toBe(search.trim().toUpperCase());
    },
  );

  it.each([
    'ESC-2026-001',
    'esc-20261',
    'escape',
    'ESC 2026',
    '-esc',
    'ESC-26-0',
    '"esc"',
    'a esc',
  ])('leaves %j to the full-text search', (search) => {
    expect(referenceBegun(search)).toBeUndefined();
  });
});
