import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Cases in the data set. */
  cases: number;
  /** Whether it was said how many. */
  isCasesGiven: boolean;
  /** Of each measurement, without its warming up. */
  seconds: number;
  blocks: number;
  /** Names; undefined: all. */
  works: readonly string[] | undefined;
  ways: readonly string[] | undefined;
  /** File that the figures are written to as JSON. */
  json: string | undefined;
  /** Whether figures are written into the pages. */
  write: boolean;
  /** Whether it is only to be seen that all works. */
  quick: boolean;
}

export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const FULL = { cases: 100_000, seconds: 5, blocks: 3 };
const QUICK = { cases: 1_000, seconds: 1, blocks: 1 };
/** Below, the eight kinds of cases are not all there. */
const MIN_CASES = 100;

export const OPTIONS_HELP = `
  --works a,b     only these works
  --ways a,b      only these ways: product, limit, mercurius, stock, postgraphile
  --cases N       cases in the data set; default ${FULL.cases}; of growth: the many, default 1000000
  --seconds N     of each measurement; default ${FULL.seconds}
  --blocks N      how often the ways take turns; default ${FULL.blocks}
  --json FILE     write the figures as JSON too
  --write         of overload: draw docs/images/overload.svg anew
  --quick         ${QUICK.cases} cases and ${QUICK.seconds} s each, peers only where they are installed: sees that nothing has rotted`;

/**
 * Reads what follows the name of a benchmark.
 *
 * @throws UsageError that says what is wrong.
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { cases, seconds, blocks, works, ways, json, write, quick } = parse(args);
  const usual = quick ? QUICK : FULL;
  return {
    cases: numberOf('cases', cases, usual.cases, MIN_CASES),
    isCasesGiven: cases !== undefined,
    seconds: numberOf('seconds', seconds, usual.seconds, 1),
    blocks: numberOf('blocks', blocks, usual.blocks, 1),
    works: namesOf(works),
    ways: namesOf(ways),
    json,
    write,
    quick,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ works: text, ways: text, cases: text, seconds: text, blocks: text, json: text },
        write: { type: 'boolean', default: false },
        quick: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, text: string | undefined, usual: number, min: number): number {
  if (text === undefined) return usual;
  const number = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min) return number;
  throw new UsageError(`--${name} takes a number from ${min} on; it is ${JSON.stringify(text)}.`);
}

function namesOf(text: string | undefined): string[] | undefined {
  return text?.split(',').filter((name) => name !== '');
}

/** The named ones of a list, in its order. @throws UsageError for a name that is not in it. */
export function chosen<One extends { name: string }>(
  what: string,
  all: readonly One[],
  names: readonly string[] | undefined,
): readonly One[] {
  const unknown = names?.filter((name) => !all.some((one) => one.name === name)) ?? [];
  if (unknown.length > 0) {
    const known = all.map(({ name }) => name).join(', ');
    throw new UsageError(`There is no ${what} ${unknown.join(', ')}; there are: ${known}.`);
  }
  return names === undefined ? all : all.filter(({ name }) => names.includes(name));
}
