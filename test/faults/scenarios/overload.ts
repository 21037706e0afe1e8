import { setTimeout } from 'node:timers/promises';
import { splitId } from '../../../src/graphql/global-id.ts';
import type { Lab, Scenario } from '../harness/scenario.ts';
import { request } from '../harness/writers.ts';

const TIMES_TOO_MUCH = 3;
const CONCURRENT = 16;
/** What clients give up after. */
const PATIENCE_MS = 2_000;
/** No generator may grow without a bound either; what comes over it counts as offered and not as answered. */
const MAX_UNANSWERED = 3_000;
const KEPT_SHARE = 0.8;
const READY_MS = 1_000;
/** Said at once or after a short wait, before any work. */
const REFUSALS: ReadonlySet<string> = new Set([
  'OVERLOADED',
  'RATE_LIMITED',
  'HTTP 503',
  'HTTP 429',
]);

/** More is asked for than a node can do. */
export const OVERLOADS: readonly Scenario[] = [
  {
    name: 'overload',
    title: 'Three times as many writes as one node can take, for 15 s',
    setting: { nodes: 1, writers: 2 },
    async breakIt(lab) {
      const calls = await prepareCalls(lab);
      const peak = await calls.closedLoop(lab.lasting(4_000));
      const load = await calls.openLoop(peak * TIMES_TOO_MUCH, lab.lasting(15_000, 8_000));
      const after = await calls.closedLoop(2_000);
      const share = load.goodput / peak;
      const percent = (part: number) => `${Math.round(part * 100)} %`;
      return {
        notes: [
          `peak ${Math.round(peak)}/s; at three times: ${percent(share)} of it, ${load.refused} refused, ${load.failed} failed or given up, p99 of what was taken ${Math.round(load.p99Ms)} ms; in the 2 s after: ${percent(after / peak)}`,
          `/healthz took ${Math.round(load.healthMs)} ms at most`,
        ],
        failures: [
          ...(share < KEPT_SHARE ? [`goodput fell to ${percent(share)} of the peak`] : []),
          ...(after / peak < KEPT_SHARE ? [`2 s after, goodput was ${percent(after / peak)}`] : []),
          ...(load.healthMs > READY_MS ? [`/healthz took ${Math.round(load.healthMs)} ms`] : []),
          ...(load.refused === 0 ? ['nothing was refused'] : []),
        ],
      };
    },
  },
];

interface Load {
  goodput: number;
  refused: number;
  failed: number;
  p99Ms: number;
  healthMs: number;
}

async function prepareCalls(lab: Lab) {
  const url = lab.nodes[0]?.desk?.url ?? '';
  const cases: string[] = [];
  for (let place = 0; place < CONCURRENT; place += 1) {
    const issue = `case ${place} under load`;
    const input = { customer: { id: lab.customerId }, issue, severity: 'LOW' };
    const opened = await request(url, 'openEscalation', input, 60_000);
    if (typeof opened === 'string') throw new Error(`No case under load: ${opened}`);
    cases.push(opened.escalation.id);
  }
  let made = 0;

  async function call(): Promise<string | undefined> {
    made += 1;
    const text = `note ${made} under load`;
    const escalationId = cases[made % cases.length];
    const input = { escalationId, text, idempotencyKey: text };
    const answer = await request(url, 'addNote', input, PATIENCE_MS);
    if (typeof answer === 'string') return answer;
    const entries = answer.events.map(({ id }) => splitId(id)?.key ?? '');
    lab.writers.confirmed.push({ text, entries, at: performance.now() });
    return undefined;
  }

  return {
    /** @returns confirmed calls a second, when each client waits for its answer. */
    async closedLoop(lastingMs: number): Promise<number> {
      const startedAt = performance.now();
      let good = 0;
      const client = async () => {
        while (performance.now() < startedAt + lastingMs) {
          if ((await call()) === undefined) good += 1;
        }
      };
      await Promise.all(Array.from({ length: CONCURRENT }, client));
      return (good * 1_000) / (performance.now() - startedAt);
    },

    /** Clients that come at this rate, whatever became of those before. */
    async openLoop(perSecond: number, lastingMs: number): Promise<Load> {
      const startedAt = performance.now();
      const times: number[] = [];
      const unanswered = new Set<Promise<void>>();
      const health = askHealth(url);
      let refused = 0;
      let failed = 0;
      let offered = 0;
      while (performance.now() < startedAt + lastingMs) {
        const due = ((performance.now() - startedAt) * perSecond) / 1_000;
        for (; offered < due; offered += 1) {
          if (unanswered.size >= MAX_UNANSWERED) {
            failed += 1;
            continue;
          }
          const begunAt = performance.now();
          const one = call().then((failure) => {
            unanswered.delete(one);
            if (failure === undefined) times.push(performance.now() - begunAt);
            else if (REFUSALS.has(failure)) refused += 1;
            else failed += 1;
          });
          unanswered.add(one);
        }
        await setTimeout(5);
      }
      const goodput = (times.length * 1_000) / lastingMs;
      const healthMs = await health.stop();
      const sorted = times.toSorted((one, other) => one - other);
      const p99Ms = sorted[Math.floor(sorted.length * 0.99)] ?? Number.POSITIVE_INFINITY;
      return { goodput, refused, failed, p99Ms, healthMs };
    },
  };
}

/** @returns what `stop` resolves with: the slowest answer. */
function askHealth(url: string): { stop(): Promise<number> } {
  let slowestMs = 0;
  let isOver = false;
  async function ask(): Promise<void> {
    while (!isOver) {
      const at = performance.now();
      await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(10_000) }).catch(
        () => {},
      );
      slowestMs = Math.max(slowestMs, performance.now() - at);
      await setTimeout(200);
    }
  }
  const asking = ask();
  return {
    async stop() {
      isOver = true;
      await asking;
      return slowestMs;
    },
  };
}
