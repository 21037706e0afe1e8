/** Work of many parties, of which each comes to its turn however much the others want. */
export interface FairTurns {
  /**
   * Does it when it is its party's turn. What waits is bounded by those who ask: each waits for what it
   * asked for before it asks for more.
   *
   * @throws TurnsOver when there are no more turns before its own comes.
   */
  run<Result>(party: string, work: () => Promise<Result>): Promise<Result>;
  /** Of several parties the one of whose work the least waits; of none a party of its own. */
  leastBusy(parties: Iterable<string>): string;
  /** How much waits in all. */
  waiting(): number;
  /** What waits is not done any more, and neither is what comes. What runs goes on. */
  stop(): void;
}

export interface TurnLimits {
  /** How much is done at a time. */
  atOnce: number;
  /** Of one party: less, so that room is left for who comes next. */
  ofOne: number;
}

/** The node stops. */
export class TurnsOver extends Error {
  constructor() {
    super('There are no more turns.');
    this.name = 'TurnsOver';
  }
}

/** After so many, requests and the reader of the log come in between: work may need nothing but the processor. */
export const MAX_IN_A_ROW = 100;

interface Waiting {
  start(): void;
  giveUp(): void;
}

/** Parties take turns, one piece of work each, in the order in which they came. */
export function createFairTurns({ atOnce, ofOne }: TurnLimits): FairTurns {
  /** Those with work that waits, by whose turn is next. */
  const queues = new Map<string, Waiting[]>();
  const runningOf = new Map<string, number>();
  let running = 0;
  let waiting = 0;
  let isStopped = false;
  /** Begun in this turn of the event loop. */
  let inARow = 0;

  function countInARow(): void {
    inARow += 1;
    if (inARow > 1) return;
    setImmediate(() => {
      inARow = 0;
      goOn();
    });
  }

  function nextParty(): string | undefined {
    for (const party of queues.keys()) {
      if ((runningOf.get(party) ?? 0) < ofOne) return party;
    }
    return undefined;
  }

  function goOn(): void {
    while (running < atOnce && inARow < MAX_IN_A_ROW) {
      const party = nextParty();
      if (party === undefined) return;
      countInARow();
      const queue = queues.get(party) ?? [];
      const next = queue.shift();
      // Behind all the others again.
      queues.delete(party);
      if (queue.length > 0) queues.set(party, queue);
      waiting -= 1;
      next?.start();
    }
  }

  function take(party: string): void {
    running += 1;
    runningOf.set(party, (runningOf.get(party) ?? 0) + 1);
  }

  function giveBack(party: string): void {
    running -= 1;
    const left = (runningOf.get(party) ?? 1) - 1;
    if (left > 0) runningOf.set(party, left);
    else runningOf.delete(party);
    goOn();
  }

  return {
    async run(party, work) {
      if (isStopped) throw new TurnsOver();
      await new Promise<void>((resolve, reject) => {
        const start = () => {
          take(party);
          resolve();
        };
        const queue = queues.get(party) ?? [];
        queue.push({ start, giveUp: () => reject(new TurnsOver()) });
        queues.set(party, queue);
        waiting += 1;
        goOn();
      });
      try {
        return await work();
      } finally {
        giveBack(party);
      }
    },
    leastBusy(parties) {
      let least = { party: '', waiting: Number.POSITIVE_INFINITY };
      for (const party of parties) {
        const waiting = queues.get(party)?.length ?? 0;
        if (waiting < least.waiting) least = { party, waiting };
        if (waiting === 0) break;
      }
      return least.party;
    },
    waiting: () => waiting,
    stop() {
      isStopped = true;
      const all = [...queues.values()].flat();
      queues.clear();
      waiting = 0;
      for (const { giveUp } of all) giveUp();
    },
  };
}
