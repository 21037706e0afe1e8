/**
 * Whose turn it is at something of which there is only so much: connections to the database. Those who
 * ask under one key have at most their share; free places go round the keys that wait, one each, so
 * that who asks much waits for itself and for nobody else's sake.
 */
export interface Turns {
  /**
   * @param key undefined: the desk's own work, which comes first and is not bound to a share, for
   *   others wait for it.
   * @returns what ends the turn; calling it twice is once.
   * @throws Error when no turn came in time, or too many wait.
   */
  take(key: string | undefined): Promise<() => void>;
  waiting(): number;
}

interface TurnSettings {
  /** How many turns there are at a time. */
  places: number;
  /** Of them for one key. */
  share: number;
  /** How long a turn is waited for. */
  waitMs: number;
  /** How many may wait, of one key. */
  maxWaiting?: number;
}

interface Waiter {
  start(end: () => void): void;
}

const DESK = Symbol('the desk');
type Key = string | typeof DESK;

const MAX_WAITING = 10_000;

export function createTurns({
  places,
  share,
  waitMs,
  maxWaiting = MAX_WAITING,
}: TurnSettings): Turns {
  const running = new Map<Key, number>();
  /** In the order in which their keys are served next. */
  const queues = new Map<Key, Set<Waiter>>();
  let taken = 0;
  let waiting = 0;

  const runningOf = (key: Key) => running.get(key) ?? 0;
  const hasPlace = (key: Key) => taken < places && (key === DESK || runningOf(key) < share);

  function start(key: Key): () => void {
    taken += 1;
    running.set(key, runningOf(key) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      taken -= 1;
      const left = runningOf(key) - 1;
      if (left === 0) running.delete(key);
      else running.set(key, left);
      serve();
    };
  }

  function nextKey(): Key | undefined {
    if (queues.has(DESK)) return hasPlace(DESK) ? DESK : undefined;
    for (const key of queues.keys()) if (hasPlace(key)) return key;
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
      waiter.start(start(key));
    }
  }

  function leave(key: Key, queue: Set<Waiter>, waiter: Waiter): void {
    if (!queue.delete(waiter)) return;
    waiting -= 1;
    if (queue.size === 0) queues.delete(key);
  }

  return {
    waiting: () => waiting,
    async take(asked) {
      const key = asked ?? DESK;
      if (!queues.has(key) && !queues.has(DESK) && hasPlace(key)) return start(key);
      const queue = queues.get(key) ?? new Set<Waiter>();
      if (queue.size >= maxWaiting) throw new Error(`${maxWaiting} statements wait already.`);
      queues.set(key, queue);
      return new Promise((resolve, reject) => {
        const waiter: Waiter = {
          start(end) {
            clearTimeout(timer);
            resolve(end);
          },
        };
        const timer = setTimeout(() => {
          leave(key, queue, waiter);
          reject(new Error(`No connection to the database was free within ${waitMs} ms.`));
        }, waitMs);
        timer.unref();
        queue.add(waiter);
        waiting += 1;
      });
    },
  };
}
