import type { Db, Prisma } from '../../db/client.ts';
import type { Context } from '../context.ts';
import { MAX_ANSWER_BYTES } from '../limits/limits.ts';
import { addBytes, usageOf } from '../limits/usage.ts';
import type { RowsQuery } from './query.sql.ts';
import { checkQuery } from './query.sql.ts';
import type { JsonRow, Rows } from './rows.ts';
import { finishedRowSql, inOrder, listStatement, rowStatement } from './rows.ts';
import type { ResolvedRows, Run } from './run.ts';
import { Uncompilable } from './uncompilable.ts';

/** In the context of a resolver whose rows were compiled: what its `db` reads. */
const READS = Symbol('compiled rows');
type ReadingContext = Context & { [READS]?: { run: Run; resolved: ResolvedRows } };

/**
 * The context for a resolver whose rows were compiled. Its `db` answers a query for rows of the model by
 * the compiled statement; all else it leaves to Prisma.
 */
export function contextFor(run: Run, resolved: ResolvedRows): Context {
  const known = run.contexts.get(resolved);
  if (known !== undefined) return known;
  const { context } = run;
  const db = createReader(run, resolved);
  const made: ReadingContext = { ...context, db, of: context, [READS]: { run, resolved } };
  run.contexts.set(resolved, made);
  return made;
}

/** Compiled rows as a part of a statement that somebody else makes. */
export interface CompiledRows {
  /** The expression for a row. */
  sql: Prisma.Sql;
  /** Makes the row from the value of that expression. */
  make(json: unknown): object;
  /** Reads the JSON that a statement has as its one value; `keepPlan` as of `ReadJson`. */
  read(statement: Prisma.Sql, keepPlan?: boolean): Promise<unknown>;
}

/**
 * The rows that were compiled for a resolver which finds them by a statement of its own.
 *
 * @param alias the name of the rows' table in that statement.
 * @returns undefined where nothing was compiled, and Prisma is to read the rows.
 */
export function compiledRows(context: ReadingContext, alias: string): CompiledRows | undefined {
  const reads = context[READS];
  if (reads === undefined) return undefined;
  const { run, resolved } = reads;
  return {
    sql: finishedRowSql(resolved.rows, alias),
    make: (json) => resolved.make(json as JsonRow),
    read: (statement, keepPlan) => readJson(run, statement, keepPlan),
  };
}

function createReader(run: Run, resolved: ResolvedRows): Db {
  const { rows, make, columns } = resolved;
  const { delegate } = rows.model;
  const { db } = run.context;

  function checked(query: RowsQuery & { select?: object }): RowsQuery {
    for (const name of Object.keys(query.select ?? {})) {
      if (!columns.has(name)) throw new Uncompilable(`${name} is read by a resolver`);
    }
    return checkQuery(query);
  }

  async function findMany(query: RowsQuery = {}): Promise<object[]> {
    const json = await readJson(run, listStatement(rows, checked(query)));
    return inOrder(json, query).map(make);
  }

  async function findFirst(query: RowsQuery = {}): Promise<object | null> {
    const row = await readRow(run, rows, checked(query));
    return row === null ? null : make(row);
  }

  async function findOrThrow(query: RowsQuery): Promise<object> {
    const found = await findFirst(query);
    // The ordinary way throws Prisma's own error.
    if (found === null) throw new Uncompilable('a row that must be there is not');
    return found;
  }

  const finders: Readonly<Record<string, unknown>> = {
    findMany,
    findFirst,
    findUnique: findFirst,
    findFirstOrThrow: findOrThrow,
    findUniqueOrThrow: findOrThrow,
  };
  const own = db[delegate as keyof Db] as object;
  const reader = new Proxy(own, {
    get: (target, name) => finders[name as string] ?? Reflect.get(target, name),
  });
  return new Proxy(db, {
    get: (target, name) => (name === delegate ? reader : Reflect.get(target, name)),
  });
}

/** Reads the first row of a query of Prisma. */
export async function readRow(run: Run, rows: Rows, query: RowsQuery): Promise<JsonRow | null> {
  return (await readJson(run, rowStatement(rows, query))) as JsonRow | null;
}

/**
 * Reads JSON within the limits of the answer.
 *
 * @throws Error when it is more than an answer may have. Fields read more than they show: what they show may be
 *   short enough, and the ordinary way finds out.
 */
export async function readJson(
  { context, read }: Run,
  statement: Prisma.Sql,
  keepPlan?: boolean,
): Promise<unknown> {
  const text = await read(statement, keepPlan);
  if (text === null) return null;
  const usage = usageOf(context);
  if (usage.bytes + text.length > MAX_ANSWER_BYTES) throw new Error('Too much to read at once.');
  addBytes(usage, text.length);
  if (usage.refusal !== undefined) throw usage.refusal;
  return JSON.parse(text);
}
