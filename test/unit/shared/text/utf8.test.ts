import { describe, expect, test } from 'vitest';
import { decodeUtf8, NotUtf8 } from '../../../../src/shared/text/utf8.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('text of bytes', () => {
  test.each([
    ['nothing', new Uint8Array(), ''],
    ['plain text', utf8('Grüße, 世界, 🎄'), 'Grüße, 世界, 🎄'],
    ['a byte order mark in front', utf8('\ufeffé'), 'é'],
    ['a second mark, which is a character', utf8('\ufeff\ufeffé'), '\ufeffé'],
  ])('%s is read', (_name, bytes, text) => {
    expect(decodeUtf8(bytes)).toBe(text);
  });

  test.each([
    ['Latin-1', Buffer.from('ab\ncdé', 'latin1'), /byte 6, on line 2,/],
    ['Latin-1 behind other line breaks', Buffer.from('a\rb\r\ncé', 'latin1'), /byte 7, on line 3,/],
    ['Latin-1 inside', Buffer.from('Día de todos', 'latin1'), /byte 2, on line 1,/],
    ['a character cut off at the end', utf8('aé').subarray(0, 2), /byte 2, on line 1,/],
    ['an overlong form', Buffer.from([0x61, 0xc0, 0x80]), /byte 2,/],
    ['half of a surrogate pair', Buffer.from([0x61, 0xed, 0xa0, 0x80]), /byte 2,/],
    ['UTF-16 with a mark', Buffer.from('\ufeffab', 'utf16le'), /it is UTF-16 \(little endian\)/],
    ['UTF-16 of the other kind', Buffer.from([0xfe, 0xff, 0, 0x61]), /UTF-16 \(big endian\)/],
    ['UTF-16 without a mark', Buffer.from('BEGIN', 'utf16le'), /it is UTF-16/],
  ])('%s is refused with its place', (_name, bytes, message) => {
    expect(() => decodeUtf8(bytes)).toThrow(message);
    expect(() => decodeUtf8(bytes)).toThrow(NotUtf8);
  });
});
