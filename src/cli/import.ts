import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { importCaseFile } from '../casefile/casefile.service.ts';
import { createSchema } from '../schema.ts';
import { systemClock } from '../shared/clock.ts';
import { CommandFailure, print, printJson, reasonOf } from './output.ts';
import type { Session } from './session.ts';
import { withSession } from './session.ts';

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
    .action((files: readonly string[], { json }: { json?: true }) =>
      withSession(async (session) => {
        const imported: Imported[] = [];
        try {
          for (const file of files) {
            const one = { file, ...(await importFile(session, file)) };
            imported.push(one);
            if (!json) print(one.reference);
          }
        } finally {
          if (json) printJson(imported);
        }
      }),
    );
}

async function importFile({ db, sequencer, interrupted }: Session, file: string) {
  if (interrupted.aborted) throw new CommandFailure('Interrupted.');
  const caseFile = await readJson(file);
  const tools = { db, schema: createSchema(), sequencer, now: systemClock.now() };
  try {
    return await importCaseFile(tools, caseFile);
  } catch (error) {
    throw new CommandFailure(`${file}: ${reasonOf(error)}`, { cause: error });
  }
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new CommandFailure(`${file} is not JSON: ${reasonOf(cause)}.`, { cause });
  }
}
