import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashOf, makeKey } from '../../../src/auth/api-key.ts';
import type { StoredKey } from '../../../src/auth/keys.ts';
import { createAuthenticate } from '../../../src/auth/keys.ts';
import { createTestClock } from '../../support/clock.ts';

// Watched, not replaced: what is called with what is the path that a lookup takes.
const createHash = vi.spyOn(crypto, 'createHash');
const timingSafeEqual = vi.spyOn(crypto, 'timingSafeEqual');
syncBuiltinESMExports();
afterAll(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const ADMIN_KEY = 'admin-key-of-at-least-thirty-two-characters';
const clock = createTestClock();
const { key, prefix, hash } = makeKey();
const stored: StoredKey = {
  id: '01890000-0000-7000-8000-000000000000',
  name: 'A key',
  role: 'AGENT',
  customerIds: [],
  hash,
  expiresAt: null,
  revokedAt: null,
};
const findKey = vi.fn(async (asked: string) => (asked === prefix ? stored : null));
const onUsed = vi.fn();
const authenticate = createAuthenticate({ adminKey: ADMIN_KEY, clock, findKey, onUsed });

/** The key with its character at a place of the secret replaced by another. */
function wrongAt(place: number): string {
  const at = key.length - 43 + place;
  return `${key.slice(0, at)}${key[at] === 'A' ? 'B' : 'A'}${key.slice(at + 1)}`;
}

beforeEach(() => void vi.clearAllMocks());
afterEach(() => {
  stored.expiresAt = null;
  stored.revokedAt = null;
});

describe('the path of a lookup is the same', () => {
  const unknown = key.replace(prefix, prefix === '0000000000' ? '1111111111' : '0000000000');
  test.each([
    ['the right key', key, true],
    ['one whose first secret character is wrong', wrongAt(0), false],
    ['one whose last secret character is wrong', wrongAt(42), false],
    ['one with a prefix that is not there', unknown, false],
    ['a revoked one', key, false],
    ['an expired one', key, false],
  ])('for %s', async (name, given, isGood) => {
    if (name.includes('revoked')) stored.revokedAt = clock.now();
    if (name.includes('expired')) stored.expiresAt = clock.now();
    const principal = await authenticate(`Bearer ${given}`);
    expect(principal !== null).toBe(isGood);
    // Looked for once by prefix, hashed whole, and compared twice over 32 bytes: with the admin key and with the one found, or what stands in for it.
    expect(findKey).toHaveBeenCalledTimes(1);
    expect(createHash).toHaveBeenCalledTimes(2);
    const compared = vi.mocked(timingSafeEqual).mock.calls;
    expect(compared.map(([a, b]) => [a.byteLength, b.byteLength])).toEqual([
      [32, 32],
      [32, 32],
    ]);
    for (const [left] of compared) expect(left).toEqual(hashOf(given));
    expect(onUsed).toHaveBeenCalledTimes(isGood ? 1 : 0);
  });
});

test('the key that stands in for an unknown one opens nothing', async () => {
  expect(await authenticate('Bearer ')).toBeNull();
  expect(await authenticate('Bearer')).toBeNull();
  expect(await authenticate(null)).toBeNull();
  expect(timingSafeEqual).not.toHaveBeenCalled();
});

test('what has no form of a key is compared with the admin key only, and looks nothing up', async () => {
  expect(await authenticate('Bearer desk_0123456789_short')).toBeNull();
  expect(timingSafeEqual).toHaveBeenCalledTimes(1);
  expect(findKey).not.toHaveBeenCalled();
  expect(await authenticate(`bearer ${ADMIN_KEY}`)).toMatchObject({ role: 'ADMIN' });
});

test('a key ends at the very moment that it names', async () => {
  stored.expiresAt = new Date(clock.now().getTime() + 1);
  expect(await authenticate(`Bearer ${key}`)).not.toBeNull();
  clock.advance(1);
  expect(await authenticate(`Bearer ${key}`)).toBeNull();
});
