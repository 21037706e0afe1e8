import { StartupError } from '../shared/errors.ts';

/** What a check found wrong, a sentence each; empty when all is well. */
export type Findings = readonly string[];

/** One of the things that `doctor` looks at. */
export interface Check {
  name: string;
  run(): Promise<Findings>;
}

export interface Checked {
  name: string;
  /** `skipped`: it could not be looked at, because of what was found before. */
  state: 'well' | 'wrong' | 'skipped';
  problems: Findings;
}

/** Runs one check; what keeps it from looking is a finding too. */
export async function look({ name, run }: Check): Promise<Checked> {
  try {
    const problems = await run();
    return { name, state: problems.length === 0 ? 'well' : 'wrong', problems };
  } catch (error) {
    // What refuses to start says what is wrong in a sentence of its own.
    if (error instanceof StartupError) return { name, state: 'wrong', problems: [error.message] };
    const reason = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    return { name, state: 'wrong', problems: [`The ${name} could not be checked: ${reason}.`] };
  }
}

/** The sentences that are there. */
export function sentences(...found: (string | false | undefined)[]): string[] {
  return found.filter((one) => typeof one === 'string');
}

/** A number of things, and what they do: in the singular for one. */
export function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
