import pg from 'pg';
import { currentCaller } from '../../src/shared/caller.ts';

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
    if (currentCaller().key !== undefined) statements.push(...sentBy(args));
    return query.apply(this, args);
  } as typeof prototype.query;
  try {
    await work();
  } finally {
    Object.defineProperty(prototype, 'query', original);
  }
  return statements;
}

/** What a call of the driver's `query` sends: one statement, or all of a transaction's round trip. */
function sentBy([first, second]: readonly unknown[]): Statement[] {
  if (typeof first === 'string') return [{ text: first, values: [] }];
  if (isRoundTrip(first)) return first.asked.map(({ question }) => question);
  const { text, values } = first as { text: string; values?: unknown[] };
  return [{ text, values: values ?? (Array.isArray(second) ? second : []) }];
}

/** What the driver is given for a round trip; it calls these methods at the end. */
interface SentRoundTrip {
  asked: readonly { question: Statement }[];
  handleReadyForQuery(...args: unknown[]): void;
  handleError(...args: unknown[]): void;
}

function isRoundTrip(given: unknown): given is SentRoundTrip {
  return typeof given === 'object' && given !== null && 'asked' in given;
}

/**
 * The statements of `statementsDuring`, in round trips: what is sent on a connection before the answers of
 * what was sent earlier are there belongs to one.
 *
 * @param isOfAnybody whether those count as well that the node sends by itself.
 */
export async function roundTripsDuring(
  work: () => Promise<unknown>,
  isOfAnybody = false,
): Promise<string[][]> {
  const { prototype } = pg.Client;
  const query = prototype.query as (...args: unknown[]) => unknown;
  const trips: string[][] = [];
  const open = new Map<pg.Client, { trip: string[]; unanswered: number }>();
  prototype.query = function listen(this: pg.Client, ...args: unknown[]) {
    if (!isOfAnybody && currentCaller().key === undefined) return query.apply(this, args);
    const under = open.get(this) ?? { trip: [], unanswered: 0 };
    if (under.unanswered === 0) {
      under.trip = [];
      trips.push(under.trip);
    }
    open.set(this, under);
    under.trip.push(...sentBy(args).map(({ text }) => text));
    under.unanswered += 1;
    const answered = () => {
      under.unanswered -= 1;
    };
    const [first] = args;
    if (isRoundTrip(first)) {
      for (const end of ['handleReadyForQuery', 'handleError'] as const) {
        const method = first[end];
        first[end] = function ended(...told) {
          answered();
          method.apply(this, told);
        };
      }
      return query.apply(this, args);
    }
    const done = args.at(-1);
    if (typeof done !== 'function') {
      const answer = query.apply(this, args) as Promise<unknown>;
      answer.then(answered, answered);
      return answer;
    }
    // A pool asks with a callback.
    const whenDone = (...answer: unknown[]) => {
      answered();
      done(...answer);
    };
    return query.apply(this, [...args.slice(0, -1), whenDone]);
  } as typeof prototype.query;
  try {
    await work();
  } finally {
    prototype.query = query as typeof prototype.query;
  }
  return trips;
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

/** Whether desks of tests compile what they read, as desks do; `DESK_COMPILED=off` for the ordinary way. */
export const IS_COMPILED = process.env['DESK_COMPILED'] !== 'off';
