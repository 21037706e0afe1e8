import pg from 'pg';
import { currentCaller } from '../../src/db/caller.ts';

/** A statement as it was sent. */
export interface Statement {
  text: string;
  values: readonly unknown[];
}

/** The SQL statements that `sentDuring` finds, as text. */
export async function statementsDuring(work: () => Promise<unknown>): Promise<string[]> {
  return (await sentDuring(work)).map(({ text }) => text);
}

/**
 * The SQL statements that this process sends to any database on somebody's behalf while `work` runs. What
 * a node asks by itself now and then, whatever a test does, is nobody's: the time, what is due, how far
 * the log has come.
 */
export async function sentDuring(work: () => Promise<unknown>): Promise<Statement[]> {
  const { prototype } = pg.Client;
  const original = Object.getOwnPropertyDescriptor(prototype, 'query');
  if (original === undefined) throw new Error('pg.Client has no query to listen to.');
  const query = original.value as (...args: unknown[]) => unknown;
  const statements: Statement[] = [];
  prototype.query = function listen(this: pg.Client, ...args: unknown[]) {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown];
    const text = typeof first === 'string' ? first : first.text;
    const given = typeof first === 'string' ? undefined : first.values;
    const values = given ?? (Array.isArray(second) ? second : []);
    if (currentCaller().key !== undefined) statements.push({ text, values });
    return query.apply(this, args);
  } as typeof prototype.query;
  try {
    await work();
  } finally {
    Object.defineProperty(prototype, 'query', original);
  }
  return statements;
}

/**
 * Does something after each statement that matches, before whoever sent it has the answer; the same
 * statement during that passes.
 *
 * @returns ends it.
 */
export function afterEachStatement(pattern: RegExp, work: () => Promise<unknown>): () => void {
  const { prototype } = pg.Client;
  const original = prototype.query as (...args: unknown[]) => unknown;
  let isAtWork = false;
  prototype.query = function delay(this: pg.Client, ...args: unknown[]) {
    const [first] = args as [string | { text: string }];
    const done = args.at(-1);
    const matches = pattern.test(typeof first === 'string' ? first : first.text);
    // A pool asks with a callback.
    if (isAtWork || !matches || typeof done !== 'function') return original.apply(this, args);
    isAtWork = true;
    const delayed = (...answer: unknown[]) => {
      void work().finally(() => {
        isAtWork = false;
        done(...answer);
      });
    };
    return original.apply(this, [...args.slice(0, -1), delayed]);
  } as typeof prototype.query;
  return () => {
    prototype.query = original as typeof prototype.query;
  };
}
