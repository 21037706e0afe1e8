import type { Actor, Principal } from '../auth/principal.ts';
import { actorOf } from '../auth/principal.ts';
import type { Tx } from '../db/transaction.ts';
import type { Role } from '../shared/vocabulary.ts';

/** What a service needs to make one change: its transaction, who does it, and when. */
export interface Work {
  tx: Tx;
  actor: Actor;
  /** What the one who does it may do; the desk itself and its commands may do all. */
  role: Role;
  /** What a token calls the one who does it: people with such an address are that one too. */
  tokenNames?: readonly string[] | undefined;
  /** Keys of the customers whose cases may be touched; null for all. */
  customerIds: readonly string[] | null;
  /** When it happens: the present, or the time that an import tells of. */
  now: Date;
  /** When it is written down. */
  recordedAt: Date;
  imported: boolean;
}

/** What a principal does by the API: it happens when it is written down. */
export function workOf(principal: Principal, tx: Tx, now: Date): Work {
  const { role, tokenNames, customerIds } = principal;
  return {
    tx,
    actor: actorOf(principal),
    role,
    tokenNames,
    customerIds,
    now,
    recordedAt: now,
    imported: false,
  };
}
