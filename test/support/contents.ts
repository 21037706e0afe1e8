import type { Db } from '../../src/db/client.ts';
import { Prisma } from '../../src/db/client.ts';

/**
 * How many rows each table has and a digest of them: equal before and after when nothing was
 * written, updates included. Numbers that sequences gave away do not show, nor rows of figures, which are
 * added up at any time: they follow from the others.
 */
export async function contentsOf(db: Db): Promise<Record<string, string>> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_name NOT IN ('_prisma_migrations', 'case_figure', 'resolve_time_figure')`;
  const digests = tables.map(
    ({ name }) => Prisma.sql`
      SELECT ${name} AS name, count(*) || ' rows, ' ||
        coalesce(md5(string_agg(row::text, '|' ORDER BY row::text)), '') AS contents
      FROM ${Prisma.raw(`"${name}"`)} AS row`,
  );
  const found = await db.$queryRaw<{ name: string; contents: string }[]>(
    Prisma.join(digests, ' UNION ALL '),
  );
  return Object.fromEntries(found.map(({ name, contents }) => [name, contents]));
}
