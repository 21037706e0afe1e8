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

export interface Execution {
  /** Key that is equal for executions with the same result for every entry. */
  key: string;
  /** Executes the operation for an entry. Never rejects. */
  run(entry: PlacedEntry): Promise<Executed>;
}

/** Nothing was executed: the only party has no points left, for about `waitMs` milliseconds. */
export interface Unpaid {
  waitMs: number;
}

/** Executes operations for their followers, whose parties take turns. */
export interface Executor {
  /**
   * Executes an operation for an entry, or shares a result that was made for it just now.
   *
   * @returns the result as JSON text. A party that is alone pays for it; parties that share it do not.
   * @throws TurnsOver when the node stops before.
   */
  execute(what: Execution, entry: PlacedEntry, followers: Followers): Promise<string | Unpaid>;
  turns: Turns;
}

/** Bounds of the results that are kept for clients who come back together and ask for the same. */
const RECENT = { maxCharacters: 2_000_000, maxAgeMs: 5_000 };

export function createExecutor(): Executor {
  const turns = createTurns(EXECUTION_TURNS);
  const recent = createRecentResults<string | Unpaid>({
    ...RECENT,
    charactersOf: (result) => (typeof result === 'string' ? result.length : undefined),
  });

  return {
    turns,
    execute: ({ key, run }, entry, followers) =>
      recent.share(`${entry.seq} ${key}`, () =>
        turns.run(turns.leastBusy(followers.parties()), () =>
          payAndRun(() => run(entry), followers),
        ),
      ),
  };
}

/** Within its turn: what waits for one has not been paid for yet. */
export async function payAndRun(
  run: () => Promise<Executed>,
  followers: Followers,
): Promise<string | Unpaid> {
  const payment = await followers.alone()?.pay();
  if (payment?.isPaid === false) return payment;
  const { text, cost } = await run();
  payment?.settle(cost());
  return text;
}
