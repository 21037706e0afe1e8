import type { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { CommandFailure, note, print, printJson } from './output.ts';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('say what is wrong with the desk and what is around it; changes nothing')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const config = loadConfig();
      const { examine } = await import('../doctor/doctor.ts');
      const { counted } = await import('../doctor/checks.ts');
      const checks = await examine(config, note);
      const problems = checks.flatMap((check) => check.problems);
      if (json) printJson({ ok: problems.length === 0, problems, checks });
      else for (const problem of problems) print(problem);
      const well = checks.filter(({ state }) => state === 'well').map(({ name }) => name);
      const skipped = checks.filter(({ state }) => state === 'skipped').map(({ name }) => name);
      if (problems.length > 0)
        throw new CommandFailure(
          `${counted(problems.length, 'thing is', 'things are')} wrong${skipped.length > 0 ? `; not looked at because of ${problems.length === 1 ? 'it' : 'them'}: ${skipped.join(', ')}` : ''}.`,
        );
      if (!json) print(`Nothing is wrong: ${well.join(', ')}.`);
    });
}
