import { benchClocks } from './clocks.ts';
import { benchLists } from './lists.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  clocks: benchClocks,
  lists: benchLists,
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are: ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exit(2);
}
for (const name of names.length > 0 ? names : Object.keys(BENCHES)) await BENCHES[name]?.();
