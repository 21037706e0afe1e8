import type { Work } from '../events/work.ts';
import type { Session } from './session.ts';

/** Makes a change as the command line, in one transaction. Its entries still need their places in the log. */
export async function change<Result>(
  { db, clock }: Session,
  run: (work: Work) => Promise<Result>,
): Promise<Result> {
  const { inTransaction } = await import('../db/transaction.ts');
  const now = clock.now();
  const base: Omit<Work, 'tx'> = {
    actor: { userId: null, label: 'command line' },
    role: 'ADMIN',
    customerIds: null,
    now,
    recordedAt: now,
    imported: false,
  };
  return inTransaction(db, (tx) => run({ ...base, tx }));
}
