import type { GraphQLError } from 'graphql';
import type { Counter } from 'prom-client';
import { hashOf } from '../../auth/api-key.ts';
import type { Principal } from '../../auth/principal.ts';
import { rateLimited, unauthenticated } from '../../graphql/errors.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import { secondsOf } from './budgets.ts';
import { invalidCredentials } from './challenge.ts';
import type { MakeRateLimiter } from './rate-limiter.ts';

/**
 * Who asks.
 *
 * @param authorization as the header has it.
 * @param address that it comes from.
 * @returns an error with code UNAUTHENTICATED for whoever the credentials do not name, and with code
 *   RATE_LIMITED after too many that named nobody.
 */
export type SignIn<Who = Principal> = (
  authorization: string | null | undefined,
  address: string,
) => Promise<Who | GraphQLError>;

/** Whom an `Authorization` names; null for nobody. */
type Look<Who> = (authorization: string) => Promise<Who | null>;

interface SignInOptions {
  /** Wrong credentials in a minute from one address; 0 for no limit. */
  maxFailures: number;
  makeLimiter: MakeRateLimiter;
  limited: Counter<'what'>;
}

/** Credentials that were good so lately are still looked at while their address is shut out. */
const KNOWN_MS = 10 * 60_000;
/** Addresses that are shut out, and credentials that were good. */
const MAX_KEPT = 10_000;

/**
 * Keys cannot be guessed in bulk: an address from which too many wrong ones came is shut out until
 * the minute is over. Not so whoever was signed in from anywhere before: others may share the address.
 * Whatever is looked for, a key of the API or that of the metrics, guesses are counted together.
 */
export function createSignIns(options: SignInOptions): <Who>(look: Look<Who>) => SignIn<Who> {
  const { maxFailures, limited } = options;
  const failures = options.makeLimiter('sign-in-failures', maxFailures);
  const shutOutUntil = createBoundedMap<string, number>({ maxSize: MAX_KEPT });
  const goodUntil = createBoundedMap<string, number>({ maxSize: MAX_KEPT });

  return (look) => async (authorization, address) => {
    if (authorization == null || authorization === '') return unauthenticated();
    const credentials = Buffer.from(hashOf(authorization)).toString('base64');
    const present = performance.now();
    const shutOutMs = (shutOutUntil.get(address) ?? 0) - present;
    if (shutOutMs > 0 && (goodUntil.get(credentials) ?? 0) < present) {
      limited.inc({ what: 'sign-in' });
      return tooManyFailures(secondsOf(shutOutMs));
    }
    const who = await look(authorization);
    if (who !== null) {
      goodUntil.set(credentials, present + KNOWN_MS);
      return who;
    }
    goodUntil.delete(credentials);
    if (maxFailures === 0) return invalidCredentials();
    const { points, restoredInMs } = await failures.take(address, 1);
    if (points > 0) return invalidCredentials();
    shutOutUntil.set(address, present + restoredInMs);
    return points === 0 ? invalidCredentials() : tooManyFailures(secondsOf(restoredInMs));
  };
}

function tooManyFailures(seconds: number): GraphQLError {
  return rateLimited(seconds, 'Too many wrong credentials came from this address.');
}
