import { describe, expect, it } from 'vitest';
import { referenceBegun, searchQuery } from '../../../src/escalation/search.rules.ts';

describe('searchQuery', () => {
  it.each([
    [
      'joins words by AND and takes the last one as a beginning',
      'login err',
      `('login') & ('err':*)`,
    ],
    ['takes words joined by punctuation as a phrase', 'ESC-2026-0', `('ESC' <-> '2026' <-> '0':*)`],
    ['joins by OR where it says so', 'a OR b c', `('a') | ('b') & ('c':*)`],
    ['takes OR at an end as a word', 'a or', `('a') & ('or':*)`],
    ['leaves out what has a minus before it', 'a -b', `('a') & !('b')`],
    ['takes what is in quotes as it stands', '"log in"', `('log' <-> 'in')`],
    ['takes an open quote as a phrase still being typed', '"log i', `('log' <-> 'i':*)`],
    ['leaves out phrases', 'x -"log in"', `('x') & !('log' <-> 'in')`],
    ['keeps letters of every script', 'größe 日本', `('größe') & ('日本':*)`],
    [
      'drops operators of PostgreSQL',
      `a & !b | (c':*) \\ <-> d`,
      `('a') & ('b') & ('c') & ('d':*)`,
    ],
    ['is empty without words', ' !! -- "" & ', ''],
  ])('%s', (_name, search, query) => {
    expect(searchQuery(search)).toBe(query);
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
