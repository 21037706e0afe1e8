import type { FlattenedJWSInput } from 'jose';
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
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  const { find } = createKeySet({ url: provider.url, clock, onError });
  const look = () => find({ alg: 'ES256', kid: 'own' }, {} as FlattenedJWSInput);
  await look();
  provider.failWith((res) => res.writeHead(503).end());
  clock.advance(DAY_MS - 1);
  await look();
  await expect.poll(() => errors).toHaveLength(1);
  clock.advance(1);
  await expect(look()).rejects.toThrow(KeysUnavailable);
  provider.failWith(undefined);
  clock.advance(1_000);
  await look();
});
