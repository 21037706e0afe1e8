import type { FlattenedJWSInput } from 'jose';
import { errors } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createKeySet, KeysUnavailable } from '../../../src/auth/jwks.ts';
import { createTestClock } from '../../support/clock.ts';
import type { IdentityProvider } from '../../support/identity-provider.ts';
import { makeSigningKey, startIdentityProvider } from '../../support/identity-provider.ts';

const DAY_MS = 24 * 3_600_000;

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider();
  provider.publish(await makeSigningKey('ES256', 'own'));
});
afterAll(() => provider.stop());

test('keys serve for a day while their provider cannot be reached, and no longer; then nobody is let in', async () => {
  const clock = createTestClock();
  const told: unknown[] = [];
  const onError = (error: unknown) => void told.push(error);
  const { find } = createKeySet({ url: provider.url, clock, onError });
  const look = () => find({ alg: 'ES256', kid: 'own' }, {} as FlattenedJWSInput);
  await look();
  provider.failWith((res) => res.writeHead(503).end());
  clock.advance(DAY_MS - 1);
  await look();
  await expect.poll(() => told).toHaveLength(1);
  clock.advance(1);
  await expect(look()).rejects.toThrow(KeysUnavailable);
  provider.failWith(undefined);
  clock.advance(1_000);
  await look();
});

test('while the provider cannot be reached it is asked every 30 seconds, whatever names of keys come', async () => {
  const clock = createTestClock();
  const { find } = createKeySet({ url: provider.url, clock, onError: () => {} });
  const look = (kid: string) => find({ alg: 'ES256', kid }, {} as FlattenedJWSInput);
  await look('own');
  provider.failWith((res) => res.writeHead(503).end());
  clock.advance(30_000);
  const before = provider.asked();
  await expect(look('made-up-1')).rejects.toThrow(KeysUnavailable);
  await expect(look('made-up-2')).rejects.toThrow(errors.JWKSNoMatchingKey);
  clock.advance(29_999);
  await expect(look('made-up-3')).rejects.toThrow(errors.JWKSNoMatchingKey);
  await look('own');
  expect(provider.asked() - before).toBe(1);
  provider.failWith(undefined);
});

test('another address than the configured one is not asked for keys', async () => {
  const { find } = createKeySet({ url: provider.url, clock: createTestClock(), onError: () => {} });
  const elsewhere = await startIdentityProvider();
  provider.failWith((res) => res.writeHead(302, { location: elsewhere.url }).end());
  await expect(find({ alg: 'ES256', kid: 'own' }, {} as FlattenedJWSInput)).rejects.toThrow(
    KeysUnavailable,
  );
  expect(elsewhere.asked()).toBe(0);
  provider.failWith(undefined);
  await elsewhere.stop();
});
