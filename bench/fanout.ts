import { latencyOfLimit, latencyOnOneNode, latencyOverTwoNodes } from './fanout-latency.ts';
import { createBenchDatabase } from './support/database.ts';
import type { Load } from './support/fanout-load.ts';
import { idleBytes, openSockets, SOCKETS, saturate, startReading } from './support/fanout-load.ts';
import type { RunningWay, WayName } from './support/fanout-ways.ts';
import { startDeskWay, startOtherWay, WAY_TITLES } from './support/fanout-ways.ts';
import { openLogFeed } from './support/log-feed.ts';
import { machineText } from './support/machine.ts';
import { percentile } from './support/percentile.ts';
import { progress, progressDone } from './support/progress.ts';

const BLOCKS = 3;
const GROUPS = 200;
const WAYS: readonly WayName[] = ['desk', 'ws', 'stock', 'mercurius'];
const KIB = 1_024;

interface Block {
  one: Load;
  many: Load;
  /** Bytes of an idle subscriber. */
  idle: number;
}
type Blocks = Record<WayName, Block[]>;

/** What PERFORMANCE asks of the desk, against each other way. */
const GOALS: Readonly<Record<'one' | 'many', Partial<Record<WayName, number>>>> = {
  one: { ws: 0.8, mercurius: 3.5, stock: 5 },
  many: { ws: 0.6, mercurius: 3, stock: 4 },
};

/**
 * Deliveries a second to 2,000 sockets, four ways in turn, three times over. A delivery is the frame
 * of one event that the client process has read from one socket: an event is delivered 2,000 times
 * when all have one subscription, and 10 times when they have 200. What has piled up the desk hands a
 * socket in one write, and the others event by event, as one writes it with those libraries. So half of
 * the desk's highest rate is one at which events pile up; how soon they come is also measured at half
 * of what plain `ws` does.
 */
export async function benchFanout(): Promise<void> {
  const database = await createBenchDatabase();
  try {
    const log = await openLogFeed(database.url, GROUPS);
    try {
      const options = { databaseUrl: database.url, log };
      const blocks: Blocks = { desk: [], ws: [], stock: [], mercurius: [] };
      for (let turn = 1; turn <= BLOCKS; turn += 1) {
        for (const name of WAYS) {
          const way = await (name === 'desk' ? startDeskWay(options) : startOtherWay(name));
          const say = (what: string) => progress(`block ${turn} of ${BLOCKS}, ${name}: ${what}`);
          blocks[name].push(await runBlock(way, say));
        }
      }
      progressDone();
      print(blocks, database.name);
      const rates = (['ws', 'desk'] as const).map((name) => ({
        of: WAY_TITLES[name],
        perSecond: middle(blocks[name].map(({ one }) => one.perSecond)) / 2,
      }));
      if (rates[0] !== undefined) await latencyOfLimit(rates[0]);
      await latencyOnOneNode(options, rates);
      await latencyOverTwoNodes(database.url, rates);
    } finally {
      await log.close();
    }
  } finally {
    progressDone();
    await database.drop();
  }
}

async function runBlock(way: RunningWay, say: (what: string) => void): Promise<Block> {
  const reading = startReading();
  try {
    say('idle sockets');
    const idle = await idleBytes(reading, way);
    say('one subscription');
    await openSockets(reading, way, 1);
    const one = await saturate(reading, way, 1);
    await reading.call('close');
    say(`${GROUPS} subscriptions`);
    await openSockets(reading, way, GROUPS);
    const many = await saturate(reading, way, GROUPS);
    return { one, many, idle };
  } finally {
    await reading.stop();
    await way.stop();
  }
}

function middle(values: readonly number[]): number {
  return percentile(
    [...values].sort((a, b) => a - b),
    0.5,
  );
}

function print(blocks: Blocks, databaseName: string): void {
  const figure = (name: WayName, read: (block: Block) => number) => middle(blocks[name].map(read));
  console.log(`\nFan-out to ${SOCKETS.toLocaleString('en')} sockets (${databaseName})`);
  console.log(machineText());
  console.log(
    `A delivery is one frame read from one socket; median of ${BLOCKS} interleaved blocks.`,
  );
  for (const work of ['one', 'many'] as const) {
    const title =
      work === 'one'
        ? 'one subscription: each event to 2,000 sockets'
        : `${GROUPS} different subscriptions: each event to ${SOCKETS / GROUPS} sockets`;
    console.log(`\n  ${title}`);
    console.log(
      row(['way', 'deliveries/s', 'of ws', 'server CPU', 'client CPU', 'frame', 'blocks']),
    );
    const rate = (name: WayName) => figure(name, (block) => block[work].perSecond);
    for (const name of WAYS) {
      console.log(
        row([
          WAY_TITLES[name],
          count(rate(name)),
          (rate(name) / rate('ws')).toFixed(2),
          `${figure(name, (block) => block[work].serverMicros).toFixed(1)} µs`,
          `${figure(name, (block) => block[work].clientMicros).toFixed(1)} µs`,
          `${figure(name, (block) => block[work].frameBytes).toFixed(0)} B`,
          blocks[name].map((block) => count(block[work].perSecond)).join(' '),
        ]),
      );
    }
    for (const [other, goal] of Object.entries(GOALS[work]) as [WayName, number][]) {
      const ratio = rate('desk') / rate(other);
      const is = ratio >= goal ? 'reached' : 'MISSED';
      console.log(
        `    desk against ${WAY_TITLES[other]}: ${ratio.toFixed(2)}, goal ${goal}: ${is}`,
      );
    }
  }
  console.log('\n  resident memory of an idle subscriber');
  for (const name of WAYS) {
    const goal = name === 'desk' ? ', goal 20 KiB' : '';
    const size = figure(name, ({ idle }) => idle / KIB).toFixed(1);
    console.log(`    ${WAY_TITLES[name].padEnd(26)} ${size} KiB${goal}`);
  }
}

function row(cells: readonly string[]): string {
  const [way = '', ...others] = cells;
  const last = others.pop();
  return `    ${way.padEnd(26)}${others.map((cell) => cell.padStart(13)).join('')}   ${last}`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
