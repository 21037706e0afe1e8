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
    const reason = error instanceof Error ? error.message : String(error);
    return { name, state: 'wrong', problems: [`The ${name} could not be checked: ${reason}.`] };
  }
}

/** The sentences that are there. */
export function sentences(...found: (string | false | undefined)[]): string[] {
  return found.filter((one) => typeof one === 'string');
}
