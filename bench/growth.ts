import { openDataSet } from './dataset/set.ts';
import { measureReads } from './reads.ts';
import type { BenchOptions } from './requests/options.ts';
import { chosen } from './requests/options.ts';
import { printRun } from './requests/print-run.ts';
import type { Line } from './requests/report.ts';
import { linesOf } from './requests/report.ts';
import { product } from './requests/ways.ts';
import { READ_WORKS } from './requests/works.ts';

const FEW = 10_000;
const MANY = 1_000_000;
const WORKS = ['detail', 'list'];
const GOAL = 1.3;

/** What a case and a list cost among many cases, against among few: of the desk alone. `--cases` says how many are many. */
export async function benchGrowth(options: BenchOptions): Promise<void> {
  const works = chosen('work', READ_WORKS, options.works ?? WORKS);
  const measured: Line[][] = [];
  for (const cases of [FEW, options.isCasesGiven ? options.cases : MANY]) {
    const set = await openDataSet(cases);
    try {
      const blocks = await measureReads(set, options, works, [product]);
      await printRun(
        `growth, ${cases.toLocaleString('en')} cases`,
        set,
        withoutJson(options),
        blocks,
      );
      measured.push(linesOf(blocks));
    } finally {
      await set.close();
    }
  }
  const [few = [], many = []] = measured;
  console.log(`\n  many against few; goal of each: at most ${GOAL}`);
  for (const { name } of works) {
    const [a, b] = [few, many].map((lines) => lines.find(({ work }) => work === name));
    if (a === undefined || b === undefined) continue;
    const database =
      a.databaseMicros === null || b.databaseMicros === null
        ? '–'
        : (b.databaseMicros / a.databaseMicros).toFixed(2);
    console.log(
      `    ${name.padEnd(16)} database CPU ${database}, p50 ${(b.p50 / a.p50).toFixed(2)}`,
    );
  }
}

function withoutJson(options: BenchOptions): BenchOptions {
  return { ...options, json: undefined };
}
