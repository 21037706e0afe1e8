import { Command, CommanderError } from 'commander';
import { ConfigError } from '../config.ts';
import { outOfFiles } from '../shared/out-of-files.ts';
import { addBackup } from './backup.ts';
import { addCalendar } from './calendar.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addImport } from './import.ts';
import { addKey } from './key.ts';
import { addMigrate } from './migrate.ts';
import { addOperations } from './operations.ts';
import { note, noteLines, reasonOf } from './output.ts';
import { addPrune } from './prune.ts';
import { addReport } from './report.ts';
import { addServe } from './serve.ts';
import { addSla } from './sla.ts';
import { addVerify } from './verify.ts';

const DONE = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** The commands. Each imports its parts when it runs, because help and wrong usage need none of them. */
const COMMANDS = [
  addServe,
  addMigrate,
  addImport,
  addReport,
  addCalendar,
  addKey,
  addOperations,
  addSla,
  addVerify,
  addPrune,
  addBackup,
  addDoctor,
  addDemo,
];

/** Runs one command. @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage or bad configuration. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('desk')
    .description('An API for handling customer escalations.')
    .exitOverride()
    .configureOutput({ writeErr: noteLines });
  // After the two settings above, which commands inherit when they are added.
  for (const add of COMMANDS) add(program);
  try {
    await program.parseAsync(args, { from: 'user' });
    return DONE;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function exitCodeOf(error: unknown): number {
  // Commander has printed what is wrong, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === DONE ? DONE : WRONG_USAGE;
  if (error instanceof ConfigError) {
    note(error.message);
    return WRONG_USAGE;
  }
  note(outOfFiles(error) ?? reasonOf(error));
  return FAILED;
}
