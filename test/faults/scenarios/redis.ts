import { setTimeout } from 'node:timers/promises';
import { createClient } from 'redis';
import type { Lab, Scenario, Setting } from '../harness/scenario.ts';

const WITH_REDIS: Setting = { redis: true };
const USED_WHILE_BROKEN = 20;

/** What nodes can work without fails: writes have to go on all the while. */
export const REDIS: readonly Scenario[] = [
  {
    name: 'redis-killed',
    title: 'Redis killed, and started empty 10 s later',
    setting: WITH_REDIS,
    breakIt: (lab) =>
      goesOn(lab, async () => {
        await lab.redis.kill();
        await setTimeout(lab.lasting(10_000));
        await lab.redis.start();
      }),
  },
  {
    name: 'redis-emptied',
    title: 'Redis emptied (FLUSHALL) five times',
    setting: WITH_REDIS,
    breakIt: (lab) =>
      goesOn(lab, async () => {
        for (let time = 0; time < 5; time += 1) {
          await command(lab, ['FLUSHALL']);
          await setTimeout(1_000);
        }
      }),
  },
  {
    name: 'redis-full',
    title: 'Redis out of memory (noeviction) for 10 s',
    setting: WITH_REDIS,
    breakIt: (lab) =>
      goesOn(lab, async () => {
        await command(lab, ['CONFIG', 'SET', 'maxmemory', '1']);
        await setTimeout(lab.lasting(10_000));
        await command(lab, ['CONFIG', 'SET', 'maxmemory', '0']);
      }),
  },
  {
    name: 'redis-slow',
    title: 'Redis answers 400 ms later each way, for 15 s',
    setting: WITH_REDIS,
    breakIt: (lab) =>
      goesOn(lab, async () => {
        lab.redis.line.setWeather({ delayMs: 400 });
        await setTimeout(lab.lasting(15_000, 5_000));
        lab.redis.line.heal();
      }),
  },
  {
    name: 'redis-frozen',
    title: 'Redis frozen (SIGSTOP) for 15 s',
    quick: true,
    setting: WITH_REDIS,
    breakIt: (lab) =>
      goesOn(lab, async () => {
        lab.redis.freeze();
        await setTimeout(lab.lasting(15_000, 5_000));
        lab.redis.thaw();
      }),
  },
];

/** Past the line. */
async function command(lab: Lab, words: string[]): Promise<void> {
  const client = createClient({ url: lab.redis.url });
  client.on('error', () => {});
  await client.connect();
  await client.sendCommand(words);
  client.destroy();
}

async function goesOn(lab: Lab, breakIt: () => Promise<void>) {
  const before = lab.writers.confirmed.length;
  await breakIt();
  const meanwhile = lab.writers.confirmed.length - before;
  const failures =
    meanwhile < USED_WHILE_BROKEN ? [`only ${meanwhile} calls were confirmed without Redis`] : [];
  return { notes: [`${meanwhile} confirmed meanwhile`], failures };
}
