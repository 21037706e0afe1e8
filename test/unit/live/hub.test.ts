import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { PlacedEntry } from '../../../src/events/reader.ts';
import type { Executed } from '../../../src/live/executor.ts';
import type { Follower } from '../../../src/live/follower.ts';
import type { LiveRequest } from '../../../src/live/group.ts';
import type { Hub } from '../../../src/live/hub.ts';
import { createHub } from '../../../src/live/hub.ts';
import type { Sink } from '../../../src/live/subscription.ts';

/** A log, a hub that follows it, and what went wrong. */
function setUp() {
  const log: PlacedEntry[] = [];
  const errors: unknown[] = [];
  let present = 0n;
  const hub = createHub({
    present: () => present,
    cursorAt: String,
    onError: (error) => void errors.push(error),
  });

  function write(count: number, escalationId = 'case'): PlacedEntry[] {
    const first = log.length + 1;
    const entries = Array.from(
      { length: count },
      (_, place) => ({ seq: BigInt(first + place), escalationId }) as PlacedEntry,
    );
    log.push(...entries);
    return entries;
  }

  return {
    hub,
    log,
    errors,
    write,
    /** Writes, and the hub is told how far the log has come, and not yet of the entries. */
    foretell(count: number): void {
      write(count);
      present = BigInt(log.length);
    },
    /** Writes and hands them to the hub, which is told of them at once. */
    happen(count: number, escalationId?: string): void {
      hub.deliver(write(count, escalationId), BigInt(log.length));
    },
  };
}

type Desk = ReturnType<typeof setUp>;

const executed = (text: string): Executed => ({ text, cost: () => 1 });

/** Whose budget is never empty. */
const RICH: Follower = { party: 'rich', pay: async () => ({ isPaid: true, settle: () => {} }) };

function requestOf({ log }: Desk, given: Partial<LiveRequest> = {}): LiveRequest {
  return {
    key: 'all',
    escalationId: undefined,
    after: undefined,
    matches: () => true,
    follower: RICH,
    run: async ({ seq }) => executed(String(seq)),
    read: async (after, limit) => log.filter(({ seq }) => seq > after).slice(0, limit),
    ...given,
  };
}

/** What a subscriber was sent, by turn. */
async function join(hub: Hub, request: LiveRequest, given: Partial<Sink> = {}) {
  const turns: string[][] = [];
  let isLive = () => {};
  const live = new Promise<void>((resolve) => {
    isLive = resolve;
  });
  const fail = vi.fn();
  const subscription = hub.subscribe(request, {
    send: (results) => void turns.push(results.map(({ text }) => text)),
    isFull: () => false,
    onDrained: () => {},
    onLive: () => isLive(),
    fail,
    ...given,
  });
  onTestFinished(() => subscription.end());
  await live;
  return { turns, fail, subscription };
}

const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, place) => String(first + place));

