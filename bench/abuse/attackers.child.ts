import { answerCalls } from '../support/calls.ts';
import { ATTACKS } from './attacks.ts';
import type { Tally } from './send.ts';
import { takeTally } from './send.ts';
import type { World } from './world.ts';

let running: { stop: AbortController; ended: Promise<void> } | undefined;

/** The attackers are a process of their own, so that the other user's latency is not theirs. */
const calls = {
  start({ place, world }: { place: number; world: World }): void {
    const stop = new AbortController();
    running = { stop, ended: ATTACKS[place]?.run(world, stop.signal) ?? Promise.resolve() };
  },
  async stop(): Promise<Tally> {
    running?.stop.abort();
    await running?.ended.catch(() => {});
    return takeTally();
  },
};

export type AttackerCalls = typeof calls;
answerCalls(calls);
