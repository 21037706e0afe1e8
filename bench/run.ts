import { benchAbuse } from './abuse.ts';
import { benchClocks } from './clocks.ts';
import { benchFanout } from './fanout.ts';
import { benchLists } from './lists.ts';
import { benchReplay } from './replay.ts';
import { benchStart } from './start.ts';
import type { BenchOptions } from './support/options.ts';

const BENCHES: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  abuse: benchAbuse,
  clocks: benchClocks,
  fanout: benchFanout,
  lists: benchLists,
  replay: benchReplay,
  start: benchStart,
};

const asked = process.argv.slice(2);
const names = asked.filter((name) => name !== '--quick');
const options: BenchOptions = { quick: names.length < asked.length };
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exit(2);
}
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) await BENCHES[name]?.(options);
