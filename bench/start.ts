import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { TEST_ADMIN_KEY } from '../test/support/app.ts';
import { createTestClient } from '../test/support/client.ts';
import type { Environment, ServingDesk } from '../test/support/command.ts';
import { serveDesk, temporaryFolder } from '../test/support/command.ts';
import { openCase } from '../test/support/factories.ts';
import { endProcess, killedAtExit } from './support/child.ts';
import { createBenchDatabase } from './support/database.ts';
import { machineText } from './support/machine.ts';
import { percentile } from './support/percentile.ts';
import { progress, progressDone } from './support/progress.ts';

const FULL = { starts: 5, restMs: 30_000, loadMs: 30_000 };
const QUICK = { starts: 3, restMs: 10_000, loadMs: 10_000 };
/** Writers and readers at a time. */
const CLIENTS = 16;
const LOOK_MS = 10;
const SAMPLE_MS = 250;
/** A stop takes 10 s at most, a stop of the embedded database included. */
const STOP_MS = 12_000;
const PAGE_BYTES = 4_096;

const LIST = `{ escalations(first: 50) { nodes { reference severity stage
  customer { name } } } }`;

/** Time from the start of a process to `/readyz`, and the memory of a node at rest and under load. */
export async function benchStart(): Promise<void> {
  const { starts, restMs, loadMs } = process.argv.includes('--quick') ? QUICK : FULL;
  const database = await createBenchDatabase();
  const env = { DATABASE_URL: database.url, RATE_LIMIT_POINTS: '0' };
  try {
    const times: number[] = [];
    for (let turn = 0; turn < starts; turn += 1) {
      progress(`starting, ${turn + 1} of ${starts}`);
      const { desk, readyMs } = await start(env);
      times.push(readyMs);
      await stop(desk);
    }
    times.sort((a, b) => a - b);
    const embedded = await embeddedStarts();
    const memory = await memoryOf(env, restMs, loadMs);
    progressDone();
    console.log(`\nStart and memory (${database.name}; ${machineText()})`);
    console.log(
      `  to /readyz           ${seconds(percentile(times, 0.5))} on an existing database (${seconds(times[0])} to ${seconds(times.at(-1))}, ${starts} starts)`,
    );
    console.log(
      `  embedded database    ${seconds(embedded.first)} the first time, ${seconds(embedded.second)} the second`,
    );
    console.log(`  resident at rest     ${mebibytes(memory.rest)}, ${restMs / 1_000} s after it`);
    console.log(
      `  under load           ${mebibytes(memory.most)} at most, ${mebibytes(memory.last)} at the end of ${loadMs / 1_000} s (${memory.requests} requests)`,
    );
  } finally {
    progressDone();
    await database.drop();
  }
}

async function start(env: Environment): Promise<{ desk: ServingDesk; readyMs: number }> {
  const before = performance.now();
  const desk = await serveDesk(env);
  killedAtExit(desk.pid, desk.ended);
  const ready = new URL('/readyz', desk.url);
  while ((await fetch(ready)).status !== 200) await setTimeout(LOOK_MS);
  return { desk, readyMs: performance.now() - before };
}

function stop({ pid, ended }: ServingDesk): Promise<void> {
  return endProcess(pid, ended, STOP_MS);
}

async function embeddedStarts(): Promise<{ first: number; second: number }> {
  const folder = await temporaryFolder();
  const once = async (): Promise<number> => {
    const { desk, readyMs } = await start({ DATA_DIR: folder.path });
    await stop(desk);
    return readyMs;
  };
  try {
    progress('starting with the embedded database');
    const first = await once();
    return { first, second: await once() };
  } finally {
    await folder.remove();
  }
}

/** Resident memory after some rest, which one request came before, and then under lists and new cases. */
async function memoryOf(env: Environment, restMs: number, loadMs: number) {
  const { desk } = await start(env);
  const client = createTestClient(desk.url, TEST_ADMIN_KEY);
  await client.query('{ __typename }');
  progress(`resting for ${restMs / 1_000} s`);
  await setTimeout(restMs);
  const rest = residentBytes(desk.pid);
  progress(`load for ${loadMs / 1_000} s`);
  const endsAt = performance.now() + loadMs;
  let requests = 0;
  let most = rest;
  const isOver = () => performance.now() >= endsAt;
  const clients = Array.from({ length: CLIENTS }, async (_, turn) => {
    for (; !isOver(); requests += 1) {
      if (turn % 4 === 0) await openCase(client);
      else await client.query(LIST);
    }
  });
  const watch = async () => {
    for (; !isOver(); await setTimeout(SAMPLE_MS)) most = Math.max(most, residentBytes(desk.pid));
  };
  await Promise.all([...clients, watch()]);
  const last = residentBytes(desk.pid);
  await stop(desk);
  return { rest, most, last, requests };
}

function residentBytes(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
}

function seconds(ms = 0): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}
