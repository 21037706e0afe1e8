import { setTimeout } from 'node:timers/promises';
import { allCame, SOCKETS, startReading } from './support/fanout-load.ts';
import type { DeskOptions, RunningWay } from './support/fanout-ways.ts';
import { startDeskWay, startOtherWay } from './support/fanout-ways.ts';
import { openLogFeed } from './support/log-feed.ts';
import { machineText } from './support/machine.ts';
import { middle } from './support/percentile.ts';
import { progress, progressDone } from './support/progress.ts';

const WARM_UP_SECONDS = 2;
const SETTLE_MS = 1_000;
/** Milliseconds in any case, and how many times as long as plain `ws` takes, by the number of nodes. */
const GOALS = {
  1: { p99: 50, ofLimit: 1.2 },
  2: { p99: 100, ofLimit: 2 },
} as const;

export interface LatencyOptions {
  desk: DeskOptions;
  /** Deliveries a second. */
  perSecond: number;
  turns: number;
  seconds: number;
}

interface Latency {
  p50: number;
  p99: number;
  max: number;
}

interface Side {
  title: string;
  nodes: readonly RunningWay[];
}

/**
 * From the commit in a process that writes to the receipt in the client, with all sockets on one node and,
 * where there is a Redis, half of them on each of two; in turn with what plain `ws` takes for the same
 * without a log, from when it is told of an event.
 */
export async function commitToClient(options: LatencyOptions): Promise<void> {
  const limit = await startOtherWay('ws');
  try {
    const ofLimit = { title: 'plain ws, without a log', nodes: [limit] };
    const node = await startDeskWay(options.desk);
    try {
      await compare({ title: 'one node', nodes: [node] }, ofLimit, options);
    } finally {
      await node.stop();
    }
    await overTwoNodes(ofLimit, options);
  } finally {
    await limit.stop();
  }
}

async function overTwoNodes(ofLimit: Side, options: LatencyOptions): Promise<void> {
  const url = process.env['REDIS_URL'];
  if (url === undefined) {
    console.log('\n  commit to client, two nodes: left out, REDIS_URL is not set');
    return;
  }
  const log = await openLogFeed(options.desk.databaseUrl, 1, url);
  const desk = { ...options.desk, log, env: { REDIS_URL: url } };
  const nodes: RunningWay[] = [];
  try {
    for (let turn = 0; turn < 2; turn += 1) nodes.push(await startDeskWay(desk));
    await compare({ title: 'two nodes, Redis', nodes }, ofLimit, options);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await log.close();
  }
}

async function compare(ours: Side, limit: Side, options: LatencyOptions): Promise<void> {
  const of = { ours: [] as Latency[], limit: [] as Latency[] };
  for (let turn = 1; turn <= options.turns; turn += 1) {
    of.limit.push(await measure(limit, options));
    of.ours.push(await measure(ours, options));
  }
  progressDone();
  const rate = Math.round(options.perSecond).toLocaleString('en');
  console.log(
    `\n  commit to client, ${ours.title}: ${rate} deliveries/s, half of what plain ws delivers event by event; median of ${options.turns} turns`,
  );
  console.log(`    ${machineText()}`);
  const goals = GOALS[ours.nodes.length === 1 ? 1 : 2];
  const figure = (side: keyof typeof of, name: keyof Latency) =>
    middle(of[side].map((latency) => latency[name]));
  for (const [side, title] of [
    ['ours', ours.title],
    ['limit', limit.title],
  ] as const) {
    const [p50, p99, max] = (['p50', 'p99', 'max'] as const).map((name) => figure(side, name));
    console.log(
      `    ${title.padEnd(26)} p50 ${p50?.toFixed(1)} ms, p99 ${p99?.toFixed(1)} ms, maximum ${max?.toFixed(1)} ms`,
    );
  }
  for (const name of ['p50', 'p99'] as const) {
    const ratio = figure('ours', name) / figure('limit', name);
    const is = ratio <= goals.ofLimit ? 'reached' : 'MISSED';
    console.log(
      `    ${name} against plain ws: ${ratio.toFixed(2)}, goal at most ${goals.ofLimit}: ${is}`,
    );
  }
  const is = figure('ours', 'p99') <= goals.p99 ? 'reached' : 'MISSED';
  console.log(`    p99 in any case, goal at most ${goals.p99} ms: ${is}`);
}

async function measure(
  { title, nodes }: Side,
  { perSecond, seconds }: LatencyOptions,
): Promise<Latency> {
  const [node] = nodes;
  if (node === undefined) throw new Error('There is no node.');
  const reading = startReading();
  try {
    const urls = nodes.map(({ url }) => url);
    await reading.call('open', { urls, count: SOCKETS, ...node.asking(1) });
    await setTimeout(SETTLE_MS);
    const intervalMs = (SOCKETS * 1_000) / perSecond;
    const events = (ofSeconds: number) => Math.ceil((ofSeconds * 1_000) / intervalMs);
    const first = events(WARM_UP_SECONDS);
    const count = events(seconds);
    const at: number[] = [];
    const commitFrom = async (from: number, to: number): Promise<void> => {
      const startAt = performance.now();
      for (let number = from; number < to; number += 1) {
        await setTimeout(Math.max(0, startAt + (number - from) * intervalMs - performance.now()));
        const committedAt = await node.feed({ first: number, count: 1, groups: 1 });
        if (from === first) at.push(committedAt);
        progress(`latency, ${title}: ${number} of ${to} events`);
      }
    };
    await commitFrom(0, first);
    await allCame(reading, first * SOCKETS);
    await reading.call('record');
    await commitFrom(first, first + count);
    await allCame(reading, (first + count) * SOCKETS);
    return await reading.call('latencies', { first, at });
  } finally {
    await reading.stop();
  }
}
