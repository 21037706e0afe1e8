import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from './generated/client/client.ts';

export { Prisma } from './generated/client/client.ts';
export type Db = PrismaClient;

const MAX_STATEMENT_NAMES = 1_000;
/** Of the texts of all that have names: each connection keeps them too. */
const MAX_NAMED_CHARACTERS = 4_000_000;
/** A longer one is of a selection that few have, and costs more to keep than to plan. */
const MAX_STATEMENT_CHARACTERS = 16_000;
/** What the PostgreSQL protocol calls a statement that is not kept. */
const UNNAMED = '';

/**
 * The Prisma client over a pool. Statements are prepared under a name, once for each connection:
 * unnamed ones are planned anew at every call, which halves the rate. The map is bounded, because
 * a statement of ours can come in as many texts as there are selections.
 */
export function createClient(pool: pg.Pool): Db {
  const names = new Map<string, string>();
  let characters = 0;
  const adapter = new PrismaPg(pool, {
    statementNameGenerator: ({ sql }) => {
      const known = names.get(sql);
      if (known !== undefined) return known;
      if (names.size >= MAX_STATEMENT_NAMES || sql.length > MAX_STATEMENT_CHARACTERS)
        return UNNAMED;
      if (characters + sql.length > MAX_NAMED_CHARACTERS) return UNNAMED;
      characters += sql.length;
      const name = `desk_${names.size}`;
      names.set(sql, name);
      return name;
    },
  });
  return new PrismaClient({ adapter });
}
