import type { Command } from 'commander';
import type { CaseFileError } from '../casefile/problems.ts';
import { readJson } from './input.ts';
import { CommandFailure, print, printJson, reasonOf } from './output.ts';

interface Imported {
  file: string;
  reference: string;
  created: boolean;
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description('import case files, each whole or not at all; prints one reference a line')
    .argument('<file...>', 'case files')
    .option('--json', 'print JSON')
    .action(async (files: readonly string[], { json }: { json?: true }) => {
      const imported: Imported[] = [];
      try {
        await importFiles(files, (one) => {
          imported.push(one);
          if (!json) print(one.reference);
        });
      } finally {
        if (json) printJson(imported);
      }
    });
}

/** Imports the files in order, up to the first that is refused. Calls `onImported` for each import. */
async function importFiles(
  files: readonly string[],
  onImported: (one: Imported) => void,
): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { importCaseFile } = await import('../casefile/casefile.service.ts');
  const { CaseFileError } = await import('../casefile/problems.ts');
  const { createSchema } = await import('../app/schema.ts');
  await withSession(async ({ db, sequencer, clock, interrupted }) => {
    const schema = createSchema();
    for (const file of files) {
      if (interrupted.aborted) throw new CommandFailure('Interrupted.');
      const caseFile = await readJson(file);
      try {
        const tools = { db, schema, sequencer, now: clock.now() };
        onImported({ file, ...(await importCaseFile(tools, caseFile)) });
      } catch (error) {
        throw failureOf(file, error, CaseFileError);
      }
    }
  });
}

/** The failure in one line, however many problems a file has: scripts take the last line for the reason. */
function failureOf(file: string, error: unknown, Kind: typeof CaseFileError): CommandFailure {
  const reason =
    error instanceof Kind
      ? error.message.replaceAll(/\.?\n/g, '; ').replace(/\.?$/, '.')
      : reasonOf(error);
  return new CommandFailure(`${file}: ${reason}`, { cause: error });
}