describe('what happens in one turn', () => {
  test('is sent to a subscriber at once', async () => {
    const desk = setUp();
    const { turns } = await join(desk.hub, requestOf(desk));
    desk.happen(3);
    desk.happen(2);
    await desk.hub.settle();
    expect(turns).toEqual([numbers(1, 5)]);
  });

  test('waits for nothing that takes longer', async () => {
    const desk = setUp();
    const run = async ({ seq }: PlacedEntry) => {
      if (seq === 2n) await new Promise((resolve) => setTimeout(resolve, 20));
      return executed(String(seq));
    };
    const { turns } = await join(desk.hub, requestOf(desk, { run }));
    desk.happen(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    desk.happen(2);
    await vi.waitFor(() => expect(turns).toEqual([['1'], ['2'], ['3']]));
  });

  test('is sent in parts when it is much', async () => {
    const desk = setUp();
    const run = async ({ seq }: PlacedEntry) => executed(String(seq).padEnd(10_000));
    const { turns } = await join(desk.hub, requestOf(desk, { run }));
    desk.happen(4);
    await desk.hub.settle();
    expect(turns.map((texts) => texts.length)).toEqual([2, 2]);
  });

  test('is sent fifty at a time at most', async () => {
    const desk = setUp();
    const { turns } = await join(desk.hub, requestOf(desk));
    desk.happen(120);
    await desk.hub.settle();
    expect(turns.flat()).toEqual(numbers(1, 120));
    expect(Math.max(...turns.map((texts) => texts.length))).toBe(50);
  });

  test('skips what a subscriber has, who joined while it waited', async () => {
    const desk = setUp();
    const early = await join(desk.hub, requestOf(desk));
    desk.happen(2);
    const late = join(desk.hub, requestOf(desk));
    desk.happen(1);
    await desk.hub.settle();
    expect(early.turns.flat()).toEqual(numbers(1, 3));
    expect((await late).turns.flat()).toEqual(['3']);
  });
});

describe('a group with more to execute than may wait', () => {
  const MANY = 12_000;

  test('goes on from the log, each entry once and in order, and then as it happens', async () => {
    const desk = setUp();
    const { turns } = await join(desk.hub, requestOf(desk));
    for (let written = 0; written < MANY; written += 1_000) desk.happen(1_000);
    await desk.hub.settle();
    expect(turns.flat()).toEqual(numbers(1, MANY));
    desk.happen(3);
    await desk.hub.settle();
    expect(turns.flat()).toEqual(numbers(1, MANY + 3));
    expect(desk.errors).toEqual([]);
  });

  test('tells its members that it cannot when the log cannot be read', async () => {
    const desk = setUp();
    const problem = new Error('No log.');
    const read = vi.fn(async () => {
      throw problem;
    });
    const { turns, fail } = await join(desk.hub, requestOf(desk, { read }));
    desk.happen(MANY);
    await desk.hub.settle();
    expect(desk.errors).toEqual([problem]);
    expect(fail).toHaveBeenCalledTimes(1);
    expect(turns.flat().length).toBeLessThan(MANY);
    const other = await join(desk.hub, requestOf(desk));
    desk.happen(1);
    await desk.hub.settle();
    expect(other.turns).toEqual([[String(MANY + 1)]]);
  });
});

test('entries of a case are offered to those who follow it, or all', async () => {
  const desk = setUp();
  const ofCase = (escalationId: string) => {
    const matches = vi.fn((entry: PlacedEntry) => entry.escalationId === escalationId);
    return { matches, request: requestOf(desk, { key: escalationId, escalationId, matches }) };
  };
  const [a, b] = [ofCase('a'), ofCase('b')];
  const all = await join(desk.hub, requestOf(desk));
  const seenByA = await join(desk.hub, a.request);
  const seenByB = await join(desk.hub, b.request);
  desk.happen(2, 'a');
  desk.happen(1, 'b');
  desk.happen(1, 'c');
  await desk.hub.settle();
  expect(all.turns.flat()).toEqual(numbers(1, 4));
  expect(seenByA.turns.flat()).toEqual(['1', '2']);
  expect(seenByB.turns.flat()).toEqual(['3']);
  expect(b.matches).toHaveBeenCalledTimes(1);
  expect(desk.hub.counts()).toEqual({ groups: 3, subscriptions: 3 });
  seenByA.subscription.end();
  expect(desk.hub.counts()).toEqual({ groups: 2, subscriptions: 2 });
});

test('a subscriber who is full is told so, and later that it is live with everything', async () => {
  const desk = setUp();
  let isFull = false;
  let drained = () => {};
  const said: string[] = [];
  const { turns } = await join(desk.hub, requestOf(desk), {
    isFull: () => isFull,
    onDrained: (call) => {
      drained = call;
    },
    onBehind: () => void said.push('behind'),
  });
  isFull = true;
  desk.happen(1);
  await desk.hub.settle();
  desk.happen(2);
  await desk.hub.settle();
  expect(turns.flat()).toEqual(['1']);
  expect(said).toEqual(['behind']);
  isFull = false;
  drained();
  await vi.waitFor(() => expect(turns.flat()).toEqual(numbers(1, 3)));
});

describe('many who come back at once', () => {
  test.each([
    ['one party', 1, 4],
    ['many parties', 5, 8],
  ])(
    'of %s have few pages of the log in memory, and all of them everything',
    async (_of, parties, pages) => {
      const desk = setUp();
      desk.happen(1_500);
      let open = 0;
      let most = 0;
      const read: LiveRequest['read'] = async (after, limit) => {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve, 1));
        open -= 1;
        return desk.log.filter(({ seq }) => seq > after).slice(0, limit);
      };
      const many = await Promise.all(
        Array.from({ length: 50 }, (_, place) => {
          const follower = { ...RICH, party: `party ${place % parties}` };
          return join(desk.hub, requestOf(desk, { after: 0n, read, follower }));
        }),
      );
      for (const { turns } of many) expect(turns.flat()).toEqual(numbers(1, 1_500));
      expect(most).toBe(pages);
    },
  );

  test('are sent what is large in parts', async () => {
    const desk = setUp();
    desk.happen(5);
    const run = async ({ seq }: PlacedEntry) => executed(String(seq).padEnd(10_000));
    const { turns } = await join(desk.hub, requestOf(desk, { after: 0n, run }));
    expect(turns.map((texts) => texts.length)).toEqual([2, 2, 1]);
  });
});

test('who begins with the present is not sent what was there already and is not delivered yet', async () => {
  const desk = setUp();
  desk.happen(1);
  desk.foretell(2);
  const { turns } = await join(desk.hub, requestOf(desk));
  desk.hub.deliver(desk.log.slice(1), 3n);
  desk.happen(1);
  await vi.waitFor(() => expect(turns.flat()).toContain('4'));
  expect(turns.flat()).toEqual(['4']);
});
