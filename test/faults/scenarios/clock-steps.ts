import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Lab, PreparedLab, Scenario } from '../harness/scenario.ts';

/** Debian's `faketime`: steps what a process takes for the time of day, and lets its monotonic clock go on. */
const LIBRARY = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketime.so.1`;
const HOURS_2 = '7200';

/** The machine of all nodes believes in another time of day; that of PostgreSQL does not. */
export const CLOCK_STEPS: readonly Scenario[] = existsSync(LIBRARY)
  ? [
      step(
        'clock-ahead',
        'The clock of the nodes steps two hours ahead for 15 s, and back',
        `+${HOURS_2}`,
        true,
      ),
      step(
        'clock-behind',
        'The clock of the nodes steps two hours back for 15 s, and ahead',
        `-${HOURS_2}`,
      ),
    ]
  : [];

function step(name: string, title: string, offset: string, quick = false): Scenario {
  const files = new WeakMap<object, string>();
  return {
    name,
    title,
    quick,
    setting: {
      async prepare(lab) {
        const file = join(lab.folder, 'time');
        files.set(lab.postgres, file);
        await writeFile(file, '+0\n');
      },
      env: ({ folder }: PreparedLab) => ({
        LD_PRELOAD: LIBRARY,
        FAKETIME_TIMESTAMP_FILE: join(folder, 'time'),
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      }),
    },
    async breakIt(lab) {
      const before = await breachesOf(lab);
      const file = files.get(lab.postgres) ?? '';
      await setClock(file, offset);
      await setTimeout(lab.lasting(15_000, 10_000));
      await setClock(file, '+0');
      const after = await breachesOf(lab);
      return { notes: [`${after - before} breaches meanwhile`] };
    },
  };
}

/** In one go: a file that is half written is no time. */
async function setClock(file: string, offset: string): Promise<void> {
  await writeFile(`${file}.next`, `${offset}\n`);
  await rename(`${file}.next`, file);
}

async function breachesOf(lab: Lab): Promise<number> {
  const [row] = await lab.sql(
    "SELECT count(*)::int AS count FROM log_entry WHERE type = 'SLA_BREACHED'",
  );
  return Number(row?.['count']);
}
