import type { Role } from '../shared/vocabulary.ts';

/** Who is asking: a person, or a key that stands for one or for none. */
export interface Principal {
  /** Stable over restarts; owns idempotency keys. */
  id: string;
  role: Role;
  /** Name for people to read, in the log. For keys of a partner it is the partner's name. */
  name: string;
  userId: string | null;
  /**
   * Names that a token has for its bearer, in small letters. A person registered later under one is the
   * bearer.
   */
  tokenNames?: readonly string[];
  /** Keys of the customers whose cases the principal may see; null for all. */
  customerIds: readonly string[] | null;
  /** When the credentials end by themselves; null for never. */
  expiresAt: Date | null;
}

/** The principal's id of somebody whom a token names and the desk does not know. */
export function tokenPrincipalId(name: string): string {
  return `token:${name}`;
}

/** Who made a change, as the log keeps it. */
export interface Actor {
  userId: string | null;
  label: string;
}

/** The actor of what the desk does by itself. */
export const DESK: Actor = { userId: null, label: 'desk' };

export function actorOf(principal: Principal): Actor {
  return { userId: principal.userId, label: principal.name };
}
