import type { Tx } from '../db/transaction.ts';
import type { Work } from '../events/work.ts';

type Follow = (work: Work, customerId: string) => Promise<void>;

let follow: Follow = () => Promise.reject(new Error('Nothing follows a change of terms yet.'));

/** Sets what is done, in the same transaction, when other policies may hold for a customer; for `app`. */
export function whenTermsChange(whatFollows: Follow): void {
  follow = whatFollows;
}

/** Runs what follows when a customer has come to another tier. */
export function termsChanged(work: Work, customerId: string): Promise<void> {
  return follow(work, customerId);
}

const TIERS_LOCK = 0x7469_6572;

/**
 * Keeps customers from coming to a tier or leaving one until the transaction ends, so that a policy of
 * a tier reaches all its customers. Must be taken before any row is locked.
 */
export async function lockTiers(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${TIERS_LOCK})`;
}

/** The shared side of {@link lockTiers}: transactions that add or move customers run side by side. */
export async function shareTiers(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${TIERS_LOCK})`;
}
