import { resolve } from 'node:path';
import type { Command } from 'commander';
import { note, print, printJson } from './output.ts';
import { progress } from './progress.ts';
import type { Address } from './session.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description(
      'write every table, as of one moment, into a folder that is empty or not there yet',
    )
    .argument('<dir>', 'the folder')
    .option('--json', 'print the manifest as JSON')
    .action(async (dir: string, { json }: { json?: true }) => {
      const { withDatabase } = await import('./session.ts');
      const { backUp } = await import('../backup/backup.service.ts');
      const folder = resolve(dir);
      const manifest = await withDatabase((database) =>
        backUp({ ...database, folder, onProgress: copied('written') }),
      );
      if (json) printJson(manifest);
      else print(`Backed up to ${folder}: ${totalOf(manifest.tables)}.`);
    });
  program
    .command('restore')
    .description('make an empty database into what was backed up')
    .argument('<dir>', 'the folder of the backup')
    .option('--json', 'print JSON')
    .action(async (dir: string, { json }: { json?: true }) => {
      const { withDatabase } = await import('./session.ts');
      const { checkBackup, restore } = await import('../backup/restore.service.ts');
      const folder = resolve(dir);
      const checked = await checkBackup(
        folder,
        progress((bytes) => `${megabytes(bytes)} checked…`),
      );
      const { tables, takenAt, version } = checked.manifest;
      const restoring = (database: Address) =>
        restore(checked, { ...database, log: note, onProgress: copied('restored') });
      await withDatabase(restoring);
      if (json)
        printJson({ takenAt, version, tables: tables.map(({ name, rows }) => ({ name, rows })) });
      else print(`Restored as of ${takenAt}: ${totalOf(tables)}.`);
    });
}

function copied(done: string): (bytes: number, table: string) => void {
  let at = '';
  const tell = progress((bytes) => `${megabytes(bytes)} ${done}, at ${at}…`);
  return (bytes, table) => {
    at = table;
    tell(bytes);
  };
}

function totalOf(tables: readonly { rows: number; bytes: number }[]): string {
  const sum = (of: 'rows' | 'bytes') => tables.reduce((total, table) => total + table[of], 0);
  return `${tables.length} tables, ${sum('rows')} rows, ${megabytes(sum('bytes'))}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
