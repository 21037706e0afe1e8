import { openDataSet } from './dataset/set.ts';
import { WAYS } from './requests/all-ways.ts';
import type { BenchOptions } from './requests/options.ts';
import { chosen } from './requests/options.ts';
import { available } from './requests/peers.ts';
import { printRun } from './requests/print-run.ts';
import type { Recording } from './requests/recording.ts';
import { record } from './requests/recording.ts';
import type { Blocks } from './requests/report.ts';
import { openRun } from './requests/run-ways.ts';
import { sameWrites } from './requests/same-writes.ts';
import type { Way } from './requests/ways.ts';
import { product } from './requests/ways.ts';
import type { WriteWork } from './requests/write-works.ts';
import { sequencesOf, WRITE_WORKS } from './requests/write-works.ts';
import { progress } from './support/progress.ts';

const QUICK_WORKS = ['open'];

/** Mutations on a copy of the set, by every way in turn, each way alone on the machine while it is measured. */
export async function benchWrites(options: BenchOptions): Promise<void> {
  const works = chosen(
    'work',
    WRITE_WORKS,
    options.works ?? (options.quick ? QUICK_WORKS : undefined),
  );
  const ways = await available(chosen('way', WAYS, options.ways), options.quick);
  const set = await openDataSet(options.cases);
  try {
    const copy = await set.copy();
    try {
      const all: Blocks[] = [];
      for (const work of works)
        all.push(await measureWork(copy.url, set.customers, work, ways, options));
      await printRun('writes', set, options, all);
    } finally {
      await copy.drop();
    }
  } finally {
    await set.close();
  }
}

async function measureWork(
  url: string,
  customers: number,
  work: WriteWork,
  ways: readonly Way[],
  options: BenchOptions,
): Promise<Blocks> {
  const recording = await recordWork(url, work);
  const run = await openRun(url, { ...options, ways, recording, isAlone: true });
  try {
    await run.compare(work.name, (named) => sameWrites(named, work));
    const turns = await run.takeTurns({ work: work.name, document: '' }, (way) =>
      sequencesOf(work, customers).map((steps) =>
        steps.map(({ document, variables }, step) =>
          way.bodyOf({ work: work.name, document, step }, variables),
        ),
      ),
    );
    return { work, ways: turns };
  } finally {
    await run.close();
  }
}

/** What the others write is what the desk wrote. */
async function recordWork(url: string, work: WriteWork): Promise<Recording> {
  progress(`${work.name}: looking at what the desk writes`);
  const desk = await product.start(url);
  try {
    return await record(url, desk, work);
  } finally {
    await desk.stop();
  }
}
