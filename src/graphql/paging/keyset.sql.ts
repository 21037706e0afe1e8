import { Prisma } from '../../db/client.ts';
import type { Key, KeyColumn, KeysetOrder, PageWindow } from './keyset.ts';
import type { Picked } from './picked.sql.ts';
import { pickedPage, picking, waysToPicked } from './picked.sql.ts';

/**
 * Conditions for the rows behind a key (`inclusive`: or at it) in the direction of reading: exactly one holds
 * for such a row, and none for any other. They are separate because PostgreSQL finds the rows of each by
 * the index of the order, but would read all rows for the OR of them.
 */
function behind(
  columns: readonly KeyColumn[],
  key: Key,
  backward: boolean,
  inclusive: boolean,
): Prisma.Sql[] {
  const [column, ...otherColumns] = columns;
  const [value = null, ...otherValues] = key;
  if (column === undefined) return inclusive ? [Prisma.sql`TRUE`] : [];
  const { sql } = column;
  const operator = Prisma.raw(column.descending === backward ? '>' : '<');
  if (isUniform(columns)) {
    const orEqual = Prisma.raw(inclusive ? '=' : '');
    const values = columns.map((one, index) => bound(one, key[index] ?? null));
    return [Prisma.sql`(${rowOf(columns)}) ${operator}${orEqual} (${Prisma.join(values)})`];
  }
  const tied = value === null ? Prisma.sql`${sql} IS NULL` : equals(column, value);
  return [
    ...differing(column, value, backward, operator),
    ...behind(otherColumns, otherValues, backward, inclusive).map(
      (rest) => Prisma.sql`${tied} AND ${rest}`,
    ),
  ];
}

function differing(
  column: KeyColumn,
  value: string | null,
  backward: boolean,
  operator: Prisma.Sql,
): Prisma.Sql[] {
  const { sql, nullable = false } = column;
  if (value === null) return backward ? [Prisma.sql`${sql} IS NOT NULL`] : [];
  const further = Prisma.sql`${sql} ${operator} ${bound(column, value)}`;
  return nullable && !backward ? [further, Prisma.sql`${sql} IS NULL`] : [further];
}

/** Whether the columns compare as one row value, for which one range of an index is enough. */
function isUniform(columns: readonly KeyColumn[]): boolean {
  return columns.every(
    ({ descending, nullable = false }) => !nullable && descending === columns[0]?.descending,
  );
}

function rowOf(columns: readonly KeyColumn[]): Prisma.Sql {
  return Prisma.join(columns.map(({ sql }) => sql));
}

function equals(column: KeyColumn, value: string): Prisma.Sql {
  return Prisma.sql`${column.sql} = ${bound(column, value)}`;
}

function bound({ type }: KeyColumn, value: string | null): Prisma.Sql {
  const name = typeof type === 'string' ? type : `"${type.enum}"`;
  return Prisma.sql`CAST(${value}::text AS ${Prisma.raw(name)})`;
}

const alias = (index: number) => Prisma.raw(`k${index}`);

/** The names of the key's columns in the rows of `pageStatement`. */
export function keyNames({ columns }: KeysetOrder): string[] {
  return columns.map((_column, index) => `k${index}`);
}

function orderBy(columns: readonly KeyColumn[], backward: boolean, name: NameOf): Prisma.Sql {
  // Nulls stand where PostgreSQL puts them: at the end ascending, in front descending.
  return Prisma.join(
    columns.map(
      (column, index) =>
        Prisma.sql`${name(column, index)} ${Prisma.raw(column.descending === backward ? 'ASC' : 'DESC')}`,
    ),
  );
}
type NameOf = (column: KeyColumn, index: number) => Prisma.Sql;

/** The lists of which one statement reads a page each: one list for each of `scopes`, or a single one. */
export interface KeysetSource {
  /** The table, with the alias that the columns of the order use. */
  table: Prisma.Sql;
  /** The condition for the rows of a list; may use `scope.id`. */
  where: Prisma.Sql;
  /** UUIDs; null for a single list, whose scope is the empty text. */
  scopes: readonly string[] | null;
  /** An expression over the table that is read with each key, as `row`; none by default. */
  row?: Prisma.Sql | undefined;
  /** A further condition for the rows of a single list, which another table decides; none by default. */
  picked?: Picked | undefined;
}

