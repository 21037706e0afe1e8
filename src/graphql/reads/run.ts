import type { ReadJson } from '../../db/reads/json-reader.ts';
import type { Context } from '../context.ts';
import { textPoints } from '../limits/price.ts';
import { addBytes, usageOf } from '../limits/usage.ts';
import type { MakeParent, Rows } from './rows.ts';

/** Rows that a resolver reads by a query of its own: which rows is known when it runs. */
export interface ResolvedRows {
  rows: Rows;
  make: MakeParent;
  /** The columns that resolvers may read of the rows. */
  columns: ReadonlySet<string>;
}

/** What one run of a compiled operation shares among the parts of its answer. */
export interface Run {
  context: Context;
  read: ReadJson;
  /** The coerced variables. */
  variables: Readonly<Record<string, unknown>>;
  /** Points of the answer: its fields and its long texts. */
  points: number;
  /** Further points for what its fields read. */
  readingPoints: number;
  /** Characters of the long texts of the answer: one that was read once may be shown many times. */
  textLength: number;
  /** Parts of the answer that are waited for. */
  pending: Promise<void>[];
  /** For rows that resolvers read the context under which they do. */
  contexts: Map<ResolvedRows, Context>;
}

/** Makes a part of the answer, ready for JSON, from a row of JSON or from what a resolver returned. */
export type Build = (source: unknown, run: Run) => unknown;

/** Puts a part of the answer in its place, now or when it comes. */
export type Fill = (target: Record<string, unknown>, source: unknown, run: Run) => void;

export function createRun(context: Context, variables: Run['variables'], read: ReadJson): Run {
  // Written out: one that is put together from two takes as long as all else of a small operation.
  return {
    context,
    read,
    variables,
    points: 0,
    readingPoints: 0,
    textLength: 0,
    pending: [],
    contexts: new Map(),
  };
}

/** Puts a value in its place when it comes. */
export function fillLater(
  run: Run,
  target: Record<string | number, unknown>,
  key: string | number,
  value: PromiseLike<unknown>,
  build: Build,
): void {
  const part = Promise.resolve(value).then((settled) => {
    target[key] = build(settled, run);
  });
  // Nobody waits any more for what comes behind the first failure.
  part.catch(() => {});
  run.pending.push(part);
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/** Waits for all parts. @throws what one of them failed with. */
export async function settled({ pending }: Run): Promise<void> {
  while (pending.length > 0) await Promise.all(pending.splice(0));
}

/**
 * Charges for a long text, as the answer of the ordinary way is charged.
 *
 * @throws GraphQLError when the answer becomes too long: it is not made to its end.
 */
export function chargeText(run: Run, length: number): void {
  run.points += textPoints(length);
  run.textLength += length;
  const usage = usageOf(run.context);
  if (run.textLength > usage.bytes) addBytes(usage, run.textLength - usage.bytes);
  if (usage.refusal !== undefined) throw usage.refusal;
}
