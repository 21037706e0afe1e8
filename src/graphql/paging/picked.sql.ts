import { Prisma } from '../../db/client.ts';

/**
 * A condition of a list that another table decides, such as the words of a search. Its rows lie anywhere in
 * the order of the list, few or many, and PostgreSQL guesses badly which. So it is not left to guess. A few
 * pages are walked in the order of the list; where these do not fill one, up to {@link MOST_PICKED} rows are
 * picked; and where that is not all of them, the list is walked to the end of its page after all.
 */
export interface Picked {
  /** A statement of the keys of the rows for which it holds; a key may come twice. */
  keys: Prisma.Sql;
  /** Whether it holds for a key, as a subquery of one value: PostgreSQL makes no join of that. */
  holds(key: Prisma.Sql): Prisma.Sql;
}

/** So many pages are walked first: enough for what holds for every third row. */
const NEAR_PAGES = 3;
/** Of a million rows ten thousand are walked for a page of 20 where one more than this is picked. */
export const MOST_PICKED = 2_000;

interface Walks {
  /** Reads keys of the list, those for which a condition holds, in order and so many at most. */
  walk(condition: Prisma.Sql, most: number): Prisma.Sql;
  /** What the key's columns are called in what `walk` reads: the unique one, and all as they are sorted. */
  key: Prisma.Sql;
  sorted: Prisma.Sql;
  /** How many rows, with the one that tells of a further page. */
  most: number;
}

/** What goes before a statement in which {@link pickedPage} and {@link waysToPicked} are. */
export function picking({ keys, holds }: Picked, { walk, key, sorted, most }: Walks): Prisma.Sql {
  const near = NEAR_PAGES * most;
  const [ofPage, ofNear] = [Prisma.raw(String(most)), Prisma.raw(String(near))];
  return Prisma.sql`WITH near AS MATERIALIZED (${walk(ALL, near)}),
    found AS MATERIALIZED (
      SELECT * FROM near WHERE ${holds(Prisma.sql`near.${key}`)} ORDER BY ${sorted} LIMIT ${ofPage}),
    enough AS MATERIALIZED (
      SELECT (SELECT count(*) FROM found) = ${ofPage} OR (SELECT count(*) FROM near) < ${ofNear} AS are),
    picked AS MATERIALIZED (
      SELECT of.key FROM (${keys}) AS of (key)
      WHERE NOT (SELECT are FROM enough) LIMIT ${ONE_MORE}),
    few AS MATERIALIZED (
      SELECT NOT (SELECT are FROM enough) AND count(*) < ${ONE_MORE} AS are FROM picked)`;
}
const ALL = Prisma.sql`TRUE`;
const ONE_MORE = Prisma.raw(String(MOST_PICKED + 1));

/** The keys of a page: from one of three places, the other two being known to have nothing. */
export function pickedPage(ways: readonly Prisma.Sql[], { walk, most }: Walks): Prisma.Sql[] {
  const walks = ways.map((way) => walk(Prisma.sql`NOT (SELECT are FROM enough) AND ${way}`, most));
  return [Prisma.sql`SELECT * FROM found WHERE (SELECT are FROM enough)`, ...walks];
}

/** Two conditions over the list, of which one has the rows and the other, known at once, has none. */
export function waysToPicked({ holds }: Picked, key: Prisma.Sql): Prisma.Sql[] {
  return [
    Prisma.sql`(SELECT are FROM few) AND ${key} = ANY(ARRAY(SELECT picked.key FROM picked))`,
    Prisma.sql`NOT (SELECT are FROM few) AND ${holds(key)}`,
  ];
}
