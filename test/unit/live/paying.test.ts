import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PlacedEntry } from '../../../src/events/reader.ts';
import { createFiguresHub } from '../../../src/live/figures.ts';
import type { Follower } from '../../../src/live/follower.ts';
import type { LiveRequest } from '../../../src/live/group.ts';
import { createHub } from '../../../src/live/hub.ts';
import type { Workings } from '../../../src/live/workings.ts';

const PRICE = 5;
const MINUTE_MS = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A budget of so many points for each minute, and what was taken from it. */
function budget(party: string, points: number) {
  let left = points;
  let used = 0;
  const follower: Follower = {
    party,
    async pay(executions) {
      const price = PRICE * executions;
      if (left < price) {
        const waitMs = MINUTE_MS;
        setTimeout(() => {
          left = points;
        }, waitMs - 1);
        return { isPaid: false, waitMs };
      }
      left -= price;
      used += price;
      return {
        isPaid: true,
        settle(actual) {
          left += price - actual;
          used += actual - price;
        },
      };
    },
  };
  return { follower, used: () => used };
}

function setUp() {
  const log: PlacedEntry[] = [];
  const hub = createHub({ cursorAt: String, onError: (error) => expect(error).toBeUndefined() });
  let executions = 0;

  function join(follower: Follower, given: Partial<LiveRequest> = {}) {
    const seen: string[] = [];
    const said: string[] = [];
    const request: LiveRequest = {
      key: 'all',
      escalationId: undefined,
      after: undefined,
      matches: () => true,
      read: async (after, limit) => log.filter(({ seq }) => seq > after).slice(0, limit),
      follower,
      run: async ({ seq }) => {
        executions += 1;
        return { text: String(seq), cost: () => PRICE };
      },
      ...given,
    };
    const subscription = hub.subscribe(request, {
      send: (results) => void seen.push(...results.map(({ text }) => text)),
      isFull: () => false,
      onDrained: () => {},
      onBehind: () => void said.push('behind'),
      onLive: () => void said.push('live'),
      fail: () => void said.push('failed'),
    });
    onTestFinished(() => subscription.end());
    return { seen, said, subscription };
  }

  function happen(count: number): void {
    const first = log.length + 1;
    const entries = Array.from(
      { length: count },
      (_, place) => ({ seq: BigInt(first + place), escalationId: 'case' }) as PlacedEntry,
    );
    log.push(...entries);
    hub.deliver(entries, BigInt(log.length));
  }

  return { hub, happen, join, executions: () => executions };
}

const numbers = (last: number) => Array.from({ length: last }, (_, place) => String(place + 1));

