import type { Db } from '../db/client.ts';
import type { Tx } from '../db/transaction.ts';
import { fold, vectorOf, WORDS_VERSION } from '../shared/text/search-words.ts';

interface Searched {
  id: string;
  externalId: string;
  name: string;
}

/** The texts that a customer is found by: `folded` in lists of customers, `nameWords` in lists of cases. */
export function searchedBy({ externalId, name }: Omit<Searched, 'id'>) {
  // No name has a line break, so no search matches across the two.
  return { folded: `${fold(name)}\n${fold(externalId)}`, nameWords: vectorOf(name) };
}

/** Writes the searched texts of any number of customers, in one statement. */
export async function keepSearched(tx: Tx | Db, customers: readonly Searched[]): Promise<void> {
  const rows = customers.map((one) => ({ id: one.id, ...searchedBy(one) }));
  await tx.$executeRaw`
    UPDATE customer c SET folded = x.folded, name_words = x."nameWords"::tsvector,
      words_version = ${WORDS_VERSION}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x (id uuid, folded text, "nameWords" text)
    WHERE c.id = x.id`;
}
