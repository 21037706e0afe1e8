import type { Clock } from '../shared/clock.ts';
import type { Authenticate } from './keys.ts';
import type { Principal } from './principal.ts';

/** Which credentials have ended, as far as this node was told. */
export interface Endings {
  /** Who it lets in was good at that moment: an ending that is told of while it looks is not missed. */
  watch(authenticate: Authenticate): Authenticate;
  /** What a principal with this id rests on holds no more. Who comes again comes with what holds now. */
  end(principalId: string): void;
  isEnded(principal: Principal): boolean;
}

export function createEndings(clock: Clock): Endings {
  /** Counts the endings: what was read before one of them may not know of it. */
  let count = 0;
  /** One for each key that was revoked and each person who changed since the start. */
  const endedAt = new Map<string, number>();
  /** By the very object that was let in. */
  const readAt = new WeakMap<Principal, number>();

  function isEnded(principal: Principal): boolean {
    const { id, expiresAt } = principal;
    const hasExpired = expiresAt !== null && expiresAt <= clock.now();
    return hasExpired || (endedAt.get(id) ?? 0) > (readAt.get(principal) ?? 0);
  }

  return {
    watch: (authenticate) => async (authorization) => {
      for (;;) {
        const before = count;
        const principal = await authenticate(authorization);
        if (principal === null) return null;
        readAt.set(principal, before);
        if ((endedAt.get(principal.id) ?? 0) <= before) return principal;
      }
    },
    end(principalId) {
      count += 1;
      endedAt.set(principalId, count);
    },
    isEnded,
  };
}
