import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fold, lexemesOf, phraseOf, vectorsOf } from '../../../src/shared/search-words.ts';

describe('folding makes the same of', () => {
  it.each([
    ['composed and decomposed letters', 'Mu\u0308ller', 'Müller'],
    ['ß, SS and the capital of ß', 'Straße STRASSE', 'strasse straẞe'.replace('ẞ', 'ß')],
    ['the final sigma', 'ΟΔΟΣ', 'οδός'],
    ['accents of Latin', 'Zoë crème brûlée', 'zoe creme brulee'],
    ['letters with strokes', 'Łódź Ørsted', 'lodz orsted'],
    ['the dots of Turkish', 'İSTANBUL ısı', 'istanbul isi'],
    ['letters of full width', 'ＡＰＩ５０２', 'api502'],
    ['katakana of half width', 'ｶﾞｽ', 'ガス'],
    ['ligatures', 'ﬁle', 'file'],
    ['a word with a soft hyphen', 'store\u00adfront', 'storefront'],
  ])('%s', (_name, one, other) => {
    expect(fold(one)).toBe(fold(other));
  });
});

describe('folding keeps apart', () => {
  it.each([
    ['letters of Japanese that a mark tells apart', 'か', 'が'],
    ['syllables of Korean', '가', '각'],
    ['vowels of Thai', 'กิ', 'กี'],
  ])('%s', (_name, one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });
});

test('folding what is folded changes nothing, so that both sides agree', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});

test('every part of a stretch without spaces is asked for by pairs that stand in it one after the other', () => {
  const letters = fc.constantFrom(...'東京都障害発生決済한국어사용자กขคง');
  fc.assert(
    fc.property(
      fc.array(letters, { minLength: 2, maxLength: 20 }),
      fc.nat(),
      fc.nat(),
      (all, a, b) => {
        const from = a % all.length;
        const until = from + 1 + (b % (all.length - from));
        const asked = phraseOf(all.slice(from, until).join(''), true).split(' <-> ');
        const stored = lexemesOf(all.join('')).map((lexeme) => `'${lexeme}'`);
        const matches = (place: number) =>
          asked.every((one, step) =>
            one.endsWith(':*')
              ? stored[place + step]?.startsWith(one.slice(0, -3)) === true
              : stored[place + step] === one,
          );
        expect(matches(from)).toBe(true);
      },
    ),
  );
});

test('a text of any length is kept in parts that PostgreSQL can hold', () => {
  const texts = ['\ufdfa'.repeat(20_000), '障害'.repeat(10_000), 'a '.repeat(10_000), ''];
  for (const text of texts) {
    for (const vector of vectorsOf(text)) expect(Buffer.byteLength(vector)).toBeLessThan(1_000_000);
  }
  expect(vectorsOf('障害'.repeat(10_000))).toHaveLength(2);
  expect(vectorsOf('')).toEqual(['']);
});