/** Makes the statement that reads the keys of a page of each list. `readPages` reads its rows. */
export function pageStatement(window: PageWindow, source: KeysetSource): Prisma.Sql {
  const { table, where, scopes, row, picked } = source;
  const { order, backward, after, before, size } = window;
  const { columns } = order;
  const keys = Prisma.join(columns.map(({ sql }, index) => Prisma.sql`${sql} AS ${alias(index)}`));
  const byAlias = orderBy(columns, backward, (_column, index) => alias(index));
  const fromAfter = after ? behind(columns, after, false, false) : [ALL];
  const untilBefore = before ? behind(columns, before, true, false) : [ALL];
  const ranges = fromAfter.flatMap((from) =>
    untilBefore.map((until) => Prisma.sql`${from} AND ${until}`),
  );
  const walk = (selected: Prisma.Sql, condition: Prisma.Sql, most: number): Prisma.Sql =>
    firstOf(
      ranges.map(
        (range) => Prisma.sql`SELECT ${selected} FROM ${table}
          WHERE ${condition} AND ${where} AND ${range}
          ORDER BY ${orderBy(columns, backward, ({ sql }) => sql)} LIMIT ${limitOf(source, most)}`,
      ),
      byAlias,
      limitOf(source, most),
    );
  const most = size + 1;
  const key = columns.at(-1)?.sql;
  let begin = Prisma.empty;
  let page: Prisma.Sql;
  let ways = [ALL];
  if (picked !== undefined && key !== undefined) {
    const walks = {
      walk: (condition: Prisma.Sql, count: number) => walk(keys, condition, count),
      key: alias(columns.length - 1),
      sorted: byAlias,
      most,
    };
    ways = waysToPicked(picked, key);
    begin = picking(picked, walks);
    page = withRow(firstOf(pickedPage(ways, walks), byAlias, limitOf(source, most)), order, source);
  } else if (ranges.length === 1 && row !== undefined) {
    page = walk(Prisma.sql`${keys}, ${row} AS row`, ALL, most);
  } else {
    page = withRow(walk(keys, ALL, most), order, source);
  }
  const exists = (key: Key | undefined, toTheEnd: boolean): Prisma.Sql => {
    if (key === undefined) return Prisma.sql`FALSE`;
    const range = Prisma.join(behind(columns, key, !toTheEnd, true), ' OR ');
    const found = ways.map(
      (way) => Prisma.sql`EXISTS (SELECT FROM ${table} WHERE ${way} AND ${where} AND (${range}))`,
    );
    return Prisma.sql`(${Prisma.join(found, ' OR ')})`;
  };
  const scope =
    scopes === null
      ? Prisma.sql`(VALUES (NULL::uuid))`
      : Prisma.sql`unnest(${[...scopes]}::uuid[])`;
  return Prisma.sql`
    ${begin}
    SELECT scope.id::text AS "scope", ${exists(after, false)} AS "isMoreInFront",
           ${exists(before, true)} AS "isMoreBehind", page.*
    FROM ${scope} AS scope(id) LEFT JOIN LATERAL (${page}) AS page ON TRUE
    ORDER BY ${byAlias}`;
}
const ALL = Prisma.sql`TRUE`;

/** Whether values change nothing in how a page is best read: what is picked is read in steps that are given. */
export function hasOnePlan({ where, picked }: KeysetSource): boolean {
  return picked !== undefined && where.values.length === 0;
}

/**
 * PostgreSQL plans a statement anew each time while a value of it, as here, could change what it costs: for a
 * list a third of its time. Where nothing else depends on values, this is no value either, and the plan is kept.
 */
function limitOf({ where }: KeysetSource, most: number): Prisma.Sql {
  const isPlain = where.values.length === 0;
  return isPlain ? Prisma.raw(String(most)) : Prisma.sql`${most}`;
}

/** The first rows of several statements, each of which is sorted. */
function firstOf(parts: readonly Prisma.Sql[], sorted: Prisma.Sql, most: Prisma.Sql): Prisma.Sql {
  const all = Prisma.join([...parts], ') UNION ALL (');
  return parts.length === 1 ? all : Prisma.sql`(${all}) ORDER BY ${sorted} LIMIT ${most}`;
}

/** Adds the row to the keys of a page of several parts, of which only some are on the page in the end. */
function withRow(
  page: Prisma.Sql,
  { columns }: KeysetOrder,
  { table, row }: Pick<KeysetSource, 'table' | 'row'>,
): Prisma.Sql {
  const unique = columns.at(-1);
  if (row === undefined || unique === undefined) return page;
  return Prisma.sql`SELECT keys.*, (SELECT ${row} FROM ${table}
      WHERE ${unique.sql} = keys.${alias(columns.length - 1)}) AS row FROM (${page}) AS keys`;
}
