import { createBoundedMap } from '../shared/bounds/bounded-map.ts';
import type { Clock } from '../shared/clock.ts';
import type { Authenticate } from './keys.ts';
import type { Principal } from './principal.ts';
import { tokenPrincipalId } from './principal.ts';

/** Knows which credentials have ended, as far as this node was told. */
export interface Endings {
  /** Wraps an authentication: whom it lets in is good then, for no ending told of while it runs is missed. */
  watch(authenticate: Authenticate): Authenticate;
  /**
   * Ends the credentials of a principal, because what they rest on has changed. When it signs in again, it
   * gets what holds then.
   *
   * @param id of the principal, or of the principal that one of its token's names would make.
   */
  end(id: string): void;
  isEnded(principal: Principal): boolean;
}

/** The most endings that are remembered one by one. */
const MAX_KEPT = 10_000;

export function createEndings(clock: Clock, maxKept = MAX_KEPT): Endings {
  /** Counts the endings. A principal that was read before an ending may not reflect it. */
  let count = 0;
  /** The latest ending that is forgotten: a principal that was read before it may be the one that ended. */
  let forgotten = 0;
  /** The last ending of each key that was revoked and of each person who changed since the start. */
  const endedAt = createBoundedMap<string, number>({
    maxSize: maxKept,
    gaveWay: (_id, end) => {
      forgotten = end;
    },
  });
  /** The count of endings when each principal was read, by the very object that was let in. */
  const readAt = new WeakMap<Principal, number>();

  function isEnded(principal: Principal): boolean {
    const { expiresAt } = principal;
    const hasExpired = expiresAt !== null && expiresAt <= clock.now();
    // Asked several times for each request, and hardly ever has anything ended.
    return hasExpired || (count > 0 && lastEnd(principal) > (readAt.get(principal) ?? 0));
  }

  function lastEnd({ id, tokenNames = [] }: Principal): number {
    const endOf = (one: string) => endedAt.get(one) ?? 0;
    return Math.max(
      forgotten,
      endOf(id),
      ...tokenNames.map((name) => endOf(tokenPrincipalId(name))),
    );
  }

  return {
    watch: (authenticate) => async (authorization) => {
      for (;;) {
        const before = count;
        const principal = await authenticate(authorization);
        if (principal === null) return null;
        readAt.set(principal, before);
        if (lastEnd(principal) <= before) return principal;
      }
    },
    end(id) {
      count += 1;
      endedAt.set(id, count);
    },
    isEnded,
  };
}
