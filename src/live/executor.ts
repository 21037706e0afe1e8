import type { PlacedEntry } from '../events/reader.ts';
import type { Turns } from '../shared/bounds/turns.ts';
import { createTurns } from '../shared/bounds/turns.ts';
import type { Followers } from './follower.ts';
import { createRecentResults } from './recent-results.ts';
import { EXECUTION_TURNS } from './turn-limits.ts';

/** The result for an entry. */
export interface Executed {
  /** The result as JSON. */
  text: string;
  /** What the execution cost, in points. */
  cost(): number;
}

/** The results for entries, in their order. */
export interface ExecutedTogether {
  texts: string[];
  /** What all executions cost, in points. */
  cost(): number;
}

export interface Execution {
  /** Key that is equal for executions with the same result for every entry. */
  key: string;
  /** Executes the operation for an entry. Never rejects. */
  run(entry: PlacedEntry): Promise<Executed>;
  /** @returns undefined when the operation needs more than its entries, and so only {@link run} does. */
  atOnce?(): RunAtOnce | undefined;
}

/**
 * Executes an operation for entries at once, without waiting for anything. Never throws.
 *
 * @returns results of the first of them. There may be none: only `run` then does for the next entry.
 */
export type RunAtOnce = (entries: readonly PlacedEntry[]) => ExecutedTogether;

/** Nothing was executed: the only party has no points left, for about `waitMs` milliseconds. */
export interface Unpaid {
  waitMs: number;
}

/** What came of the first of some entries: results, or nothing where the first could not be paid for. */
export interface Results {
  texts: readonly string[];
  /** Set when the entry after these could not be paid for. */
  unpaid?: Unpaid;
}

/** Executes operations for their followers, whose parties take turns. */
export interface Executor {
  /**
   * Executes an operation for the first of the entries, or shares results that were made just now: for at
   * least one of them, if it can be paid for. A party that is alone pays; parties that share do not.
   *
   * @param entries at least one, in order.
   * @param abreast how many may be executed beside each other that cannot be executed at once.
   * @throws TurnsOver when the node stops before.
   */
  execute(
    what: Execution,
    entries: readonly PlacedEntry[],
    followers: Followers,
    abreast: number,
  ): Promise<Results>;
  /** Tells that the places are those of another log: results that are kept do not count for it. */
  beginAnew(): void;
  turns: Turns;
}

/** Bounds of the results that are kept for clients who come back together and ask for the same. */
const RECENT = { maxCharacters: 2_000_000, maxAgeMs: 5_000 };
/** Entries that are executed at once, in one turn and with one payment. */
const MAX_AT_ONCE = 100;

export function createExecutor(): Executor {
  const turns = createTurns(EXECUTION_TURNS);
  const recent = createRecentResults<string | Unpaid>({
    ...RECENT,
    charactersOf: (result) => (typeof result === 'string' ? result.length : undefined),
  });
  let logs = 0;
  const keyOf = ({ key }: Execution, { seq }: PlacedEntry) => `${logs} ${seq} ${key}`;

  /** The results of the first entries, as far as they were made just now. */
  function knownOf(what: Execution, entries: readonly PlacedEntry[]): string[] {
    const texts: string[] = [];
    for (const entry of entries) {
      const known = recent.known(keyOf(what, entry));
      if (typeof known !== 'string') break;
      texts.push(known);
    }
    return texts;
  }

  async function executeOne(what: Execution, entry: PlacedEntry, followers: Followers) {
    return recent.share(keyOf(what, entry), () =>
      turns.run(turns.leastBusy(followers.parties()), () =>
        payAndRun(() => what.run(entry), followers),
      ),
    );
  }

  async function executeAtOnce(
    what: Execution,
    runAtOnce: RunAtOnce,
    entries: readonly PlacedEntry[],
    followers: Followers,
  ): Promise<readonly string[]> {
    // Others may have executed the same while this waited for its turn.
    const known = knownOf(what, entries);
    if (known.length > 0) return known;
    // Paid for when it is known how many there are: so no more is taken than they may cost.
    const { texts, cost } = runAtOnce(entries);
    const payment = texts.length === 0 ? undefined : await followers.alone()?.pay(texts.length);
    // They are thrown away. There may be enough for one.
    if (payment?.isPaid === false) return [];
    payment?.settle(cost());
    for (const [place, text] of texts.entries()) {
      const entry = entries[place];
      if (entry !== undefined) recent.keep(keyOf(what, entry), text);
    }
    return texts;
  }

  return {
    turns,
    beginAnew() {
      logs += 1;
    },
    async execute(what, entries, followers, abreast) {
      const runAtOnce = what.atOnce?.();
      if (runAtOnce !== undefined) {
        const first = entries.slice(0, MAX_AT_ONCE);
        const known = knownOf(what, first);
        if (known.length > 0) return { texts: known };
        const texts = await turns.run(turns.leastBusy(followers.parties()), () =>
          executeAtOnce(what, runAtOnce, first, followers),
        );
        if (texts.length > 0) return { texts };
      }
      const results = await Promise.all(
        entries.slice(0, abreast).map((entry) => executeOne(what, entry, followers)),
      );
      return paidOf(results);
    },
  };
}

function paidOf(results: readonly (string | Unpaid)[]): Results {
  const texts: string[] = [];
  for (const result of results) {
    if (typeof result !== 'string') return { texts, unpaid: result };
    texts.push(result);
  }
  return { texts };
}

/** Within its turn: what waits for one has not been paid for yet. */
export async function payAndRun(
  run: () => Promise<Executed>,
  followers: Followers,
): Promise<string | Unpaid> {
  const payment = await followers.alone()?.pay(1);
  if (payment?.isPaid === false) return payment;
  const { text, cost } = await run();
  payment?.settle(cost());
  return text;
}
