import { GraphQLError } from 'graphql';
import type { PayloadSource } from './payload.ts';

/**
 * What the mutations of an operation have done, by the keys of their fields: the root of its execution. It lets
 * the answer be made a second time, in another way: what was done is not done again, whether it worked or not.
 */
export interface Done {
  doing: Map<string, Promise<PayloadSource>>;
  /** Those whose change is written, whatever becomes of its answer. */
  written: Set<string>;
  /**
   * Whether a payload is not begun before the entries have their places. Whoever says that it is waits for
   * them itself.
   */
  waitsForPlaces: boolean;
}

export function createDone(): Done {
  return { doing: new Map(), written: new Set(), waitsForPlaces: true };
}

/** Runs a mutation, unless the root says that it has run. */
export function once(
  root: unknown,
  key: string | number,
  run: () => Promise<PayloadSource>,
): Promise<PayloadSource> {
  if (!isDone(root)) return placed(run());
  const name = String(key);
  let doing = root.doing.get(name);
  if (doing === undefined) {
    doing = noted(root, name, run());
    root.doing.set(name, doing);
  }
  return root.waitsForPlaces ? placed(doing) : doing;
}

/** Waits until all that was done has its place in the log. */
export async function allPlaced({ doing }: Done): Promise<void> {
  await Promise.all([...doing.values()].map(placed));
}

/**
 * Makes an error say that what was asked for is written all the same, when it is: only the answer, or a part
 * of it, cannot be given.
 */
export function sayWritten(root: unknown, error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, path, originalError, extensions } = error;
  if (!isDone(root) || !root.written.has(String(path?.[0]))) return error;
  return new GraphQLError(`${message} The change itself is written.`, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions: { ...extensions, written: true },
  });
}

export function isDone(root: unknown): root is Done {
  return typeof root === 'object' && root !== null && 'waitsForPlaces' in root;
}

async function noted(
  { written }: Done,
  key: string,
  running: Promise<PayloadSource>,
): Promise<PayloadSource> {
  const source = await running;
  if (source.userErrors.length === 0) written.add(key);
  return source;
}

async function placed(running: Promise<PayloadSource>): Promise<PayloadSource> {
  const source = await running;
  await source.cursor;
  return source;
}
