import type { Actor, Principal } from '../auth/principal.ts';
import { actorOf } from '../auth/principal.ts';
import type { Tx } from '../db/transaction.ts';
import type { Role } from '../shared/vocabulary.ts';

/** What a service needs to make one change: its transaction, who does it, and when. */
export interface Work {
  tx: Tx;
  actor: Actor;
  /** The role that decides what the change may do; the desk itself and its commands may do all. */
  role: Role;
  /** Names that a token has for the actor: a person with such an address is the actor too. */
  tokenNames?: readonly string[] | undefined;
  /** Keys of the customers whose cases may be touched; null for all. */
  customerIds: readonly string[] | null;
  /** When the change happens: the present, or the time that an import tells of. */
  now: Date;
  /** When the change is written down. */
  recordedAt: Date;
  imported: boolean;
}

/** Makes the work of a principal who uses the API: the change happens when it is written down. */
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
