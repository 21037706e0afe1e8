import type { AllowanceLimits } from './allowances.ts';
import { createAllowances } from './allowances.ts';
import { createTally } from './tally.ts';

/**
 * Shares a limited resource, such as connections, among keys. Each key has at most its share at a time;
 * free places go round the waiting keys, one each, so that a key that asks for much delays only itself.
 */
export interface Turns {
  /**
   * Waits for a turn.
   *
   * @param key undefined: the desk's own work, which comes first and is not bound to a share, for others
   *   wait for it.
   * @returns a function that ends the turn; calling it again does nothing.
   * @throws NoTurn when no turn came in time, or too many callers wait.
   * @throws TurnsOver after `stop`.
   */
  take(key: string | undefined): Promise<() => void>;
  /** Like `take`, but waits for nothing: undefined when no turn is free now. */
  takeNow(key: string | undefined): (() => void) | undefined;
  /** Like `take`, without a promise: `begun` is called at once when a turn is free. */
  takeThen(key: string | undefined, begun: Begun, refused: (error: Error) => void): void;
  /** Does the work within a turn. Throws as `take` does, and as the work does. */
  run<Result>(key: string | undefined, work: () => Promise<Result>): Promise<Result>;
  /** Returns the key under which the fewest callers wait; an empty key when there are none. */
  leastBusy(keys: Iterable<string>): string;
  /** Turns that have begun and not ended. */
  running(): number;
  /** How many callers wait for a turn. */
  waiting(): number;
  /** How many callers got no turn, since the beginning. */
  refused(): number;
  /** Refuses all who wait and all who come later, with TurnsOver. Turns that have begun go on. */
  stop(): void;
}

export interface TurnLimits {
  /** How many turns there are at a time; by default as many as the shares of the keys allow. */
  places?: number;
  /** How many turns one key may have at a time; fewer than `places` leave room for the next key. */
  share: number;
  /** Narrows the share of a key whose turns take long while others are there; see `Allowances`. */
  allowance?: Omit<AllowanceLimits, 'most'>;
  /** Milliseconds that a turn is waited for; by default there is no limit. */
  waitMs?: number;
  /**
   * How many callers may wait under one key; by default any number. That is right only for callers that
   * wait for one turn before they ask for the next.
   */
  maxWaiting?: number;
  /**
   * How many turns begin in one iteration of the event loop; by default any number. It is for work that may
   * need nothing but the processor, so that other events come in between.
   */
  maxInARow?: number;
}

/** Called when a turn begins, with the function that ends it. */
export type Begun = (end: () => void) => void;

/** The caller got no turn. */
export class NoTurn extends Error {
  /** `late`: no turn was free in time. `crowded`: too many callers wait under the key already. */
  readonly why: 'late' | 'crowded';
  constructor(why: NoTurn['why']) {
    super(why === 'late' ? 'No turn came in time.' : 'Too many wait for a turn already.');
    this.name = 'NoTurn';
    this.why = why;
  }
}

/** There are no more turns: the node stops. */
export class TurnsOver extends Error {
  constructor() {
    super('There are no more turns.');
    this.name = 'TurnsOver';
  }
}

/**
 * Whoever waits. It is emptied when it goes, because tables of a Set that have been replaced still lead to
 * it, and to all of its caller, until the next full collection of garbage.
 */
interface Waiter {
  begun: Begun | undefined;
  refused: ((error: Error) => void) | undefined;
  timer: NodeJS.Timeout | undefined;
}

const DESK = Symbol('the desk');
type Key = string | typeof DESK;

