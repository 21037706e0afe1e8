import type { Db } from '../db/client.ts';
import type { Queryable } from '../db/transaction.ts';

const BATCH_SIZE = 100;
const TIMEOUT_MS = 60_000;

export type Page = ReturnType<typeof page>;

/**
 * Reads rows in batches by id, each batch with its log from one snapshot, so that a change in between
 * does not look like a disagreement.
 */
export async function* inBatches<Row extends { id: string }, Batch>(
  db: Db,
  read: (tx: Queryable, page: Page) => Promise<Row[]>,
  complete: (tx: Queryable, rows: Row[]) => Promise<Batch>,
): AsyncGenerator<Batch> {
  for (let after: string | undefined; ; ) {
    const [rows, batch] = await db.$transaction(
      async (tx) => {
        const found = await read(tx, page(after));
        return [found, await complete(tx, found)] as const;
      },
      { isolationLevel: 'RepeatableRead', timeout: TIMEOUT_MS },
    );
    if (rows.length > 0) yield batch;
    if (rows.length < BATCH_SIZE) return;
    after = rows.at(-1)?.id;
  }
}

function page(after: string | undefined) {
  return {
    where: after === undefined ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: BATCH_SIZE,
  } as const;
}
