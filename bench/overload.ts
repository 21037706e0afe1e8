import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { serveDesk } from '../test/support/command.ts';
import type { LoadCalls } from './overload/load.child.ts';
import type { Step } from './overload/measure.ts';
import { findCapacity, offer, prepare } from './overload/measure.ts';
import { plotOf } from './overload/plot.ts';
import type { BenchOptions } from './requests/options.ts';
import { endProcess, killedAtExit, startChild } from './support/child.ts';
import { createBenchDatabase } from './support/database.ts';
import { machineText } from './support/machine.ts';
import { progress, progressDone } from './support/progress.ts';

const SHARES = [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 2.5, 3];
const QUICK_SHARES = [0.5, 1, 3];
/** What is asked for after the load, to see when all of it is answered again. */
const AFTER = { share: 0.6, ms: 5_000 };
const PLOT = new URL('../docs/images/overload.svg', import.meta.url);
const REST_MS = 1_000;
const STOP_MS = 12_000;

/** What a node does when 10 % to 300 % of what it can do is asked of it, by clients that come anyway. */
export async function benchOverload({ seconds, quick, write }: BenchOptions): Promise<void> {
  const database = await createBenchDatabase();
  const desk = await serveDesk({ DATABASE_URL: database.url, RATE_LIMIT_POINTS: '0' });
  killedAtExit(desk.pid, desk.ended);
  const load = startChild<LoadCalls>(new URL('./overload/load.child.ts', import.meta.url));
  const ms = seconds * 1_000;
  try {
    await prepare(load, desk.url);
    const capacity = await findCapacity(load, ms);
    const steps: Step[] = [];
    for (const share of quick ? QUICK_SHARES : SHARES) {
      progress(`${percent(share)} of ${Math.round(capacity)} a second`);
      steps.push(await offer(load, desk.url, capacity, share, ms));
      if (share === SHARES.at(-1)) break;
      await load.call('settle');
      await setTimeout(REST_MS);
    }
    const after = await offer(load, desk.url, capacity, AFTER.share, AFTER.ms);
    progressDone();
    const caption = `${database.name}; ${machineText()}`;
    if (write) await writeFile(PLOT, plotOf(steps, capacity, caption));
    console.log(`\nOverload (${caption})`);
    console.log(`  capacity ${Math.round(capacity)} calls a second, clients that wait`);
    for (const step of steps) console.log(lineOf(step, capacity));
    console.log(
      `  after it, at ${percent(AFTER.share)}: all answered from ${(after.lastBadMs / 1_000).toFixed(2)} s on`,
    );
  } finally {
    progressDone();
    await load.stop();
    await endProcess(desk.pid, desk.ended, STOP_MS);
    await database.drop();
  }
}

function lineOf(step: Step, capacity: number): string {
  const { health } = step;
  return [
    `  ${percent(step.share).padStart(5)}: ${percent(step.goodput / capacity).padStart(5)} answered`,
    `${step.overloaded} OVERLOADED, ${step.limited} RATE_LIMITED, ${step.gaveUp} given up, ${step.failed} failed${step.failure === undefined ? '' : ` (${step.failure})`}`,
    `p50 ${milliseconds(step.p50)}, p99 ${milliseconds(step.p99)}, refusals p50 ${milliseconds(step.refusedP50)}, p99 ${milliseconds(step.refusedP99)}`,
    `/healthz ${milliseconds(health.healthzMs)}, /readyz ${milliseconds(health.readyzMs)} at most${health.said.length > 0 ? `, ${health.said.length} not 200: ${health.said[0]}` : ''}`,
  ].join('; ');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function milliseconds(ms: number): string {
  return Number.isNaN(ms) ? 'none' : `${Math.round(ms)} ms`;
}
