import { describe, expect, it, test } from 'vitest';
import type { TextKind } from '../../../../src/shared/text/typed-text.ts';
import { cleanName, isBlank, problemIn, visible } from '../../../../src/shared/text/typed-text.ts';

describe('a text is refused with the place of', () => {
  it.for<[string, TextKind, string, string]>([
    ['an escape', 'text', 'ab\u001b[2J', 'U+001B stands at character 3'],
    ['a control character beyond ASCII', 'text', '\u009b2J', 'U+009B stands at character 1'],
    [
      'NUL, counting an emoji as one',
      'text',
      '🔥\u0000',
      'NUL character; it stands at character 2',
    ],
    ['a line break in a line', 'line', 'a\r\nb', 'Must be one line, without line breaks; U+000D'],
    ['a line break beyond ASCII in a line', 'line', 'a\u2028b', 'U+2028 stands at character 2'],
    ['a line break in a name, behind a tab', 'name', 'a\t\nb', 'U+000A stands at character 3'],
    ['an override of direction in a name', 'name', 'a\u202eb', 'the direction of writing; U+202E'],
    ['a mark of direction in a name', 'name', '\u200fa', 'U+200F stands at character 1'],
    ['an isolate in a name', 'name', 'a\u2066', 'U+2066 stands at character 2'],
    ['half of a surrogate pair', 'text', 'a\ud83d', 'half of a surrogate pair'],
  ])('%s', ([, kind, text, message]) => {
    expect(problemIn(text, kind)).toContain(message);
  });
});

describe('a text is taken', () => {
  it.for<[string, TextKind, string]>([
    ['with line breaks and tabs', 'text', 'a\r\n\tb\nc'],
    ['with marks of direction, as Hebrew and Arabic have them', 'text', 'שלום\u200f!'],
    ['as a line with such marks', 'line', 'שלום\u200f!'],
    ['as a file that a program wrote', 'file', 'SUMMARY:a\u000bb'],
    ['as a name in any script', 'name', 'Zoë O’Neil 株式会社 👩‍👩‍👧'],
  ])('%s', ([, kind, text]) => {
    expect(problemIn(text, kind)).toBeUndefined();
  });
});

test.each([
  ['marks that turn the direction', '\u200fשלום\u202e!', 'שלום!'],
  ['letters in pieces', 'Di\u0301a', 'Día'],
  ['a mark between a letter and its accent', 'Di\u200e\u0301a', 'Día'],
  ['line breaks and controls', ' a\r\n\u2028b\u0000\tc ', 'a b c'],
  ['half of a surrogate pair', 'a\ud83d', 'a\ufffd'],
])('a name of a file is made one that may be kept: of %s', (_name, text, name) => {
  expect(cleanName(text)).toBe(name);
  expect(problemIn(cleanName(text), 'name')).toBeUndefined();
});

test('what a terminal would obey stands as an escape, the same as in JSON', () => {
  const text = 'a\nb\r\t\u001b[1m\u007f\u009b\u2028\u202e\u2069';
  const shown = visible(text);
  expect(shown).toBe('a\\nb\\r\\t\\u001b[1m\\u007f\\u009b\\u2028\\u202e\\u2069');
  expect(JSON.parse(`"${shown}"`)).toBe(text);
});

test.each([
  ['white space', ' \t\u00a0\u3000'],
  ['a zero-width space', '\u200b'],
  ['a Hangul filler', '\u3164'],
  ['an empty Braille cell', '\u2800'],
  ['a soft hyphen and a joiner', '\u00ad\u200d'],
  ['tags', '\u{e0041}'],
])('of %s alone nobody sees anything', (_what, text) => {
  expect([isBlank(text), isBlank(`${text}.`)]).toEqual([true, false]);
});

test.each(['x', '株', '👩‍👩‍👧', '⠁', 'ᄀ', '-'])('%s can be seen', (text) => {
  expect(isBlank(text)).toBe(false);
});
