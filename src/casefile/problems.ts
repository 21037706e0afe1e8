import { pathText } from '../shared/text/path-text.ts';

export type Path = readonly (string | number)[];

/** Something wrong in a file: where, and what would be right. */
export interface CaseFileProblem {
  path: Path;
  reason: string;
}

const MAX_TOLD = 100;

/** A file that was refused; the message has its problems one a line, the first of many. */
export class CaseFileError extends Error {
  readonly problems: readonly CaseFileProblem[];

  constructor(problems: readonly CaseFileProblem[]) {
    const told = problems
      .slice(0, MAX_TOLD)
      .map(({ path, reason }) => (path.length === 0 ? reason : `${pathText(path)}: ${reason}`));
    const more = problems.length - told.length;
    const rest = more === 1 ? '1 more problem.' : `${more} more problems.`;
    super([...told, ...(more > 0 ? [rest] : [])].join('\n'));
    this.name = 'CaseFileError';
    this.problems = problems;
  }
}

/** All that is wrong in a file, as it is found. */
export interface Problems {
  /** Those of a part that is there already, or inside of it or around it, only follow from that. */
  add(...found: readonly CaseFileProblem[]): void;
  count(): number;
  /** As they stand in the file. */
  inOrder(): CaseFileProblem[];
}

export function collectProblems(): Problems {
  const all: CaseFileProblem[] = [];
  const told = new Set<string>();
  /** Everything that one of them lies in. */
  const around = new Set<string>();
  return {
    add(...found) {
      const fresh = found.filter(({ path }) => {
        const keys = keysOf(path);
        return !keys.some((key) => told.has(key)) && !around.has(keys.at(-1) ?? '');
      });
      all.push(...fresh);
      // Several about one place that were found together all stand.
      for (const { path } of fresh) {
        const keys = keysOf(path);
        told.add(keys.pop() ?? '');
        for (const key of keys) around.add(key);
      }
    },
    count: () => all.length,
    inOrder: () => all.toSorted((a, b) => placeOf(a) - placeOf(b)),
  };
}

/** Of a path and of all that it leads through, the whole file aside. */
function keysOf(path: Path): string[] {
  return path.map((_, end) => JSON.stringify(path.slice(0, end + 1).map(String)));
}

const PARTS = ['people', 'customer', 'open', 'steps'];

function placeOf({ path: [part, place] }: CaseFileProblem): number {
  return PARTS.indexOf(String(part)) * 1e9 + (typeof place === 'number' ? place : 0);
}
