import type { Command } from 'commander';
import { print, printJson } from './output.ts';

export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('apply the migrations that the database lacks')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const { withSession } = await import('./session.ts');
      const applied = await withSession(async ({ migrated }) => migrated);
      if (json) printJson({ applied });
      else if (applied.length === 0) print('Nothing to do: the database is up to date.');
      else for (const name of applied) print(name);
    });
}
