import { createHash } from 'node:crypto';
import { refuse } from '../shared/errors.ts';
import { canonicalJson } from '../shared/text/canonical-json.ts';
import { Prisma } from './client.ts';
import { selectRows } from './rows/read.sql.ts';
import type { Tx } from './transaction.ts';

export interface IdempotentCall {
  /** Id of the principal; its keys say nothing about those of another. */
  principal: string;
  key: string;
  mutation: string;
  /** The input without the key. */
  input: unknown;
  now: Date;
}

/**
 * Claims a key for the running transaction. Of two calls at once the second waits here for the
 * first to end. A call that is refused leaves no claim behind: the key is free for another try.
 *
 * @returns the answer of the call that used the key before; undefined when this is the first.
 * @throws Refusal IDEMPOTENCY_MISMATCH when the key was used for something else.
 */
export async function claimKey(tx: Tx, call: IdempotentCall): Promise<unknown> {
  const inputHash = createHash('sha256')
    .update(canonicalJson({ mutation: call.mutation, input: call.input }))
    .digest('hex');
  const claimed = await tx.$executeRaw`
    INSERT INTO idempotency_key (principal, key, mutation, input_hash, created_at)
    VALUES (${call.principal}, ${call.key}, ${call.mutation}, ${inputHash}, ${call.now})
    ON CONFLICT (principal, key) DO NOTHING`;
  if (claimed === 1) return undefined;
  const [earlier] = await selectRows(
    tx,
    'idempotencyKey',
    ['inputHash', 'mutation', 'answer'],
    Prisma.sql`WHERE principal = ${call.principal} AND key = ${call.key}`,
  );
  if (earlier === undefined) throw new Error('An idempotency key went away while it was claimed.');
  if (earlier.inputHash !== inputHash) {
    throw refuse(
      'IDEMPOTENCY_MISMATCH',
      `The key was used for ${earlier.mutation} with another input: take a new key for a new call.`,
      ['idempotencyKey'],
    );
  }
  return earlier.answer;
}

/** Keeps the answer under a claimed key; it is stored when the transaction commits. */
export function keepAnswer(
  tx: Tx,
  { principal, key }: Pick<IdempotentCall, 'principal' | 'key'>,
  answer: object,
): void {
  tx.update('idempotencyKey', { principal, key }, { answer });
}
