import type { GraphQLError } from 'graphql';
import { Counter } from 'prom-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Principal } from '../../../../src/auth/principal.ts';
import { overloaded } from '../../../../src/graphql/errors.ts';
import { createRateLimiters } from '../../../../src/http/doors/rate-limiter.ts';
import { createSignIns } from '../../../../src/http/doors/sign-in.ts';

const AGENT: Principal = {
  ...{ id: 'key:1', role: 'AGENT', name: 'agent' },
  ...{ userId: null, customerIds: null, expiresAt: null },
};

/** A door at which `Bearer good` is an agent; it counts how often credentials are looked up. */
function door(
  comesAgain?: () => boolean,
  refusalOf: (who: Principal | undefined) => GraphQLError | undefined = () => undefined,
) {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const limited = new Counter({
    ...{ name: 'limited', help: 'Limited.', labelNames: ['what'] as const, registers: [] },
  });
  const makeLimiter = createRateLimiters(undefined, () => {}).make;
  const signInWith = createSignIns({ maxFailures: 0, makeLimiter, limited });
  let looks = 0;
  const look = async (authorization: string) => {
    looks += 1;
    return authorization === 'Bearer good' ? AGENT : null;
  };
  const signIn = signInWith(
    look,
    comesAgain && { comesAgain, refusalOf, count: (_who, looking) => looking },
  );
  return { signIn: (given: string) => signIn(given, '127.0.0.1'), looks: () => looks };
}

test('within a second the same credentials are looked up once, and then again', async () => {
  const { signIn, looks } = door(() => true);
  for (let time = 0; time < 3; time += 1) expect(await signIn('Bearer good')).toBe(AGENT);
  expect(looks()).toBe(1);
  vi.advanceTimersByTime(1_000);
  expect(await signIn('Bearer good')).toBe(AGENT);
  expect(looks()).toBe(2);
});

test('credentials that have ended are looked up at once', async () => {
  const ended = { is: false };
  const { signIn, looks } = door(() => !ended.is);
  await signIn('Bearer good');
  ended.is = true;
  await signIn('Bearer good');
  expect(looks()).toBe(2);
});

test('wrong credentials are looked up each time', async () => {
  const { signIn, looks } = door(() => true);
  for (let time = 0; time < 2; time += 1) {
    expect(await signIn('Bearer wrong')).toHaveProperty('message');
  }
  expect(looks()).toBe(2);
});

test('a door that does not know of endings looks up at every request', async () => {
  const { signIn, looks } = door();
  for (let time = 0; time < 2; time += 1) await signIn('Bearer good');
  expect(looks()).toBe(2);
});

test('while the node has too much to do nobody is looked up, and whoever it knows is asked for by name', async () => {
  const asked: (Principal | undefined)[] = [];
  const full = { is: false };
  const { signIn, looks } = door(
    () => true,
    (who) => {
      asked.push(who);
      return full.is ? overloaded(1) : undefined;
    },
  );
  await signIn('Bearer good');
  full.is = true;
  expect(await signIn('Bearer good')).toBe(AGENT);
  vi.advanceTimersByTime(1_000);
  expect(await signIn('Bearer good')).toMatchObject({ extensions: { code: 'OVERLOADED' } });
  expect(await signIn('Bearer new')).toMatchObject({ extensions: { code: 'OVERLOADED' } });
  expect([looks(), asked]).toEqual([1, [undefined, AGENT, undefined]]);
});
