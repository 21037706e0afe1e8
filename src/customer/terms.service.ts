import type { Tx } from '../db/transaction.ts';
import type { Work } from '../events/work.ts';

type Follow = (work: Work, customerId: string) => Promise<void>;

let follow: Follow = () => Promise.reject(new Error('Nothing follows a change of terms yet.'));

/** What is to be done in the same transaction when other promises may hold for a customer; said by `app`. */
export function whenTermsChange(whatFollows: Follow): void {
  follow = whatFollows;
}

/** A customer has come to another tier. */
export function termsChanged(work: Work, customerId: string): Promise<void> {
  return follow(work, customerId);
}

const TIERS_LOCK = 0x7469_6572;

/**
 * Until the transaction ends no customer comes to a tier or leaves one, so that a policy of a tier
 * finds all whom it concerns. Taken before any row is locked.
 */
export async function lockTiers(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${TIERS_LOCK})`;
}

/** The other side of {@link lockTiers}: customers who come and move do not wait for each other. */
export async function shareTiers(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${TIERS_LOCK})`;
}
