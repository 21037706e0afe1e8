import type { DataSet } from './dataset/set.ts';
import { openDataSet } from './dataset/set.ts';
import { WAYS } from './requests/all-ways.ts';
import type { BenchOptions } from './requests/options.ts';
import { chosen } from './requests/options.ts';
import { available } from './requests/peers.ts';
import { printRun } from './requests/print-run.ts';
import type { Blocks } from './requests/report.ts';
import { openRun } from './requests/run-ways.ts';
import { sameAnswers } from './requests/same-answers.ts';
import { registerDocument } from './requests/ways.ts';
import { READ_WORKS, readCases, variablesOf } from './requests/works.ts';

/** How many different requests of a work are compared before it is timed. */
const COMPARED = 12;
const QUICK_WORKS = ['detail'];

/** Reads of all kinds, each by every way in turn, as often as there are blocks. */
export async function benchReads(options: BenchOptions): Promise<void> {
  const works = chosen(
    'work',
    READ_WORKS,
    options.works ?? (options.quick ? QUICK_WORKS : undefined),
  );
  const ways = await available(chosen('way', WAYS, options.ways), options.quick);
  const set = await openDataSet(options.cases);
  try {
    const all = await measureReads(set, options, works, ways);
    await printRun('reads', set, options, all);
  } finally {
    await set.close();
  }
}

export async function measureReads(
  set: DataSet,
  options: BenchOptions,
  works: typeof READ_WORKS,
  ways: typeof WAYS,
): Promise<Blocks[]> {
  for (const { document, isPersisted } of works) {
    if (isPersisted === true) await registerDocument(set.url, document);
  }
  const cases = await readCases(set);
  const run = await openRun(set.url, { ...options, ways });
  try {
    const all: Blocks[] = [];
    for (const work of works) {
      const asked = { work: work.name, document: work.document, isPersisted: work.isPersisted };
      const variables = variablesOf(work.name, cases, set);
      const compared = variables.slice(0, COMPARED);
      await run.compare(work.name, (named) => sameAnswers(named, asked, compared));
      const turns = await run.takeTurns(asked, (way) =>
        variables.map((given) => [way.bodyOf(asked, given)]),
      );
      all.push({ work, ways: turns });
    }
    return all;
  } finally {
    await run.close();
  }
}
