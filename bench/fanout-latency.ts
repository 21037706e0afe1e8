import { setTimeout } from 'node:timers/promises';
import { allCame, SOCKETS, startReading } from './support/fanout-load.ts';
import type { DeskOptions, RunningWay } from './support/fanout-ways.ts';
import { startDeskWay, startOtherWay } from './support/fanout-ways.ts';
import type { LogFeed } from './support/log-feed.ts';
import { openLogFeed } from './support/log-feed.ts';
import { machineText } from './support/machine.ts';
import { sharedNow } from './support/process-figures.ts';
import { progress, progressDone } from './support/progress.ts';

const SECONDS = 10;
const WARM_UP_SECONDS = 2;
const SETTLE_MS = 1_000;
const GOALS = { p50: 10, p99: { 1: 50, 2: 100 } } as const;

/** Half of the highest rate of a way. */
export interface Rate {
  of: string;
  perSecond: number;
}

/** From the commit in a process that writes to the receipt in the client, all sockets on one node. */
export async function latencyOnOneNode(
  options: DeskOptions,
  rates: readonly Rate[],
): Promise<void> {
  const node = await startDeskWay(options);
  try {
    for (const rate of rates) await measure('one node', [node], appending(options.log), rate);
  } finally {
    await node.stop();
  }
}

/** What plain `ws` takes for the same on this machine, without a log: from when it is told of an event. */
export async function latencyOfLimit(rate: Rate): Promise<void> {
  const limit = await startOtherWay('ws');
  const feed = async (number: number): Promise<number> => {
    const toldAt = sharedNow();
    await limit.feed({ first: number, count: 1, groups: 1 });
    return toldAt;
  };
  try {
    await measure('plain ws, without a log', [limit], feed, rate);
  } finally {
    await limit.stop();
  }
}

/** Commits one event, and says when. */
type Commit = (number: number) => Promise<number>;

function appending(log: LogFeed): Commit {
  return (number) => log.append({ first: number, count: 1, groups: 1 });
}

/** The same with half of the sockets on each of two nodes, where there is a Redis between them. */
export async function latencyOverTwoNodes(
  databaseUrl: string,
  rates: readonly Rate[],
): Promise<void> {
  const url = process.env['REDIS_URL'];
  if (url === undefined) {
    console.log('\n  commit to client, two nodes: left out, REDIS_URL is not set');
    return;
  }
  const log = await openLogFeed(databaseUrl, 1, url);
  const options = { databaseUrl, log, env: { REDIS_URL: url } };
  const nodes: RunningWay[] = [];
  try {
    for (let turn = 0; turn < 2; turn += 1) nodes.push(await startDeskWay(options));
    for (const rate of rates) await measure('two nodes, Redis', nodes, appending(log), rate);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await log.close();
  }
}

async function measure(
  title: string,
  nodes: readonly RunningWay[],
  commit: Commit,
  rate: Rate,
): Promise<void> {
  const [node] = nodes;
  if (node === undefined) throw new Error('There is no node.');
  const reading = startReading();
  try {
    const urls = nodes.map(({ url }) => url);
    await reading.call('open', { urls, count: SOCKETS, ...node.asking(1) });
    await setTimeout(SETTLE_MS);
    const intervalMs = (SOCKETS * 1_000) / rate.perSecond;
    const events = (seconds: number) => Math.ceil((seconds * 1_000) / intervalMs);
    const first = events(WARM_UP_SECONDS);
    const count = events(SECONDS);
    const at: number[] = [];
    const commitFrom = async (from: number, to: number): Promise<void> => {
      const startAt = performance.now();
      for (let number = from; number < to; number += 1) {
        await setTimeout(Math.max(0, startAt + (number - from) * intervalMs - performance.now()));
        const committedAt = await commit(number);
        if (from === first) at.push(committedAt);
        progress(`latency, ${title}: ${number} of ${to} events`);
      }
    };
    await commitFrom(0, first);
    await allCame(reading, first * SOCKETS);
    await reading.call('record');
    const startAt = performance.now();
    await commitFrom(first, first + count);
    const seconds = (performance.now() - startAt) / 1_000;
    await allCame(reading, (first + count) * SOCKETS);
    const { receipts, p50, p99, max } = await reading.call('latencies', { first, at });
    progressDone();
    const goal = GOALS.p99[nodes.length === 1 ? 1 : 2];
    const deliveries = (perSecond: number) => Math.round(perSecond).toLocaleString('en');
    console.log(
      `\n  commit to client, ${title}: ${deliveries((count * SOCKETS) / seconds)} deliveries/s (asked for ${deliveries(rate.perSecond)}: half of the highest rate of ${rate.of}), ${receipts.toLocaleString('en')} receipts`,
    );
    console.log(`    ${machineText()}`);
    console.log(
      `    p50 ${p50.toFixed(1)} ms (goal ${GOALS.p50}), p99 ${p99.toFixed(1)} ms (goal ${goal}), maximum ${max.toFixed(1)} ms`,
    );
  } finally {
    await reading.stop();
  }
}
