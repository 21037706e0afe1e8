import type { FoundSequence, FoundTable, Table } from './catalog.ts';

/** What migrations make: the columns of each table. */
export type Made = ReadonlyMap<string, ReadonlySet<string>>;

/** What is in the schema, told apart. */
export interface Contents {
  /** The desk's tables, with the desk's columns. */
  tables: Table[];
  /** Names of the desk's sequences. */
  sequences: string[];
  /** Tables, columns and sequences of others, as they are called in a sentence. */
  leftOut: string[];
}

const MAKES_TABLE = /CREATE TABLE (?:IF NOT EXISTS )?"(\w+)" \(([\s\S]*?)\n\)/g;
const COLUMN_LINE = /^\s+"(\w+)" /gm;
const CHANGES_TABLE = /ALTER TABLE "(\w+)"([^;]*);/g;
const ADDS_COLUMN = /ADD COLUMN\s+(?:IF NOT EXISTS )?"(\w+)"/g;

/** What a manifest takes as a name, and all of the desk's are. */
const PLAIN_NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * Reads out of migrations which tables and columns they make. A test holds it to what a migrated database has.
 * What was taken away again since stands among them, which does no harm: no database has it.
 */
export function madeBy(migrations: readonly string[]): Made {
  const made = new Map<string, Set<string>>();
  for (const sql of migrations) {
    for (const [, table = '', body = ''] of sql.matchAll(MAKES_TABLE))
      made.set(table, new Set(namesIn(body, COLUMN_LINE)));
    for (const [, table = '', changes = ''] of sql.matchAll(CHANGES_TABLE))
      for (const column of namesIn(changes, ADDS_COLUMN)) made.get(table)?.add(column);
  }
  return made;
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/**
 * Tells what is the desk's from what others have put beside it.
 *
 * @param isNewer whether a newer version has migrated the database. What this one does not know may then be the
 *   desk's: it is taken along, and whoever restores it knows.
 * @param isNumbering whether a sequence that belongs to no table is one of the desk's.
 */
export function tellApart(
  found: { tables: readonly FoundTable[]; sequences: readonly FoundSequence[] },
  made: Made,
  isNewer: boolean,
  isNumbering: (sequence: string) => boolean,
): Contents {
  const mayBe = (name: string) => isNewer && PLAIN_NAME.test(name);
  const isOwn = (table: string, column: string) => {
    const columns = made.get(table);
    return columns === undefined ? mayBe(table) : columns.has(column) || isNewer;
  };
  const contents: Contents = { tables: [], sequences: [], leftOut: [] };
  for (const { name, columns, isExtensions } of found.tables) {
    const own = isExtensions ? [] : columns.filter((column) => isOwn(name, column));
    if (own.length > 0) contents.tables.push({ name, columns: own });
    const others = columns.filter((column) => !own.includes(column));
    contents.leftOut.push(...(own.length > 0 ? others.map((one) => `${name}.${one}`) : [name]));
  }
  for (const { name, table, column } of found.sequences) {
    const isDesks =
      table === null || column === null
        ? isNumbering(name) || mayBe(name)
        : PLAIN_NAME.test(name) && isOwn(table, column);
    (isDesks ? contents.sequences : contents.leftOut).push(name);
  }
  return contents;
}
