import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from './generated/client/client.ts';

export { Prisma } from './generated/client/client.ts';
export type Db = PrismaClient;

const MAX_STATEMENT_NAMES = 1_000;
/** What the PostgreSQL protocol calls a statement that is not kept. */
const UNNAMED = '';

/**
 * The Prisma client over a pool. Statements are prepared under a name, once for each connection:
 * unnamed ones are planned anew at every call, which halves the rate. The map is bounded, because
 * a statement of ours can come in as many texts as there are selections.
 */
export function createClient(pool: pg.Pool): Db {
  const names = new Map<string, string>();
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => {
      const known = names.get(sql);
      if (known !== undefined) return known;
      if (names.size >= MAX_STATEMENT_NAMES) return UNNAMED;
      const name = `desk_${names.size}`;
      names.set(sql, name);
      return name;
    },
  });
  return new PrismaClient({ adapter });
}
