import { TEST_ADMIN_KEY } from '../test/support/app.ts';
import type { BenchOptions } from './requests/options.ts';
import { startChild } from './support/child.ts';
import { createBenchDatabase } from './support/database.ts';
import { EVENT_TYPE } from './support/fanout-events.ts';
import type { Reading } from './support/fanout-load.ts';
import { allCame, startReading } from './support/fanout-load.ts';
import { startDeskWay } from './support/fanout-ways.ts';
import { openLogFeed } from './support/log-feed.ts';
import { machineText } from './support/machine.ts';
import { middle } from './support/percentile.ts';
import { cpuMicros } from './support/process-figures.ts';
import { progress, progressDone } from './support/progress.ts';
import type { ReplayLimitCalls } from './support/replay-limit.child.ts';
import type { OpenOptions } from './support/sockets.child.ts';

const ENTRIES = 10_000;
const BATCH = 1_000;
const ROUNDS = 7;
const QUICK_ROUNDS = 3;
const GOAL = 0.6;

const QUERY = `subscription Replay($after: String) {
  escalationEvents(types: [${EVENT_TYPE}], after: $after) { id type at summary cursor }
}`;

interface Round {
  ms: number;
  serverMs: number;
  bytes: number;
}

/** Everything since the first entry to one socket, against COPY of the same rows and `ws` send of the same bytes. */
export async function benchReplay({ quick }: BenchOptions): Promise<void> {
  const lastRound = quick ? QUICK_ROUNDS : ROUNDS;
  const database = await createBenchDatabase();
  try {
    const log = await openLogFeed(database.url, 1);
    try {
      for (let first = 0; first < ENTRIES; first += BATCH) {
        await log.append({ first, count: BATCH, groups: 1 });
        progress(`appending entries: ${first + BATCH} of ${ENTRIES}`);
      }
      const desk = await startDeskWay({ databaseUrl: database.url, log });
      const limit = startChild<ReplayLimitCalls>(
        new URL('./support/replay-limit.child.ts', import.meta.url),
      );
      try {
        const limitUrl = await limit.call('listen', database.url);
        const asking: OpenOptions = {
          urls: [desk.url],
          count: 1,
          protocol: 'graphql-transport-ws',
          init: { authorization: `Bearer ${TEST_ADMIN_KEY}` },
          groups: [{ query: QUERY, variables: { after: log.beginning } }],
        };
        const of = { desk: [] as Round[], limit: [] as Round[] };
        for (let round = 0; round <= lastRound; round += 1) {
          progress(`round ${round} of ${lastRound}`);
          const ours = await replay(desk.pid, asking);
          const theirs = await replay(limit.pid, { urls: [limitUrl], count: 1, groups: [{}] });
          if (ours.bytes !== theirs.bytes) {
            throw new Error(`The desk sent ${ours.bytes} bytes, the limit ${theirs.bytes}.`);
          }
          // The first round only warms up.
          if (round === 0) continue;
          of.desk.push(ours);
          of.limit.push(theirs);
        }
        progressDone();
        print(of.desk, of.limit, database.name);
      } finally {
        await desk.stop();
        await limit.stop();
      }
    } finally {
      await log.close();
    }
  } finally {
    progressDone();
    await database.drop();
  }
}

async function replay(pid: number, options: OpenOptions): Promise<Round> {
  const reading: Reading = startReading();
  try {
    const cpuBefore = cpuMicros(pid);
    await reading.call('open', options);
    await allCame(reading, ENTRIES);
    const { askedAt, lastAt, bytes } = await reading.call('counts');
    return { ms: lastAt - askedAt, serverMs: (cpuMicros(pid) - cpuBefore) / 1_000, bytes };
  } finally {
    await reading.stop();
  }
}

function print(desk: readonly Round[], limit: readonly Round[], databaseName: string): void {
  console.log(
    `\nReplay of ${ENTRIES.toLocaleString('en')} entries to one socket (${databaseName}); from the request to the last frame, median of ${desk.length} rounds in turn`,
  );
  console.log(machineText());
  for (const [title, rounds] of [
    ['desk, from the log', desk],
    ['COPY and ws send (limit)', limit],
  ] as const) {
    const ms = middle(rounds.map((round) => round.ms));
    const serverMs = middle(rounds.map((round) => round.serverMs));
    const rate = Math.round((ENTRIES * 1_000) / ms).toLocaleString('en');
    console.log(
      `  ${title.padEnd(26)} ${ms.toFixed(0).padStart(6)} ms  ${rate.padStart(9)} entries/s  server CPU ${serverMs.toFixed(0)} ms`,
    );
  }
  const ratio = middle(limit.map(({ ms }) => ms)) / middle(desk.map(({ ms }) => ms));
  console.log(
    `  desk against the limit: ${ratio.toFixed(2)}, goal ${GOAL}: ${ratio >= GOAL ? 'reached' : 'MISSED'}`,
  );
}
