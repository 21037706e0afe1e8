import type { Command } from 'commander';
import { CommandFailure, print, printJson } from './output.ts';
import { progress } from './progress.ts';

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('check the stored data against the log; prints what disagrees')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { withSession } = await import('./session.ts');
      const { verify } = await import('../verify/verify.service.ts');
      const found = await withSession(({ db }) =>
        verify(
          db,
          progress((cases) => `${cases} cases checked…`),
        ),
      );
      if (json) printJson(found);
      else for (const problem of found.problems) print(problem);
      const { cases, customers, people, policies, calendars, keys, entries, pruned, problems } =
        found;
      const checked = `${cases} cases, ${customers} customers, ${people} people, ${policies} policies, ${calendars} calendars, ${keys} keys, ${entries} log entries${pruned > 0 ? `; ${pruned} cases were pruned` : ''}`;
      if (problems.length > 0)
        throw new CommandFailure(`${problems.length} things disagree in ${checked}.`);
      if (!json) print(`Nothing disagrees in ${checked}.`);
    });
}
