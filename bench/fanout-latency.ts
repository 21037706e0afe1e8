import { setTimeout } from 'node:timers/promises';
import { allCame, SOCKETS, startReading } from './support/fanout-load.ts';
import type { DeskOptions, RunningWay } from './support/fanout-ways.ts';
import { startDeskWay } from './support/fanout-ways.ts';
import { openLogFeed } from './support/log-feed.ts';
import { machineText } from './support/machine.ts';
import { progress, progressDone } from './support/progress.ts';

const SECONDS = 10;
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
    for (const rate of rates) await measure('one node', [node], options, rate);
  } finally {
    await node.stop();
  }
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
    for (const rate of rates) await measure('two nodes, Redis', nodes, options, rate);
  } finally {
    await Promise.all(nodes.map((node) => node.stop()));
    await log.close();
  }
}

async function measure(
  title: string,
  nodes: readonly RunningWay[],
  { log }: DeskOptions,
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
    const events = Math.ceil((SECONDS * 1_000) / intervalMs);
    const before: number[] = [];
    const after: number[] = [];
    await reading.call('record');
    const startAt = performance.now();
    for (let number = 0; number < events; number += 1) {
      await setTimeout(Math.max(0, startAt + number * intervalMs - performance.now()));
      const commit = await log.append({ first: number, count: 1, groups: 1 });
      before.push(commit.before);
      after.push(commit.after);
      progress(`latency, ${title}: ${number} of ${events} events`);
    }
    const seconds = (performance.now() - startAt) / 1_000;
    await allCame(reading, events * SOCKETS);
    const found = await reading.call('latencies', { first: 0, before, after });
    progressDone();
    const goal = GOALS.p99[nodes.length === 1 ? 1 : 2];
    console.log(
      `\n  commit to client, ${title}: ${Math.round((events * SOCKETS) / seconds).toLocaleString('en')} deliveries/s (asked for ${Math.round(rate.perSecond).toLocaleString('en')}: half of the highest rate of ${rate.of}), ${found.receipts.toLocaleString('en')} receipts`,
    );
    console.log(`    ${machineText()}`);
    for (const [name, figures] of [
      ['from just before COMMIT', found.fromBefore],
      ['from just after COMMIT', found.fromAfter],
    ] as const) {
      const { p50, p99, max = Number.NaN } = figures;
      console.log(
        `    ${name.padEnd(24)} p50 ${p50.toFixed(1)} ms (goal ${GOALS.p50}), p99 ${p99.toFixed(1)} ms (goal ${goal}), maximum ${max.toFixed(1)} ms`,
      );
    }
  } finally {
    await reading.stop();
  }
}
