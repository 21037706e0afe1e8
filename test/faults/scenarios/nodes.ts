import { setTimeout } from 'node:timers/promises';
import { stopLabNode } from '../harness/nodes.ts';
import type { Lab, Scenario } from '../harness/scenario.ts';

export const LESS_MEMORY = '--max-old-space-size=128';

/** The nodes themselves: frozen, told to go, killed, short of memory. */
export const NODES: readonly Scenario[] = [
  {
    name: 'node-frozen',
    title: 'One of two nodes frozen (SIGSTOP) for 60 s',
    setting: { writers: 8 },
    async breakIt(lab) {
      const [node] = lab.nodes;
      const locks = await freezeWithLocks(lab, (signal) => node?.desk?.kill(signal));
      const before = lab.writers.confirmed.length;
      const startedAt = performance.now();
      const heldMs = await untilFree(lab, locks);
      await setTimeout(Math.max(0, lab.lasting(60_000, 20_000) - (performance.now() - startedAt)));
      const meanwhile = lab.writers.confirmed.length - before;
      node?.desk?.kill('SIGCONT');
      return {
        notes: [
          `${meanwhile} confirmed by the other meanwhile; ${locks.length} transactions that the frozen one had begun were ended after ${(heldMs / 1_000).toFixed(1)} s`,
        ],
        failures: [
          ...(meanwhile === 0 ? ['the other node confirmed nothing meanwhile'] : []),
          ...(heldMs > LOCKS_MS ? [`its locks were held for ${Math.round(heldMs)} ms`] : []),
        ],
      };
    },
  },
  {
    name: 'node-killed',
    title: 'Nodes killed by turns, six times',
    breakIt: (lab) => replaceNodes(lab, 'SIGKILL', lab.isQuick ? 2 : 6),
  },
  {
    name: 'rolling-restarts',
    title: 'Nodes told to go and started again by turns, six times',
    quick: true,
    breakIt: (lab) => replaceNodes(lab, 'SIGTERM', lab.isQuick ? 2 : 6),
  },
  {
    name: 'little-memory',
    title: 'A heap of 128 MB under 16 writers for 30 s',
    setting: { nodes: 1, writers: 16, env: { NODE_OPTIONS: LESS_MEMORY } },
    async breakIt(lab) {
      await setTimeout(lab.lasting(30_000, 5_000));
      return undefined;
    },
  },
];

/** Ten seconds is what PostgreSQL waits for the next word of a transaction. */
const LOCKS_MS = 12_000;
const OPEN = `SELECT pid FROM pg_stat_activity WHERE usename = 'desk' AND state = 'idle in transaction'
  AND xact_start < now() - interval '300 milliseconds'`;

/** Freezes a node in the midst of a transaction. @returns the backends that it has left waiting. */
async function freezeWithLocks(
  lab: Lab,
  kill: (signal: NodeJS.Signals) => void,
): Promise<unknown[]> {
  for (let time = 0; time < 100; time += 1) {
    kill('SIGSTOP');
    await setTimeout(400);
    const open = await lab.sql(OPEN);
    if (open.length > 0) return open.map(({ pid }) => pid);
    kill('SIGCONT');
    await setTimeout(20 + time);
  }
  throw new Error('The node was never found in the midst of a transaction.');
}

async function untilFree(lab: Lab, locks: readonly unknown[]): Promise<number> {
  const startedAt = performance.now();
  const isOpen = async () => (await lab.sql(OPEN)).some(({ pid }) => locks.includes(pid));
  while ((await isOpen()) && performance.now() < startedAt + 2 * LOCKS_MS) await setTimeout(100);
  return performance.now() - startedAt;
}

async function replaceNodes(lab: Lab, signal: NodeJS.Signals, times: number): Promise<undefined> {
  for (let time = 0; time < times; time += 1) {
    const place = time % lab.nodes.length;
    const node = lab.nodes[place];
    if (node !== undefined) await stopLabNode(node, signal);
    await lab.startNode(place);
    await lab.confirm(10);
  }
  return undefined;
}
