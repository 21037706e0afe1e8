import { writeFile } from 'node:fs/promises';
import type { DataSet } from '../dataset/set.ts';
import { machineText } from '../support/machine.ts';
import { progressDone } from '../support/progress.ts';
import type { BenchOptions } from './options.ts';
import type { Blocks } from './report.ts';
import { linesOf, tablesOf } from './report.ts';

/** Prints the tables, and writes them as JSON where that was asked for. */
export async function printRun(
  title: string,
  set: DataSet,
  { json, blocks, seconds }: BenchOptions,
  all: readonly Blocks[],
): Promise<void> {
  progressDone();
  const lines = linesOf(all);
  console.log(`\n${title}, ${set.cases.toLocaleString('en')} cases (${set.server})`);
  console.log(machineText());
  console.log(
    `16 connections, ${blocks} blocks of ${seconds} s in turn: median, from the lowest to the highest`,
  );
  console.log(tablesOf(lines));
  if (json === undefined) return;
  const run = { bench: title, at: new Date().toISOString(), machine: machineText() };
  const about = { ...run, cases: set.cases, server: set.server, blocks, seconds };
  await writeFile(json, `${JSON.stringify({ ...about, lines }, null, 2)}\n`);
}