export function createTurns({
  places = Number.POSITIVE_INFINITY,
  share,
  allowance,
  waitMs,
  maxWaiting = Number.POSITIVE_INFINITY,
  maxInARow = Number.POSITIVE_INFINITY,
}: TurnLimits): Turns {
  const allowances =
    allowance === undefined ? undefined : createAllowances({ ...allowance, most: share });
  const runningOf = createTally<Key>();
  /**
   * Queues by key. Keys stand in the order in which they are served next; a queue is first come, first
   * served.
   */
  const queues = new Map<Key, Set<Waiter>>();
  let running = 0;
  let waiting = 0;
  let refused = 0;
  let isStopped = false;
  /** Turns that have begun in this iteration of the event loop. */
  let inARow = 0;

  const shareOf = (key: string) => Math.min(share, allowances?.of(key) ?? share);
  const mayBegin = (key: Key) =>
    running < places && inARow < maxInARow && (key === DESK || runningOf.of(key) < shareOf(key));

  function begin(key: Key): () => void {
    running += 1;
    runningOf.add(key, 1);
    if (maxInARow < Number.POSITIVE_INFINITY) countInARow();
    const since = performance.now();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      running -= 1;
      if (key !== DESK) allowances?.took(key, performance.now() - since);
      runningOf.add(key, -1);
      serve();
    };
  }

  function countInARow(): void {
    inARow += 1;
    if (inARow > 1) return;
    setImmediate(() => {
      inARow = 0;
      serve();
    });
  }

  function nextKey(): Key | undefined {
    if (queues.has(DESK)) return mayBegin(DESK) ? DESK : undefined;
    for (const key of queues.keys()) if (mayBegin(key)) return key;
    return undefined;
  }

  function serve(): void {
    for (let key = nextKey(); key !== undefined; key = nextKey()) {
      const queue = queues.get(key);
      const [waiter] = queue ?? [];
      if (queue === undefined || waiter === undefined) return;
      const { begun } = waiter;
      leave(key, queue, waiter);
      // The key's next waiter comes after one of each other key.
      if (queue.size > 0) {
        queues.delete(key);
        queues.set(key, queue);
      }
      begun?.(begin(key));
    }
  }

  function leave(key: Key, queue: Set<Waiter>, waiter: Waiter): void {
    if (!queue.delete(waiter)) return;
    waiting -= 1;
    if (queue.size === 0) queues.delete(key);
    clearTimeout(waiter.timer);
    waiter.begun = undefined;
    waiter.refused = undefined;
  }

  function giveUp(key: Key, queue: Set<Waiter>, waiter: Waiter, error: Error): void {
    const notBegun = waiter.refused;
    leave(key, queue, waiter);
    notBegun?.(error);
  }

  function noTurn(why: NoTurn['why']): NoTurn {
    refused += 1;
    return new NoTurn(why);
  }

  function wait(key: Key, begun: Begun, notBegun: (error: Error) => void): void {
    const queue = queues.get(key) ?? new Set<Waiter>();
    if (queue.size >= maxWaiting) {
      notBegun(noTurn('crowded'));
      return;
    }
    queues.set(key, queue);
    const waiter: Waiter = { begun, refused: notBegun, timer: undefined };
    if (waitMs !== undefined) {
      waiter.timer = setTimeout(() => giveUp(key, queue, waiter, noTurn('late')), waitMs);
      waiter.timer.unref();
    }
    queue.add(waiter);
    waiting += 1;
  }

  function takeNow(asked: string | undefined): (() => void) | undefined {
    if (isStopped) throw new TurnsOver();
    const key = asked ?? DESK;
    if (key !== DESK) allowances?.asked(key);
    const isFirst = !queues.has(key) && !queues.has(DESK);
    return isFirst && mayBegin(key) ? begin(key) : undefined;
  }

  async function take(asked: string | undefined): Promise<() => void> {
    const end = takeNow(asked);
    if (end !== undefined) return end;
    return new Promise((resolve, reject) => wait(asked ?? DESK, resolve, reject));
  }

  function takeThen(asked: string | undefined, begun: Begun, notBegun: (error: Error) => void) {
    let end: (() => void) | undefined;
    try {
      end = takeNow(asked);
    } catch (error) {
      notBegun(error as Error);
      return;
    }
    if (end === undefined) wait(asked ?? DESK, begun, notBegun);
    else begun(end);
  }

  return {
    take,
    takeNow,
    takeThen,
    async run(key, work) {
      const end = await take(key);
      try {
        return await work();
      } finally {
        end();
      }
    },
    leastBusy(keys) {
      let least = { key: '', waiting: Number.POSITIVE_INFINITY };
      for (const key of keys) {
        const waiting = queues.get(key)?.size ?? 0;
        if (waiting < least.waiting) least = { key, waiting };
        if (waiting === 0) break;
      }
      return least.key;
    },
    running: () => running,
    waiting: () => waiting,
    refused: () => refused,
    stop() {
      isStopped = true;
      for (const [key, queue] of [...queues]) {
        for (const waiter of [...queue]) giveUp(key, queue, waiter, new TurnsOver());
      }
    },
  };
}
