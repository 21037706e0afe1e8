import { idleSubscribers } from './fanout-idle.ts';
import { commitToClient } from './fanout-latency.ts';
import type { BenchOptions } from './requests/options.ts';
import { createBenchDatabase } from './support/database.ts';
import type { Load, Span } from './support/fanout-load.ts';
import {
  eventByEvent,
  openSockets,
  SOCKETS,
  saturate,
  startReading,
} from './support/fanout-load.ts';
import type { RunningWay, WayName } from './support/fanout-ways.ts';
import { startDeskWay, startOtherWay, WAY_TITLES } from './support/fanout-ways.ts';
import { openLogFeed } from './support/log-feed.ts';
import { machineText } from './support/machine.ts';
import { middle } from './support/percentile.ts';
import { progress, progressDone } from './support/progress.ts';

const GROUPS = 200;
const WAYS: readonly WayName[] = ['desk', 'ws', 'stock', 'mercurius'];

/** How often all ways take their turn, and for how long. */
const FULL = {
  blocks: 3,
  rounds: { warmUpMs: 1_500, windowMs: 3_000 },
  gathered: { warmUpMs: 1_500, windowMs: 3_000 },
  latency: { turns: 3, seconds: 8 },
  gathering: WAYS,
  idle: { ways: WAYS, sockets: 10_000 },
};
const QUICK = {
  blocks: 1,
  rounds: { warmUpMs: 800, windowMs: 1_500 },
  gathered: { warmUpMs: 500, windowMs: 1_000 },
  latency: { turns: 1, seconds: 4 },
  gathering: ['desk', 'ws'] as readonly WayName[],
  idle: { ways: ['desk'] as readonly WayName[], sockets: 3_000 },
};

/** Event by event, and with as much under way as a way takes; with one subscription, and with 200. */
const WORKS = {
  one: { groups: 1, isGathered: false },
  many: { groups: GROUPS, isGathered: false },
  oneGathered: { groups: 1, isGathered: true },
  manyGathered: { groups: GROUPS, isGathered: true },
} as const;
type Work = keyof typeof WORKS;
const WORK_NAMES = Object.keys(WORKS) as Work[];
/** Ways that gather nothing may be left out of what is gathered. */
type Block = Partial<Record<Work, Load>>;
type Blocks = Record<WayName, Block[]>;

/** What the desk has to reach event by event, against each other way. */
const GOALS: Partial<Record<WayName, number>> = { ws: 1, mercurius: 3, stock: 5 };

/**
 * Deliveries a second to 2,000 sockets, four ways in turn. A delivery is the frame of one event that the
 * client process has read from one socket. Event by event each socket has its event before the next ones
 * are committed, so that every frame is a write of its own. Gathered, 60 events are under way for each
 * socket: the desk and the limit hand a socket in one write what came together; the others write event
 * by event, as one does it with those libraries.
 */
export async function benchFanout({ quick }: BenchOptions): Promise<void> {
  const settings = quick ? QUICK : FULL;
  const database = await createBenchDatabase();
  try {
    const log = await openLogFeed(database.url, GROUPS);
    try {
      const desk = { databaseUrl: database.url, log };
      const blocks: Blocks = { desk: [], ws: [], stock: [], mercurius: [] };
      for (let turn = 1; turn <= settings.blocks; turn += 1) {
        for (const name of WAYS) {
          const way = await (name === 'desk' ? startDeskWay(desk) : startOtherWay(name));
          const say = (what: string) =>
            progress(`block ${turn} of ${settings.blocks}, ${name}: ${what}`);
          const works = WORK_NAMES.filter(
            (work) => !WORKS[work].isGathered || settings.gathering.includes(name),
          );
          blocks[name].push(await runBlock(way, works, settings, say));
        }
      }
      progressDone();
      print(blocks, database.name);
      const limit = middle(blocks.ws.flatMap(({ one }) => one?.perSecond ?? []));
      await commitToClient({ desk, perSecond: limit / 2, ...settings.latency });
      await idleSubscribers(desk, settings.idle);
    } finally {
      await log.close();
    }
  } finally {
    progressDone();
    await database.drop();
  }
}

async function runBlock(
  way: RunningWay,
  works: readonly Work[],
  { rounds, gathered }: Record<'rounds' | 'gathered', Span>,
  say: (what: string) => void,
): Promise<Block> {
  const reading = startReading();
  try {
    const block: Block = {};
    for (const work of works) {
      const { groups, isGathered } = WORKS[work];
      say(titleOf(work));
      await openSockets(reading, way, groups);
      block[work] = isGathered
        ? await saturate(reading, way, groups, gathered)
        : await eventByEvent(reading, way, groups, rounds);
      await reading.call('close');
    }
    return block;
  } finally {
    await reading.stop();
    await way.stop();
  }
}

function titleOf(work: Work): string {
  const { groups, isGathered } = WORKS[work];
  const how = isGathered ? 'gathered' : 'event by event';
  return groups === 1
    ? `${how}, one subscription: each event to ${SOCKETS.toLocaleString('en')} sockets`
    : `${how}, ${groups} different subscriptions: each event to ${SOCKETS / groups} sockets`;
}

function print(blocks: Blocks, databaseName: string): void {
  console.log(`\nFan-out to ${SOCKETS.toLocaleString('en')} sockets (${databaseName})`);
  console.log(machineText());
  console.log(
    `A delivery is one frame read from one socket; median of ${blocks.desk.length} blocks in turn.`,
  );
  for (const work of WORK_NAMES) {
    const loads = (name: WayName) => blocks[name].flatMap((block) => block[work] ?? []);
    const figure = (name: WayName, read: (load: Load) => number) => middle(loads(name).map(read));
    const rate = (name: WayName) => figure(name, ({ perSecond }) => perSecond);
    console.log(`\n  ${titleOf(work)}`);
    console.log(
      row(['way', 'deliveries/s', 'of ws', 'server CPU', 'client CPU', 'frame', 'blocks']),
    );
    for (const name of WAYS.filter((way) => loads(way).length > 0)) {
      console.log(
        row([
          WAY_TITLES[name],
          count(rate(name)),
          (rate(name) / rate('ws')).toFixed(2),
          `${figure(name, ({ serverMicros }) => serverMicros).toFixed(1)} µs`,
          `${figure(name, ({ clientMicros }) => clientMicros).toFixed(1)} µs`,
          `${figure(name, ({ frameBytes }) => frameBytes).toFixed(0)} B`,
          loads(name)
            .map(({ perSecond }) => count(perSecond))
            .join(' '),
        ]),
      );
    }
    if (WORKS[work].isGathered) continue;
    for (const [other, goal] of Object.entries(GOALS) as [WayName, number][]) {
      const ratio = rate('desk') / rate(other);
      const is = ratio >= goal ? 'reached' : 'MISSED';
      console.log(
        `    desk against ${WAY_TITLES[other]}: ${ratio.toFixed(2)}, goal ${goal}: ${is}`,
      );
    }
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
