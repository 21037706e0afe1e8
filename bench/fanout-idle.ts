import { TEST_ADMIN_KEY } from '../test/support/app.ts';
import { createTestClient } from '../test/support/client.ts';
import { startReading } from './support/fanout-load.ts';
import type { DeskOptions, RunningWay, WayName } from './support/fanout-ways.ts';
import { startDeskWay, startOtherWay, WAY_TITLES } from './support/fanout-ways.ts';
import { residentBytes } from './support/process-figures.ts';
import { progress, progressDone } from './support/progress.ts';

/** They take what the process has free from its start, which would else count for the others. */
const FIRST_SOCKETS = 1_000;
/** An address and a key have room for no more. */
const SOCKETS_OF_ONE = 5_000;
const ADDRESSES = ['127.0.0.1', '127.0.0.2'];
const GOAL = 13;
const KIB = 1_024;

export interface IdleOptions {
  ways: readonly WayName[];
  /** At most 10,000, as many as a node takes. */
  sockets: number;
}

/** Resident memory of a subscriber for whom nothing happens, where many are there. */
export async function idleSubscribers(
  options: DeskOptions,
  { ways, sockets }: IdleOptions,
): Promise<void> {
  console.log(`\n  resident memory of an idle subscriber, ${sockets.toLocaleString('en')} sockets`);
  for (const name of ways) {
    const way = await (name === 'desk' ? startDeskWay(options) : startOtherWay(name));
    try {
      const size = (await bytesOfOne(name, way, sockets)) / KIB;
      progressDone();
      const is = size <= GOAL ? 'reached' : 'MISSED';
      const goal = name === 'desk' ? `, goal ${GOAL} KiB: ${is}` : '';
      console.log(`    ${WAY_TITLES[name].padEnd(26)} ${size.toFixed(1)} KiB${goal}`);
    } finally {
      await way.stop();
    }
  }
}

async function bytesOfOne(name: WayName, way: RunningWay, sockets: number): Promise<number> {
  const { init, ...asking } = way.asking(1);
  const inits = name === 'desk' ? [init, { authorization: await secondKey(way) }] : [init, init];
  const reading = startReading();
  try {
    const open = async (count: number, of: number) => {
      progress(`idle subscribers, ${name}: ${count} more`);
      const socket = { urls: [way.url], init: inits[of], from: ADDRESSES[of], ...asking };
      await reading.call('open', { ...socket, count });
    };
    await open(FIRST_SOCKETS, 0);
    const before = await residentBytes(way.pid);
    await open(Math.min(sockets, SOCKETS_OF_ONE) - FIRST_SOCKETS, 0);
    await open(Math.max(0, sockets - SOCKETS_OF_ONE), 1);
    const after = await residentBytes(way.pid);
    return (after - before) / (sockets - FIRST_SOCKETS);
  } finally {
    await reading.stop();
  }
}

async function secondKey({ url }: RunningWay): Promise<string> {
  const client = createTestClient(url.replace('ws', 'http'), TEST_ADMIN_KEY);
  const input = { role: 'ADMIN', name: 'Second reader' };
  const { key } = await client.mutate<{ key: string }>('createApiKey', input, 'key');
  return `Bearer ${key}`;
}
