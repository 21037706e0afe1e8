import { setTimeout } from 'node:timers/promises';
import type { Lab, Scenario } from '../harness/scenario.ts';

/** PostgreSQL itself goes away, in the ways in which it does. */
export const RESTARTS: readonly Scenario[] = [
  {
    name: 'restart-fast',
    title: 'PostgreSQL restarted (fast), three times',
    async breakIt(lab) {
      await restart(lab, 'fast', lab.isQuick ? 1 : 3);
      return undefined;
    },
  },
  {
    name: 'restart-immediate',
    title: 'PostgreSQL crashed (immediate) and started, three times',
    async breakIt(lab) {
      await restart(lab, 'immediate', lab.isQuick ? 1 : 3);
      return undefined;
    },
  },
  {
    name: 'stopped',
    title: 'PostgreSQL stopped for 60 s',
    async breakIt(lab) {
      await lab.postgres.stop('fast');
      await setTimeout(lab.lasting(60_000));
      await lab.postgres.start();
      return undefined;
    },
  },
  {
    name: 'frozen',
    title: 'PostgreSQL frozen (SIGSTOP) for 20 s',
    async breakIt(lab) {
      lab.postgres.freeze();
      await setTimeout(lab.lasting(20_000));
      lab.postgres.thaw();
      return undefined;
    },
  },
];

async function restart(lab: Lab, mode: 'fast' | 'immediate', times: number): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    await lab.postgres.stop(mode);
    await lab.postgres.start();
    if (time < times) await lab.confirm(20);
  }
}
