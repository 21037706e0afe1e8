import type { ReadJson } from '../../db/json-reader.ts';
import type { Context } from '../context.ts';
import { textPoints } from '../limits/price.ts';
import type { ResolvedRows } from './resolved-rows.ts';

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
  /** Parts of the answer that are waited for. */
  pending: Promise<void>[];
  /** For rows that resolvers read the context under which they do. */
  contexts: Map<ResolvedRows, Context>;
}

/** The text of an answer while it is written. Parts that come later have their places kept. */
export interface Output {
  text: string;
  /** What stands before `text`: finished texts, and parts that came or will come later. */
  before: (string | Output)[];
  run: Run;
}

/** Writes a value as JSON. */
export type Write = (value: unknown, out: Output) => void;

export function createRun(context: Context, variables: Run['variables'], read: ReadJson): Run {
  return {
    ...{ context, variables, read },
    ...{ points: 0, readingPoints: 0, pending: [], contexts: new Map() },
  };
}

export function createOutput(run: Run): Output {
  return { text: '', before: [], run };
}

/** Keeps the place of a value that is not there yet. */
export function writeLater(out: Output, value: PromiseLike<unknown>, write: Write): void {
  const part = createOutput(out.run);
  out.before.push(out.text, part);
  out.text = '';
  out.run.pending.push(Promise.resolve(value).then((settled) => write(settled, part)));
}

/** Waits for all parts. @throws what one of them failed with. */
export async function finished(out: Output): Promise<string> {
  const { pending } = out.run;
  while (pending.length > 0) await Promise.all(pending.splice(0));
  return textOf(out);
}

function textOf({ before, text }: Output): string {
  if (before.length === 0) return text;
  return before.map((part) => (typeof part === 'string' ? part : textOf(part))).join('') + text;
}

/** Charges for a long text, as the answer of the ordinary way is charged. */
export function chargeText({ run }: Output, length: number): void {
  run.points += textPoints(length);
}
