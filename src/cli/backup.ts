import { resolve } from 'node:path';
import type { Command } from 'commander';
import { note, print, printJson } from './output.ts';
import { progress } from './progress.ts';
import type { Address } from './session.ts';

export function addBackup(program: Command): void {
  program
    .command('backup')
    .description(
      'write every table of the desk, as of one moment, into a folder that is empty or not there yet',
    )
    .argument('<dir>', 'the folder')
    .option('--json', 'print the manifest as JSON, and what was left out')
    .action(async (dir: string, { json }: { json?: true }) => {
      const { withDatabase } = await import('./session.ts');
      const { backUp } = await import('../backup/backup.service.ts');
      const folder = resolve(dir);
      const { manifest, leftOut } = await withDatabase((database) =>
        backUp({ ...database, folder, onProgress: copied('written') }),
      );
      if (json) printJson({ ...manifest, leftOut });
      else print(`Backed up to ${folder}: ${totalOf(manifest.tables)}.${except(leftOut)}`);
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
      const { takenAt, version } = checked.manifest;
      const restoring = (database: Address) =>
        restore(checked, { ...database, log: note, onProgress: copied('restored') });
      const { tables, leftOut } = await withDatabase(restoring);
      const restored = tables.map(({ name, rows }) => ({ name, rows }));
      if (json) printJson({ takenAt, version, tables: restored, leftOut });
      else print(`Restored as of ${takenAt}: ${totalOf(tables)}.${except(leftOut)}`);
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

function except(leftOut: readonly string[]): string {
  return leftOut.length === 0 ? '' : ` Left out, not being the desk's: ${leftOut.join(', ')}.`;
}

function totalOf(tables: readonly { rows: number; bytes: number }[]): string {
  const sum = (of: 'rows' | 'bytes') => tables.reduce((total, table) => total + table[of], 0);
  return `${tables.length} tables, ${sum('rows')} rows, ${megabytes(sum('bytes'))}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
