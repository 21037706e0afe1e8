import { readdir, readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import { createTestClient } from '../../support/client.ts';
import type { Lab, Outcome, Scenario } from '../harness/scenario.ts';
import { TERMINATE } from './sessions.ts';

const MINUTES = 20;
const FAULT_EVERY_MS = 60_000;
const SAMPLE_EVERY_MS = 5_000;
/** What a fault leaves behind for a while, such as new connections beside dying ones, is no growth. */
const REST_MS = 15_000;
/** How much more of each the last third may show than the second; the first warms up. */
const MEMORY_MAY_GROW = { by: 1.15, andBy: 15_000_000 };
const COUNTS_MAY_GROW = { by: 1.2, andBy: 5 };

/** Each is over when it resolves, and clients have forgotten it within seconds. */
const FAULTS: readonly ((lab: Lab) => Promise<unknown>)[] = [
  (lab) => lab.sql(TERMINATE),
  async (lab) => lab.line.cut(),
  (lab) =>
    forSeconds(
      5,
      () => lab.line.setWeather({ delayMs: 100 }),
      () => lab.line.heal(),
    ),
  (lab) =>
    forSeconds(
      5,
      () => lab.line.refuse(),
      () => lab.line.heal(),
    ),
  (lab) =>
    forSeconds(
      5,
      () => lab.postgres.freeze(),
      () => lab.postgres.thaw(),
    ),
  async (lab) => {
    await lab.postgres.stop('fast');
    await lab.postgres.start();
  },
  async (lab) => {
    await lab.redis.kill();
    await setTimeout(3_000);
    await lab.redis.start();
  },
  (lab) =>
    forSeconds(
      5,
      () => lab.redis.freeze(),
      () => lab.redis.thaw(),
    ),
];

/** Hours of a desk in minutes: whatever grows a little with each fault or request shows here. */
export const SOAKS: readonly Scenario[] = [
  {
    name: 'soak',
    title: `${MINUTES} minutes of reads, writes and subscriptions with a fault a minute, by turns of ${FAULTS.length} kinds`,
    isLong: true,
    setting: { redis: true, writers: 3 },
    async breakIt(lab) {
      const readers = startReaders(lab);
      const every = lab.lasting(FAULT_EVERY_MS, 20_000);
      const samples: Sample[] = [];
      const endAt = performance.now() + lab.lasting(MINUTES * 60_000, 3 * 60_000);
      for (let turn = 0; performance.now() < endAt; turn += 1) {
        const nextAt = performance.now() + every;
        await FAULTS[turn % FAULTS.length]?.(lab);
        await setTimeout(lab.lasting(REST_MS, 5_000));
        while (performance.now() < nextAt) {
          samples.push(await sample(lab));
          await setTimeout(SAMPLE_EVERY_MS);
        }
        lab.say(
          `fault ${turn + 1}, ${samples.length} samples, ${lab.writers.confirmed.length} calls`,
        );
      }
      return judge(samples, await readers.stop());
    },
  },
];

async function forSeconds(seconds: number, begin: () => unknown, end: () => unknown) {
  begin();
  await setTimeout(seconds * 1_000);
  end();
}

const LIST = '{ escalations(first: 20) { nodes { id status sla { kind dueAt } } } stats { open } }';
const READERS = 4;

/** Asks every node for lists; what fails while something is broken is asked again. */
function startReaders(lab: Lab): { stop(): Promise<number> } {
  let isOver = false;
  let answered = 0;
  async function read(reader: number): Promise<void> {
    while (!isOver) {
      const url = lab.nodes[reader % lab.nodes.length]?.desk?.url ?? '';
      const isAnswered = await createTestClient(url, TEST_ADMIN_KEY)
        .query(LIST)
        .then(
          () => true,
          () => false,
        );
      if (isAnswered) answered += 1;
      await setTimeout(isAnswered ? 20 : 200);
    }
  }
  const running = Array.from({ length: READERS }, (_, reader) => read(reader));
  return {
    async stop() {
      isOver = true;
      await Promise.all(running);
      return answered;
    },
  };
}

/** What may not grow, of all nodes together. */
interface Sample {
  memory: number;
  descriptors: number;
  connections: number;
}

async function sample(lab: Lab): Promise<Sample> {
  const ids = lab.nodes.flatMap(({ desk }) => desk?.pid ?? []);
  const memory = await Promise.all(ids.map(residentBytes));
  const files = await Promise.all(ids.map(async (id) => (await readdir(`/proc/${id}/fd`)).length));
  const [row] = await lab.sql(
    "SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = 'desk'",
  );
  return { memory: sum(memory), descriptors: sum(files), connections: Number(row?.['count']) };
}

async function residentBytes(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) * 1_024;
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

function judge(samples: readonly Sample[], answered: number): Outcome {
  const third = Math.floor(samples.length / 3);
  const compared = [samples.slice(third, 2 * third), samples.slice(2 * third)] as const;
  const notes = [`${answered} lists answered`];
  const failures = [];
  for (const what of ['memory', 'descriptors', 'connections'] as const) {
    const [before, after] = compared.map((some) => medianOf(some.map((one) => one[what])));
    if (before === undefined || after === undefined) continue;
    const may = what === 'memory' ? MEMORY_MAY_GROW : COUNTS_MAY_GROW;
    const told = `${what} ${shown(what, before)} in the second third, ${shown(what, after)} in the last`;
    notes.push(told);
    if (!(after <= before * may.by + may.andBy)) failures.push(`it grows: ${told}`);
  }
  return { notes, failures };
}

function shown(what: keyof Sample, value: number): string {
  return what === 'memory' ? `${Math.round(value / 1_000_000)} MB` : String(value);
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
