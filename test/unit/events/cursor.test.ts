import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BEGINNING, createCursorCodec, placeOf } from '../../../src/events/cursor.ts';

const codec = createCursorCodec(Buffer.alloc(16, 'a secret'));
const places = fc.record({
  seq: fc.bigInt({ min: 0n, max: (1n << 48n) - 1n }),
  mark: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
});

test('a cursor leads back to its place and its mark', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(codec.decode(codec.encode(place))).toEqual(place);
    }),
  );
});

test('equal places are equal texts on every node, others are others', () => {
  const other = createCursorCodec(Buffer.alloc(16, 'a secret'));
  fc.assert(
    fc.property(places, places, (one, two) => {
      expect(other.encode(one)).toBe(codec.encode(one));
      const same = one.seq === two.seq && one.mark === two.mark;
      expect(codec.encode(one) === codec.encode(two)).toBe(same);
    }),
  );
});

test('text that is no cursor is undefined, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const place = codec.decode(text);
      expect(place === undefined || codec.encode(place) === text).toBe(true);
    }),
  );
});

const encoded = (text: string) => Buffer.from(text).toString('base64url');
const GOOD = codec.encode({ seq: 12n, mark: 5n });

test.for([
  '',
  'seq:12',
  // What cursors were before.
  encoded('seq:12-12'),
  encoded('sixteen bytes...'),
  `${GOOD}=`,
  `${GOOD} `,
  ` ${GOOD}`,
  `${GOOD}A`,
  GOOD.slice(1),
  GOOD.slice(0, -1),
])('%j is no cursor', (text) => {
  expect(codec.decode(text)).toBeUndefined();
});

test('a cursor with another character in it is no cursor, or one with another mark', () => {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
  fc.assert(
    fc.property(places, fc.nat({ max: 21 }), fc.constantFrom(...alphabet), (place, at, letter) => {
      const cursor = codec.encode(place);
      const damaged = `${cursor.slice(0, at)}${letter}${cursor.slice(at + 1)}`;
      if (damaged !== cursor) expect(codec.decode(damaged)?.mark).not.toBe(place.mark);
    }),
  );
});

test('neighbours have nothing in common, and nothing is read without the secret', () => {
  const recordedAt = new Date('2026-11-29T10:00:00Z');
  const cursors = [1n, 2n, 3n, 4n].map((seq) =>
    codec.encode(placeOf({ id: seq + 7n, seq, recordedAt })),
  );
  for (const [index, cursor] of cursors.slice(1).entries()) {
    const one = Buffer.from(cursors[index] ?? '', 'base64url');
    const two = Buffer.from(cursor, 'base64url');
    const differing = one.reduce((bits, byte, at) => bits + ones(byte ^ (two[at] ?? 0)), 0);
    // 64 of 128 for two blocks that know nothing of each other.
    expect(differing).toBeGreaterThan(35);
    expect(differing).toBeLessThan(93);
  }
  const stranger = createCursorCodec(Buffer.alloc(16, 'another'));
  for (const cursor of cursors) expect(stranger.decode(cursor)).toBeUndefined();
});

test('an entry at the same place with the same id, recorded at another time, has another mark', () => {
  const entry = { id: 9n, seq: 4n, recordedAt: new Date('2026-11-29T10:00:00.000Z') };
  const later = { ...entry, recordedAt: new Date('2026-11-29T10:00:00.001Z') };
  const { mark } = placeOf(entry);
  expect(placeOf(later).mark).not.toBe(mark);
  expect(placeOf({ ...entry, id: 10n }).mark).not.toBe(mark);
  expect(BEGINNING.mark).not.toBe(mark);
});

test('an entry without a place has no cursor', () => {
  const entry = { id: 9n, seq: null, recordedAt: new Date() };
  expect(() => placeOf(entry)).toThrow('without a place');
});

function ones(byte: number): number {
  return byte.toString(2).replaceAll('0', '').length;
}
