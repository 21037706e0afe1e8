import { SECOND_MS } from './duration.ts';

/** What is said of an outage, each in one line. */
export interface OutageWords {
  /** It began. */
  began(reason: string): string;
  /** It goes on, and so many failed since the last line. */
  goesOn(failures: number, forSeconds: number): string;
  /** It is over, and so many failed in all. */
  over(failures: number, forSeconds: number): string;
}

/** What stands beside the words. */
export interface OutageFacts {
  /** The ids of requests that have failed since the last line. */
  ids?: readonly string[];
}

export interface OutageOptions {
  words: OutageWords;
  say(facts: OutageFacts, message: string): void;
  /**
   * Milliseconds without a failure after which it is over although nobody tells that it works again. Default:
   * never, for somebody does.
   */
  quietMs?: number;
}

/**
 * Tells of something that is away for a while, however many fail meanwhile: one line when it goes, one when
 * it is back, and every ten seconds a count.
 */
export interface Outage {
  /** @param id of the request that failed, as its client knows it. */
  failed(reason: string, id?: string): void;
  /** It has just worked. If it does not fail within half a second, it is back. */
  worked(): void;
  isOn(): boolean;
  /** Failures since the beginning of the process. */
  failures(): number;
  /** Ends it without a word, as another one tells more. */
  dismiss(): void;
}

const COUNT_INTERVAL_MS = 10_000;
/** What comes back goes again at times: it is back when it did not fail for so long. */
const CALM_MS = 500;
/** Ids that one line names; of more requests the count tells. */
const MAX_IDS = 50;
/** What goes and comes is told of as one: a line that it began comes no sooner than this after the last. */
const AGAIN_MS = COUNT_INTERVAL_MS;

interface Running {
  reason: string;
  since: number;
  count: number;
  lastAt: number;
  /** Of which no line has told yet. */
  fresh: { count: number; ids: string[] };
  isSaid: boolean;
  /** When it worked again, if it has not failed since. */
  workedAt: number | undefined;
  ticking: NodeJS.Timeout;
  calming: NodeJS.Timeout | undefined;
}

export function createOutage({ words, say, quietMs }: OutageOptions): Outage {
  let running: Running | undefined;
  let saidAt = Number.NEGATIVE_INFINITY;
  let failures = 0;

  function begin(reason: string): Running {
    const now = performance.now();
    running = {
      reason,
      since: now,
      count: 0,
      lastAt: now,
      fresh: { count: 0, ids: [] },
      isSaid: false,
      workedAt: undefined,
      ticking: setInterval(tick, COUNT_INTERVAL_MS).unref(),
      calming: undefined,
    };
    return running;
  }

  function sayBegan(one: Running): void {
    one.isSaid = true;
    saidAt = performance.now();
    say(takeIds(one), words.began(one.reason));
  }

  function tick(): void {
    if (running === undefined) return;
    const one = running;
    const isQuiet = quietMs !== undefined && performance.now() - one.lastAt >= quietMs;
    const isCalm = one.workedAt !== undefined && one.calming === undefined;
    if (!one.isSaid) sayBegan(one);
    if (isQuiet || isCalm) end(one, one.workedAt ?? one.lastAt);
    else if (one.fresh.count > 0) {
      const text = words.goesOn(one.fresh.count, secondsSince(one.since));
      say(takeIds(one), text);
    }
  }

  function end(one: Running, workedAt: number): void {
    clear(one);
    say(takeIds(one), words.over(one.count, secondsSince(one.since, workedAt)));
  }

  function clear({ ticking, calming }: Running): void {
    clearInterval(ticking);
    clearTimeout(calming);
    running = undefined;
  }

  function calmed(one: Running): void {
    one.calming = undefined;
    if (one.isSaid) end(one, one.workedAt ?? one.lastAt);
  }

  return {
    failed(reason, id) {
      failures += 1;
      const isNew = running === undefined;
      const one = running ?? begin(reason);
      clearTimeout(one.calming);
      one.calming = undefined;
      one.workedAt = undefined;
      one.lastAt = performance.now();
      one.count += 1;
      one.fresh.count += 1;
      if (id !== undefined && one.fresh.ids.length < MAX_IDS) one.fresh.ids.push(id);
      if (isNew && one.lastAt - saidAt >= AGAIN_MS) sayBegan(one);
    },
    worked() {
      if (running === undefined || running.workedAt !== undefined) return;
      running.workedAt = performance.now();
      running.calming = setTimeout(calmed, CALM_MS, running).unref();
    },
    isOn: () => running !== undefined && running.workedAt === undefined,
    failures: () => failures,
    dismiss() {
      if (running !== undefined) clear(running);
    },
  };
}

/** Takes what no line has told of yet. */
function takeIds(one: Running): OutageFacts {
  const { ids } = one.fresh;
  one.fresh = { count: 0, ids: [] };
  return ids.length === 0 ? {} : { ids };
}

/** To a tenth. */
function secondsSince(since: number, until = performance.now()): number {
  return Math.round(((until - since) / SECOND_MS) * 10) / 10;
}
