import { pathText } from '../shared/text/path-text.ts';

export type Path = readonly (string | number)[];

/** A problem in a file: its path, and the reason with what would be right. */
export interface CaseFileProblem {
  path: Path;
  reason: string;
}

const MAX_TOLD = 100;

/** The refusal of a file. The message has the first problems, one on each line. */
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

/** Collects the problems of a file as they are found. */
export interface Problems {
  /** Adds problems, except at, inside or around a path that has one already: those only follow from that. */
  add(...found: readonly CaseFileProblem[]): void;
  count(): number;
  /** The problems in the order of the file. */
  inOrder(): CaseFileProblem[];
}

export function collectProblems(): Problems {
  const all: CaseFileProblem[] = [];
  const told = new Set<string>();
  /** All paths that lead to a problem. */
  const around = new Set<string>();
  return {
    add(...found) {
      const fresh = found.filter(({ path }) => {
        const keys = keysOf(path);
        return !keys.some((key) => told.has(key)) && !around.has(keys.at(-1) ?? '');
      });
      all.push(...fresh);
      // Several problems of one path that were found together are all kept.
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

/** Keys of a path and of all that it leads through, the whole file excepted. */
function keysOf(path: Path): string[] {
  return path.map((_, end) => JSON.stringify(path.slice(0, end + 1).map(String)));
}

const PARTS = ['people', 'customer', 'open', 'steps'];

function placeOf({ path: [part, place] }: CaseFileProblem): number {
  return PARTS.indexOf(String(part)) * 1e9 + (typeof place === 'number' ? place : 0);
}
