import type { GraphQLSchema } from 'graphql';
import type { Db } from '../db/client.ts';
import { checkOperation } from './check.ts';
import type { OwnOperations } from './own.ts';

export interface BrokenOperation {
  /** Null for an operation of our own clients. */
  partner: string | null;
  name: string;
  hash: string;
  problems: string[];
}

const PAGE = 200;

/** Checks every registered operation, and those of our own clients, against the schema. */
export async function findBroken(
  db: Db,
  schema: GraphQLSchema,
  own: OwnOperations,
): Promise<{ checked: number; broken: BrokenOperation[] }> {
  const broken: BrokenOperation[] = [];
  let checked = 0;
  const check = (partner: string | null, hash: string, document: string, known?: string) => {
    checked += 1;
    const { name, problems } = checkOperation(
      schema,
      document,
      partner === null ? 'desk' : 'partner',
    );
    if (problems.length > 0) broken.push({ partner, name: known ?? name, hash, problems });
  };
  for (const [hash, document] of own) check(null, hash, document);
  let last: { partner: string; hash: string } | undefined;
  for (;;) {
    const rows = await db.persistedOperation.findMany({
      orderBy: [{ partner: 'asc' }, { hash: 'asc' }],
      take: PAGE,
      ...(last === undefined ? {} : { cursor: { partner_hash: last }, skip: 1 }),
    });
    for (const { partner, hash, document, name } of rows) check(partner, hash, document, name);
    const end = rows.at(-1);
    if (end === undefined || rows.length < PAGE) return { checked, broken };
    last = { partner: end.partner, hash: end.hash };
  }
}

/** Describes a broken operation in one line. */
export function describeBroken({ partner, name, hash, problems }: BrokenOperation): string {
  return `${partner ?? 'our own'} ${name} (${hash}): ${problems.join(' ')}`;
}
