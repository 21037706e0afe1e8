import { createBoundedMap } from '../shared/bounds/bounded-map.ts';
import type { Clock } from '../shared/clock.ts';
import type { Authenticate } from './keys.ts';
import type { Principal } from './principal.ts';
import { tokenPrincipalId } from './principal.ts';

/** Which credentials have ended, as far as this node was told. */
export interface Endings {
  /** Who it lets in was good at that moment: an ending that is told of while it looks is not missed. */
  watch(authenticate: Authenticate): Authenticate;
  /**
   * What a principal rests on holds no more. Who comes again comes with what holds now.
   *
   * @param id of the principal, or of the principal that one of its token's names would make.
   */
  end(id: string): void;
  isEnded(principal: Principal): boolean;
}

/** Endings that are remembered one by one. */
const MAX_KEPT = 10_000;

export function createEndings(clock: Clock, maxKept = MAX_KEPT): Endings {
  /** Counts the endings: what was read before one of them may not know of it. */
  let count = 0;
  /** The latest that is not remembered any more: whoever was read before it may be the one who ended. */
  let forgotten = 0;
  /** One for each key that was revoked and each person who changed since the start. */
  const endedAt = createBoundedMap<string, number>({
    maxSize: maxKept,
    gaveWay: (_id, end) => {
      forgotten = end;
    },
  });
  /** By the very object that was let in. */
  const readAt = new WeakMap<Principal, number>();

  function isEnded(principal: Principal): boolean {
    const { expiresAt } = principal;
    const hasExpired = expiresAt !== null && expiresAt <= clock.now();
    return hasExpired || lastEnd(principal) > (readAt.get(principal) ?? 0);
  }

  function lastEnd({ id, tokenNames }: Principal): number {
    const ids = [id, ...(tokenNames ?? []).map(tokenPrincipalId)];
    return Math.max(forgotten, ...ids.map((one) => endedAt.get(one) ?? 0));
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
