import type { ConfirmedWrite, LoadCalls } from '../../../bench/overload/load.child.ts';
import type { Step } from '../../../bench/overload/measure.ts';
import { findCapacity, offer, prepare } from '../../../bench/overload/measure.ts';
import type { Child } from '../../../bench/support/child.ts';
import { startChild } from '../../../bench/support/child.ts';
import { splitId } from '../../../src/graphql/global-id.ts';
import type { Lab, Outcome, Scenario } from '../harness/scenario.ts';
import type { Payload } from '../harness/writers.ts';
import { LESS_MEMORY } from './nodes.ts';

const TIMES_TOO_MUCH = 3;
/** Of what it can do; asked for right after, to see when all of it is answered. */
const AFTER_SHARE = 0.5;
const AFTER_MS = 4_000;
const KEPT_SHARE = 0.8;
const BACK_MS = 2_000;
const PROBE_MS = 1_000;

/** More is asked for than a node can do, by twenty clients that come whether they were answered or not. */
export const OVERLOADS: readonly Scenario[] = [
  {
    name: 'overload',
    title: 'Three times as many reads and writes as one node can take, for 15 s',
    setting: { nodes: 1, writers: 2 },
    breakIt: askTooMuch,
  },
  {
    name: 'overload-little-memory',
    title: 'The same with a heap of 128 MB',
    setting: { nodes: 1, writers: 2, env: { NODE_OPTIONS: LESS_MEMORY } },
    breakIt: askTooMuch,
  },
];

async function askTooMuch(lab: Lab): Promise<Outcome> {
  const url = lab.nodes[0]?.desk?.url ?? '';
  const load = startChild<LoadCalls>(
    new URL('../../../bench/overload/load.child.ts', import.meta.url),
  );
  lab.atEnd(() => load.stop());
  await prepare(load, url, true);
  const before = await findCapacity(load, lab.lasting(3_000, 1_500));
  const step = await offer(load, url, before, TIMES_TOO_MUCH, lab.lasting(15_000, 6_000));
  const after = await offer(load, url, before, AFTER_SHARE, AFTER_MS);
  await load.call('settle');
  // Others may have had more of the machine by then, or less.
  const peak = Math.min(before, await findCapacity(load, lab.lasting(3_000, 1_500)));
  await keepConfirmed(lab, load);
  return judge(step, after, peak);
}

function judge(step: Step, after: Step, peak: number): Outcome {
  const { health } = step;
  const share = step.goodput / peak;
  const probeMs = Math.max(health.healthzMs, health.readyzMs);
  return {
    notes: [
      `peak ${Math.round(peak)} a second; at three times ${percent(share)} of it, ${step.overloaded} OVERLOADED, ${step.limited} RATE_LIMITED, ${step.failed} failed, ${step.gaveUp} given up; p99 of what was taken ${Math.round(step.p99)} ms, of refusals ${Math.round(step.refusedP99)} ms`,
      `all answered again after ${(after.lastBadMs / 1_000).toFixed(1)} s; probes took ${Math.round(probeMs)} ms at most`,
    ],
    failures: [
      ...(share < KEPT_SHARE ? [`goodput fell to ${percent(share)} of the peak`] : []),
      ...(after.lastBadMs > BACK_MS ? [`not all was answered ${after.lastBadMs} ms after`] : []),
      ...(probeMs > PROBE_MS ? [`a probe took ${Math.round(probeMs)} ms`] : []),
      ...health.said.map((said) => `a probe said ${said}`),
      ...(step.overloaded === 0 ? ['nothing was refused'] : []),
      ...(step.failed > 0 ? [`${step.failed} failed: ${step.failure}`] : []),
    ],
  };
}

/** What clients were told is held against the log like all else. */
async function keepConfirmed(lab: Lab, load: Child<LoadCalls>): Promise<void> {
  const writes = await load.call('takeConfirmed');
  for (const write of writes) {
    const confirmed = noteOf(write);
    if (confirmed !== undefined) lab.writers.confirmed.push(confirmed);
  }
}

function noteOf({ text, body }: ConfirmedWrite) {
  const { data } = JSON.parse(body) as { data: { addNote?: Payload } };
  if (data.addNote === undefined) return undefined;
  const entries = data.addNote.events.map(({ id }) => splitId(id)?.key ?? '');
  return { text: `note ${text} under load`, entries, at: performance.now() };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
