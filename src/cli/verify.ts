import type { Command } from 'commander';
import { CommandFailure, note, print, printJson } from './output.ts';

const PROGRESS_INTERVAL_MS = 2_000;

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check the stored data against the log; prints what disagrees')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { withSession } = await import('./session.ts');
      const { verify } = await import('../verify/verify.service.ts');
      const found = await withSession(({ db }) => verify(db, progress()));
      if (json) printJson(found);
      else for (const problem of found.problems) print(problem);
      const { cases, customers, people, policies, calendars, keys, entries, problems } = found;
      const checked = `${cases} cases, ${customers} customers, ${people} people, ${policies} policies, ${calendars} calendars, ${keys} keys, ${entries} log entries`;
      if (problems.length > 0)
        throw new CommandFailure(`${problems.length} things disagree in ${checked}.`);
      if (!json) print(`Nothing disagrees in ${checked}.`);
    });
}

function progress(): (checkedCases: number) => void {
  let lastAt = performance.now();
  return (checkedCases) => {
    if (performance.now() - lastAt < PROGRESS_INTERVAL_MS) return;
    lastAt = performance.now();
    note(`${checkedCases} cases checked…`);
  };
}