/** Everything that needs no time is done. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

describe('whoever is alone in a group', () => {
  test('pays for what is executed, what it did cost', async () => {
    const desk = setUp();
    const { follower, used } = budget('a', 1_000);
    const { seen } = desk.join(follower, {
      run: async ({ seq }) => ({ text: String(seq), cost: () => 2 }),
    });
    desk.happen(10);
    await quiet();
    expect(seen).toEqual(numbers(10));
    expect(used()).toBe(20);
  });

  test('with nothing left is told that it is behind, and gets the rest in order when there is again', async () => {
    const desk = setUp();
    const { follower } = budget('a', 50);
    const { seen, said } = desk.join(follower);
    await quiet();
    desk.happen(25);
    desk.happen(5);
    await quiet();
    expect(seen).toEqual(numbers(10));
    expect(said).toEqual(['live', 'behind']);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await quiet();
    expect(seen).toEqual(numbers(20));
    desk.happen(1);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await quiet();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await quiet();
    expect(seen).toEqual(numbers(31));
    expect(said).toEqual(['live', 'behind', 'live']);
  });

  test('does not keep a node from stopping while it waits', async () => {
    const desk = setUp();
    desk.join(budget('a', 0).follower);
    await quiet();
    desk.happen(3);
    await desk.hub.settle();
    desk.hub.stop();
  });

  test('that goes away is executed for no more', async () => {
    const desk = setUp();
    const { subscription } = desk.join(budget('a', 1_000).follower);
    await quiet();
    desk.happen(100);
    subscription.end();
    await quiet();
    expect(desk.executions()).toBeLessThanOrEqual(1);
  });

  test('is not alone with another, and is with a second key of the same partner', async () => {
    const desk = setUp();
    const [own, second] = [budget('a', 1_000), budget('a', 1_000)];
    desk.join(own.follower);
    desk.join(second.follower);
    await quiet();
    desk.happen(2);
    await quiet();
    expect(own.used() + second.used()).toBe(2 * PRICE);
    const other = budget('b', 1_000);
    desk.join(other.follower);
    await quiet();
    desk.happen(2);
    await quiet();
    expect(own.used() + second.used() + other.used()).toBe(2 * PRICE);
  });
});

describe('whoever catches up', () => {
  test('pays for what it has executed, and waits when nothing is left', async () => {
    const desk = setUp();
    desk.happen(30);
    const { follower, used } = budget('a', 50);
    const { seen, said } = desk.join(follower, { after: 0n });
    await quiet();
    expect(seen).toEqual(numbers(10));
    expect(said).toEqual([]);
    for (let minute = 0; minute < 3; minute += 1) {
      await vi.advanceTimersByTimeAsync(MINUTE_MS);
      await quiet();
    }
    expect(seen).toEqual(numbers(30));
    expect(said).toEqual(['live']);
    expect(used()).toBe(30 * PRICE);
  });

  test('pays for many at once what they did cost, and one by one when there is not enough for all', async () => {
    const desk = setUp();
    desk.happen(30);
    const atOnce = () => (entries: readonly PlacedEntry[]) => ({
      texts: entries.slice(0, 12).map(({ seq }) => `${seq}`),
      cost: () => 12,
    });
    const rich = budget('rich', 100);
    const { seen } = desk.join(rich.follower, { after: 0n, key: 'rich', atOnce });
    await quiet();
    expect(seen).toEqual(numbers(30));
    expect(rich.used()).toBe(3 * 12);
    const poor = budget('poor', 40);
    const { seen: seenByPoor } = desk.join(poor.follower, { after: 0n, key: 'poor', atOnce });
    await quiet();
    expect(seenByPoor).toEqual(numbers(40 / PRICE));
    expect(poor.used()).toBe(40);
  });

  test('does not hold up others while it waits', async () => {
    const desk = setUp();
    desk.happen(10);
    for (let n = 0; n < 20; n += 1)
      desk.join(budget(`poor ${n}`, 0).follower, { after: 0n, key: `poor ${n}` });
    await quiet();
    const { seen } = desk.join(budget('rich', 1_000).follower, { after: 0n, key: 'rich' });
    await quiet();
    expect(seen).toEqual(numbers(10));
  });

  test('shares what others of its group have just read as well', async () => {
    const desk = setUp();
    desk.happen(100);
    const many = Array.from({ length: 50 }, (_, n) =>
      desk.join(budget(`party ${n}`, 1_000).follower, { after: 0n }),
    );
    await quiet();
    await quiet();
    for (const { seen } of many) expect(seen).toEqual(numbers(100));
    expect(desk.executions()).toBe(100);
  });
});

test('a hundred groups of one party are executed a few at a time, and another’s first', async () => {
  const desk = setUp();
  const order: string[] = [];
  let running = 0;
  let most = 0;
  const slowly = (party: string): LiveRequest['run'] => {
    return async ({ seq }) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      order.push(party);
      return { text: String(seq), cost: () => PRICE };
    };
  };
  for (let n = 0; n < 100; n += 1)
    desk.join(budget('a', 1_000_000).follower, { key: `a ${n}`, run: slowly('a') });
  const { seen } = desk.join(budget('b', 1_000_000).follower, { key: 'b', run: slowly('b') });
  await quiet();
  desk.happen(5);
  while (seen.length < 5) await new Promise(setImmediate);
  expect(order.filter((party) => party === 'a').length).toBeLessThan(50);
  expect(most).toBeLessThanOrEqual(8);
  await desk.hub.settle();
  expect(order).toHaveLength(505);
});

describe('figures', () => {
  function look(price = 0) {
    const hub = createFiguresHub();
    onTestFinished(() => hub.stop());
    let running = 0;
    let most = 0;
    let worked = 0;
    const subscribe = (key: string, filter: string, follower = budget(key, 1_000).follower) => {
      const shown: string[] = [];
      const subscription = hub.subscribe(
        {
          key,
          follower,
          async run(workings: Workings) {
            running += 1;
            most = Math.max(most, running);
            const text = await workings.once(filter, async () => {
              worked += 1;
              await new Promise(setImmediate);
              return String(worked);
            });
            running -= 1;
            return { text, cost: () => price };
          },
        },
        {
          send: (results) => void shown.push(...results.map((one) => one.text)),
          isFull: () => false,
        },
      );
      onTestFinished(() => subscription.end());
      return shown;
    };
    return { hub, subscribe, most: () => most, worked: () => worked };
  }

  test('are taken of one group after the other, and once for all that want the same', async () => {
    const { hub, subscribe, most, worked } = look();
    const shown = Array.from({ length: 10 }, (_, n) => subscribe(`${n}`, n < 8 ? 'all' : 'some'));
    await vi.advanceTimersByTimeAsync(1);
    await quiet();
    expect(shown.map(({ length }) => length)).toEqual(Array(10).fill(1));
    expect([most(), worked()]).toEqual([1, 2]);
    hub.touch();
    await vi.advanceTimersByTimeAsync(1_000);
    await quiet();
    expect([most(), worked()]).toEqual([1, 4]);
    expect(shown.map(({ length }) => length)).toEqual(Array(10).fill(2));
  });

  test('are shown later to whoever is alone with nothing left to pay', async () => {
    const { hub, subscribe } = look(PRICE);
    const shown = subscribe('own', 'all', budget('a', PRICE).follower);
    await vi.advanceTimersByTimeAsync(1);
    await quiet();
    expect(shown).toHaveLength(1);
    hub.touch();
    await vi.advanceTimersByTimeAsync(1_000);
    await quiet();
    expect(shown).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    await quiet();
    expect(shown).toHaveLength(2);
  });
});
