import type { AllowanceLimits } from './allowances.ts';
import { createAllowances } from './allowances.ts';

/**
 * Whose turn it is at something of which there is only so much. Those who ask under one key have at
 * most their share; free places go round the keys that wait, one each, so that who asks much waits for
 * itself and for nobody else's sake.
 */
export interface Turns {
  /**
   * Waits for a turn.
   *
   * @param key undefined: the desk's own work, which comes first and is not bound to a share, for
   *   others wait for it.
   * @returns what ends the turn; calling it twice is once.
   * @throws NoTurn when none came in time, or too many wait.
   * @throws TurnsOver when there are none any more.
   */
  take(key: string | undefined): Promise<() => void>;
  /** Does something within a turn. Throws as `take` does, and as the work does. */
  run<Result>(key: string | undefined, work: () => Promise<Result>): Promise<Result>;
  /** Of several keys the one under which the least waits; of none a key of its own. */
  leastBusy(keys: Iterable<string>): string;
  /** Turns that have begun and not ended. */
  running(): number;
  /** How many wait for one. */
  waiting(): number;
  /** To how many no turn came, since the beginning. */
  refused(): number;
  /** Whoever waits is given up, and so is whoever comes. What runs goes on. */
  stop(): void;
}

export interface TurnLimits {
  /** How many turns there are at a time; all that the keys' shares allow by default. */
  places?: number;
  /** Of them for one key: less than all, so that room is left for who comes next. */
  share: number;
  /** Narrows the share of a key whose turns take long while others are there; see `Allowances`. */
  allowance?: Omit<AllowanceLimits, 'most'>;
  /** How long a turn is waited for; as long as it takes by default. */
  waitMs?: number;
  /**
   * How many may wait under one key; any number by default, which is right only for those who wait for
   * what they asked for before they ask for more.
   */
  maxWaiting?: number;
  /**
   * How many begin in one turn of the event loop; any number by default. For work that may need nothing
   * but the processor: other events come in between.
   */
  maxInARow?: number;
}

/** No turn came. */
export class NoTurn extends Error {
  /** None was free in time, or so many wait already that this one does not. */
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

interface Waiter {
  start(end: () => void): void;
  giveUp(error: Error): void;
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
  const runningOf = new Map<Key, number>();
  /** In the order in which their keys are served next, and of each in the order in which they came. */
  const queues = new Map<Key, Set<Waiter>>();
  let running = 0;
  let waiting = 0;
  let refused = 0;
  let isStopped = false;
  /** Begun in this turn of the event loop. */
  let inARow = 0;

  const shareOf = (key: string) => Math.min(share, allowances?.of(key) ?? share);
  const mayBegin = (key: Key) =>
    running < places &&
    inARow < maxInARow &&
    (key === DESK || (runningOf.get(key) ?? 0) < shareOf(key));

  function begin(key: Key): () => void {
    running += 1;
    runningOf.set(key, (runningOf.get(key) ?? 0) + 1);
    if (maxInARow < Number.POSITIVE_INFINITY) countInARow();
    const since = performance.now();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      running -= 1;
      if (key !== DESK) allowances?.took(key, performance.now() - since);
      const left = (runningOf.get(key) ?? 1) - 1;
      if (left === 0) runningOf.delete(key);
      else runningOf.set(key, left);
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
      leave(key, queue, waiter);
      // Its next one comes after one of each of the others.
      if (queue.size > 0) {
        queues.delete(key);
        queues.set(key, queue);
      }
      waiter.start(begin(key));
    }
  }

  function leave(key: Key, queue: Set<Waiter>, waiter: Waiter): void {
    if (!queue.delete(waiter)) return;
    waiting -= 1;
    if (queue.size === 0) queues.delete(key);
  }

  function noTurn(why: NoTurn['why']): NoTurn {
    refused += 1;
    return new NoTurn(why);
  }

  function wait(key: Key): Promise<() => void> {
    const queue = queues.get(key) ?? new Set<Waiter>();
    if (queue.size >= maxWaiting) return Promise.reject(noTurn('crowded'));
    queues.set(key, queue);
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const waiter: Waiter = {
        start(end) {
          clearTimeout(timer);
          resolve(end);
        },
        giveUp(error) {
          clearTimeout(timer);
          leave(key, queue, waiter);
          reject(error);
        },
      };
      if (waitMs !== undefined) {
        timer = setTimeout(() => waiter.giveUp(noTurn('late')), waitMs);
        timer.unref();
      }
      queue.add(waiter);
      waiting += 1;
    });
  }

  async function take(asked: string | undefined): Promise<() => void> {
    if (isStopped) throw new TurnsOver();
    const key = asked ?? DESK;
    if (key !== DESK) allowances?.asked(key);
    const isFirst = !queues.has(key) && !queues.has(DESK);
    return isFirst && mayBegin(key) ? begin(key) : wait(key);
  }

  return {
    take,
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
      for (const waiter of [...queues.values()].flatMap((queue) => [...queue])) {
        waiter.giveUp(new TurnsOver());
      }
    },
  };
}
