import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { Prisma } from '../../db/client.ts';
import { ask } from '../../db/reads/ask.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import type { Context } from '../context.ts';
import type { CompiledRows } from '../reads/resolved-rows.ts';
import { compiledRows } from '../reads/resolved-rows.ts';
import type { KeysetSource } from './keyset.sql.ts';
import { hasOnePlan, keyNames, pageStatement } from './keyset.sql.ts';
import type { KeyRow, KeysetOrder, KeysetPage, PageWindow } from './keyset.ts';
import { cursorOf, readPages } from './keyset.ts';

/** The scope of a list that is the only one of its field. */
export const SINGLE = '';

export interface KeysetLists<Row extends { id: string }> {
  window: PageWindow;
  /** @param scopes null for a single list. */
  source(scopes: readonly string[] | null): Pick<KeysetSource, 'table' | 'where' | 'picked'>;
  /** The name of the table of the rows in `source`. */
  alias: string;
  /** Reads rows by their ids; `selection` is the part of a Prisma query that says which columns. */
  readRows(selection: object, ids: readonly string[]): Promise<Row[]>;
  /** Counts each of these lists. */
  count(scopes: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/**
 * The lists that one field of the request asks for: a single one, or one for each object around the
 * field. However many there are, the pages take one statement, the rows on them another and the counts a
 * third. Each is read only when it is selected. Where the operation is compiled, the statement of the pages
 * reads the rows too.
 *
 * @returns a function that makes the connection of a scope; `info` is that of the scope's field.
 */
export function keysetLists<Row extends { id: string }>(lists: KeysetLists<Row>, context: Context) {
  const { window } = lists;
  const compiled = compiledRows(context, lists.alias);
  let selection: object = {};

  const pages = new DataLoader(async (given: readonly string[]) => {
    const scopes = given[0] === SINGLE ? null : given;
    const source = { ...lists.source(scopes), scopes, row: compiled?.sql };
    const statement = pageStatement(window, source);
    const rows =
      compiled === undefined
        ? await ask<KeyRow>(context.db, statement)
        : await readCompiled(window, statement, compiled, hasOnePlan(source));
    const byScope = readPages(window, rows);
    return given.map((scope) => found(byScope.get(scope)));
  });

  const rowsById = new DataLoader(async (ids: readonly string[]) => {
    const rows = await lists.readRows(selection, ids);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found(byId.get(id)));
  });

  const counts = new DataLoader(async (scopes: readonly string[]) => {
    const byScope = await lists.count(scopes);
    return scopes.map((scope) => byScope.get(scope) ?? 0);
  });

  return (scope: string, info: GraphQLResolveInfo) => {
    // The selection is the same in all scopes, but plugin-prisma must be told in each that it covers
    // the rows. Compiled rows have what is selected.
    if (compiled === undefined) {
      selection = queryFromInfo({
        context,
        info,
        select: { id: true },
        paths: [['nodes'], ['edges', 'node']],
      });
    }
    return new KeysetConnection(window.order, {
      page: () => pages.load(scope),
      rows: ({ entries }) =>
        compiled === undefined
          ? Promise.all(entries.map(({ id }) => rowsById.load(id)))
          : entries.map(({ row }) => compiled.make(row.row) as Row),
      count: () => counts.load(scope),
    });
  };
}

/** Reads parts of one list; what was read already is not read again. */
interface ReadList<Row> {
  page(): Promise<KeysetPage>;
  rows(page: KeysetPage): MaybePromise<Row[]>;
  count(): Promise<number>;
}

/** The connection of one list. Its parts are read when they are asked for. A class, as {@link KeysetPage} is. */
class KeysetConnection<Row> {
  readonly totalCount: () => Promise<number>;
  readonly #order: KeysetOrder;
  readonly #list: ReadList<Row>;

  constructor(order: KeysetOrder, list: ReadList<Row>) {
    this.#order = order;
    this.#list = list;
    this.totalCount = list.count;
  }

  get nodes(): Promise<Row[]> {
    const { page, rows } = this.#list;
    return page().then(rows);
  }

  get edges() {
    const { page, rows } = this.#list;
    return page().then(async (read) => {
      const nodes = await rows(read);
      return read.entries.map((entry, index) => ({
        cursor: cursorOf(this.#order, entry),
        node: found(nodes[index]),
      }));
    });
  }

  get pageInfo() {
    return this.#list.page().then(({ pageInfo }) => pageInfo);
  }
}

/** Reads the rows of a page statement as JSON. */
async function readCompiled(
  { order }: PageWindow,
  statement: Prisma.Sql,
  { read }: CompiledRows,
  keepPlan: boolean,
): Promise<KeyRow[]> {
  const keys = keyNames(order);
  const names = ['scope', 'isMoreInFront', 'isMoreBehind', 'row', ...keys];
  const values = Prisma.raw(names.map((name) => `p."${name}"`).join(', '));
  const json = await read(
    Prisma.sql`SELECT json_agg(json_build_array(${values})) FROM (${statement}) p`,
    keepPlan,
  );
  return ((json ?? []) as ReadKeyRow[]).map(
    ([scope, isMoreInFront, isMoreBehind, row, ...values]) => {
      const made: KeyRow = { scope, isMoreInFront, isMoreBehind, row };
      for (let index = 0; index < keys.length; index += 1) {
        made[keys[index] as keyof KeyRow] = values[index] as never;
      }
      return made;
    },
  );
}

type ReadKeyRow = [
  scope: string | null,
  isMoreInFront: boolean,
  isMoreBehind: boolean,
  row: unknown,
  ...key: unknown[],
];

/** Takes a value that must be there: rows of lists are never deleted, and every list has a page. */
function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A row that was just read is gone.');
  return value;
}
