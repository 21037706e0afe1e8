import { hash } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { rateLimited, unauthenticated } from '../../graphql/errors.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import { secondsOf } from './budgets.ts';
import { invalidCredentials } from './challenge.ts';
import type { Limited, MakeRateLimiter } from './rate-limiter.ts';

/**
 * Finds the principal that a request's credentials name.
 *
 * @param authorization the header.
 * @param address where the request comes from.
 * @returns an error with code UNAUTHENTICATED when the credentials name nobody, with code RATE_LIMITED
 *   after too many wrong ones from this address, and with code OVERLOADED when the node cannot look now.
 */
export type SignIn<Who = Principal> = (
  authorization: string | null | undefined,
  address: string,
) => MaybePromise<Who | GraphQLError>;

/** Finds whom an `Authorization` names; null for nobody. */
type Look<Who> = (authorization: string) => Promise<Who | null>;

/** What a door does beside looking credentials up. */
interface Door<Who> {
  /** Is told of whoever comes again within a second. @returns whether the credentials are still good. */
  comesAgain(who: Who): boolean;
  /** @param who as far as that is known from earlier. @returns why nobody is looked up now. */
  refusalOf(who: Who | undefined): GraphQLError | undefined;
  /** Counts a look-up while it is under way. @returns it. */
  count<Looking>(who: Who | undefined, looking: Looking): Looking;
}

/** Looks everybody up at every request. */
function plainDoor<Who>(): Door<Who> {
  return {
    comesAgain: () => false,
    refusalOf: () => undefined,
    count: (_who, looking) => looking,
  };
}

interface SignInOptions {
  /** Wrong credentials in a minute from one address; 0 for no limit. */
  maxFailures: number;
  makeLimiter: MakeRateLimiter;
  limited: Limited;
}

/** Credentials that were good within this time are still looked up while their address is shut out. */
const KNOWN_MS = 10 * 60_000;
/** For this time credentials are not looked up again; whether they have ended is asked all the same. */
const SAME_MS = 1_000;
/** Number of addresses that are shut out, and of credentials that were good, to remember. */
const MAX_KEPT = 10_000;

/** Whom credentials named when they were last looked up. */
interface Seen<Who> {
  who: Who;
  until: number;
}

/**
 * Keeps keys from being guessed in bulk: an address that sent too many wrong ones is shut out until the
 * minute is over. Credentials that were good lately, from any address, still sign in, because others may
 * share the address. Guesses at API keys and at the metrics key count together.
 *
 * @returns a function that makes the sign-in of a door.
 */
export function createSignIns(
  options: SignInOptions,
): <Who>(look: Look<Who>, door?: Door<Who>) => SignIn<Who> {
  const { maxFailures, limited } = options;
  const failures = options.makeLimiter('sign-in-failures', maxFailures);
  const shutOutUntil = createBoundedMap<string, number>({ maxSize: MAX_KEPT });
  const goodUntil = createBoundedMap<string, number>({ maxSize: MAX_KEPT });

  return <Who>(look: Look<Who>, door: Door<Who> = plainDoor()): SignIn<Who> => {
    const seen = createBoundedMap<string, Seen<Who>>({ maxSize: MAX_KEPT });

    async function lookUp(
      authorization: string,
      credentials: string,
      address: string,
    ): Promise<Who | GraphQLError> {
      const present = performance.now();
      const shutOutMs = (shutOutUntil.get(address) ?? 0) - present;
      if (shutOutMs > 0 && (goodUntil.get(credentials) ?? 0) < present) {
        limited.inc({ what: 'sign-in' });
        return tooManyFailures(secondsOf(shutOutMs));
      }
      const who = await look(authorization);
      if (who !== null) {
        goodUntil.set(credentials, present + KNOWN_MS);
        seen.set(credentials, { who, until: present + SAME_MS });
        return who;
      }
      goodUntil.delete(credentials);
      seen.delete(credentials);
      if (maxFailures === 0) return invalidCredentials();
      const { points, restoredInMs } = await failures.take(address, 1);
      if (points > 0) return invalidCredentials();
      shutOutUntil.set(address, present + restoredInMs);
      return points === 0 ? invalidCredentials() : tooManyFailures(secondsOf(restoredInMs));
    }

    return (authorization, address) => {
      if (authorization == null || authorization === '') return unauthenticated();
      // Kept as a hash: how long it takes to find one says nothing of the credentials.
      const credentials = hash('sha256', authorization, 'base64');
      const known = seen.get(credentials);
      const isKnown = known !== undefined && performance.now() < known.until;
      if (isKnown && door.comesAgain(known.who)) return known.who;
      const refused = door.refusalOf(known?.who);
      if (refused !== undefined) return refused;
      return door.count(known?.who, lookUp(authorization, credentials, address));
    };
  };
}

function tooManyFailures(seconds: number): GraphQLError {
  return rateLimited(seconds, 'Too many wrong credentials came from this address.');
}
