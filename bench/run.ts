import { benchAbuse } from './abuse.ts';
import { benchClocks } from './clocks.ts';
import { benchFanout } from './fanout.ts';
import { benchGrowth } from './growth.ts';
import { benchLists } from './lists.ts';
import { benchOverload } from './overload.ts';
import { benchReads } from './reads.ts';
import { benchReplay } from './replay.ts';
import type { BenchOptions } from './requests/options.ts';
import { OPTIONS_HELP, readOptions, UsageError } from './requests/options.ts';
import { benchStart } from './start.ts';
import { benchWrites } from './writes.ts';

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  abuse: benchAbuse,
  clocks: benchClocks,
  fanout: benchFanout,
  growth: benchGrowth,
  lists: benchLists,
  overload: benchOverload,
  reads: benchReads,
  replay: benchReplay,
  start: benchStart,
  writes: benchWrites,
};

const HELP = `npm run bench -- [names] [options]

Names: ${Object.keys(BENCHES).join(', ')}; all but growth without one.
Options, for reads, writes and growth:${OPTIONS_HELP}
DATABASE_URL names the server; without it an embedded one is used.`;

async function main(args: readonly string[]): Promise<void> {
  const firstOption = args.findIndex((arg) => arg.startsWith('-'));
  const names = firstOption < 0 ? args : args.slice(0, firstOption);
  const unknown = names.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) {
    const known = Object.keys(BENCHES).join(', ');
    throw new UsageError(`There is no benchmark ${unknown.join(', ')}; there are: ${known}.`);
  }
  const options = readOptions(firstOption < 0 ? [] : args.slice(firstOption));
  const usual = Object.keys(BENCHES).filter((name) => name !== 'growth');
  for (const name of names.length > 0 ? names : usual) await BENCHES[name]?.(options);
}

const args = process.argv.slice(2);
if (args.includes('--help')) console.log(HELP);
else {
  try {
    await main(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
