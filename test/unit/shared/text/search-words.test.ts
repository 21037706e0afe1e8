import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fold, lexemesOf, phraseOf, vectorOf } from '../../../../src/shared/text/search-words.ts';

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

describe('a sign that Unicode writes out is', () => {
  it.each([
    ['nothing, for a trade mark', 'Acme™ GmbH', 'acme gmbh'],
    ['nothing, for one in the style of a picture', 'Acme™\ufe0f GmbH', 'acme gmbh'],
    ['nothing, behind a blank', 'Acme ™ GmbH', 'acme gmbh'],
    ['nothing, for several', 'Windows® and Teams™℠', 'windows and teams'],
    ['nothing, for one of raised letters', 'Acmeᵀᴹ', 'acme'],
    ['a blank, for a trade mark between words', 'Teams™Crash', 'teams crash'],
    ['a word, for a number sign', 'Ticket№5', 'ticket no 5'],
    ['a word, for a telephone', '℡030', 'tel 030'],
    ['a word, for a number in a circle', 'Schritt①②', 'schritt 1 2'],
    ['a word, for a number with a full stop', '2⒈', '2 1.'],
    ['a word, for letters in circles', 'PlanⒶⒷ', 'plan ab'],
    ['a word, for a currency', '₨500', 'rs 500'],
    ['numbers, for a fraction', '1½', '1 1\u20442'],
    ['one with its number, for a unit', '5㎏', '5kg'],
    ['as it is typed, for a degree', '20℃', '20°c'],
    ['one with its word, for raised and lowered letters', 'm² CO₂ 1ª Nº', 'm2 co2 1a no'],
    ['its letter, for one of Chinese', '⽇本㈱', '日本(株)'],
  ])('%s', (_name, text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

test('folding what is folded changes nothing, so that both sides agree', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
  const signs = fc.constantFrom(...'a 1™®№①⒈Ⓐ½₨㎏℃²ᵀᴹ⻳🅐\ufe0f\u00ad');
  fc.assert(
    fc.property(fc.string({ unit: signs, maxLength: 20 }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});

test('every part of a stretch without spaces is asked for by pairs that it is stored as', () => {
  const letters = fc.constantFrom(...'東京都障害発生決済한국어사용자กขคง');
  fc.assert(
    fc.property(
      fc.array(letters, { minLength: 1, maxLength: 20 }),
      fc.nat(),
      fc.nat(),
      (all, a, b) => {
        const from = a % all.length;
        const until = from + 1 + (b % (all.length - from));
        const asked = phraseOf(all.slice(from, until).join(''), true).split(' & ');
        const stored = lexemesOf(all.join('')).map((lexeme) => `'${lexeme}'`);
        for (const one of asked) {
          const isStored = one.endsWith(':*')
            ? stored.some((lexeme) => lexeme.startsWith(one.slice(0, -3)))
            : stored.includes(one);
          expect(isStored).toBe(true);
        }
      },
    ),
  );
});

test('a text of any length is kept within what PostgreSQL can hold', () => {
  for (const text of ['\ufdfa'.repeat(20_000), '障害'.repeat(10_000), 'a '.repeat(10_000)]) {
    expect(Buffer.byteLength(vectorOf(text))).toBeLessThan(300_000);
  }
  expect(vectorOf('')).toBe('');
});
