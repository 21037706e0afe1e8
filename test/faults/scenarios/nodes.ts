import { setTimeout } from 'node:timers/promises';
import { stopLabNode } from '../harness/nodes.ts';
import type { Lab, Scenario } from '../harness/scenario.ts';

const LESS_MEMORY = '--max-old-space-size=128';

/** The nodes themselves: frozen, told to go, killed, short of memory. */
export const NODES: readonly Scenario[] = [
  {
    name: 'node-frozen',
    title: 'One of two nodes frozen (SIGSTOP) for 60 s',
    async breakIt(lab) {
      const [node] = lab.nodes;
      node?.desk?.kill('SIGSTOP');
      const before = lab.writers.confirmed.length;
      await setTimeout(lab.lasting(60_000, 8_000));
      const meanwhile = lab.writers.confirmed.length - before;
      node?.desk?.kill('SIGCONT');
      return {
        notes: [`${meanwhile} confirmed by the other meanwhile`],
        failures: meanwhile === 0 ? ['the other node confirmed nothing meanwhile'] : [],
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
