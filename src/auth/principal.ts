import type { Role } from '../shared/vocabulary.ts';

/** Who is asking: a person, or a key that stands for one or for none. */
export interface Principal {
  /** Stable over restarts; owns idempotency keys. */
  id: string;
  role: Role;
  /** For people to read, in the log; of a partner's keys it names the partner. */
  name: string;
  userId: string | null;
  /** What a token calls its bearer, in small letters: who is registered under one of them is meant from then on. */
  tokenNames?: readonly string[];
  /** Keys of the customers whose cases it may see; null for all. */
  customerIds: readonly string[] | null;
  /** When the credentials end by themselves; null for never. */
  expiresAt: Date | null;
}

/** The id of somebody whom a token names and the desk does not know. */
export function tokenPrincipalId(name: string): string {
  return `token:${name}`;
}

/** Who did it, as the log keeps it. */
export interface Actor {
  userId: string | null;
  label: string;
}

/** Nobody in particular: what the desk does by itself. */
export const DESK: Actor = { userId: null, label: 'desk' };

export function actorOf(principal: Principal): Actor {
  return { userId: principal.userId, label: principal.name };
}
