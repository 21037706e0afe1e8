import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor } from '../../../src/events/cursor.ts';

test('a cursor leads back to its place in the log', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), (seq) => {
      expect(decodeCursor(encodeCursor(seq))).toBe(seq);
    }),
  );
});

test('text that is no cursor is undefined, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const seq = decodeCursor(text);
      expect(seq === undefined || encodeCursor(seq) === text).toBe(true);
    }),
  );
});

const encoded = (text: string) => Buffer.from(text).toString('base64url');

test.for([
  '',
  'seq:12',
  encoded('12'),
  encoded('seq:12'),
  encoded('seq:12-13'),
  encoded('seq:-00'),
  encoded('seq:-1-96'),
  encoded('seq:012-12'),
  encoded('seq:1.5-01'),
  encoded('seq:1234567890123456789-28'),
  `${encoded('seq:12-12')}=`,
  `${encoded('seq:12-12')} `,
])('%j is no cursor', (text) => {
  expect(decodeCursor(text)).toBeUndefined();
});

test('a cursor that lost its end is no cursor', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.nat({ max: 20 }), (seq, length) => {
      const cursor = encodeCursor(seq);
      expect(decodeCursor(cursor.slice(0, Math.min(length, cursor.length - 1)))).toBeUndefined();
    }),
  );
});
