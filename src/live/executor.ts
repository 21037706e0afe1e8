import type { PlacedEntry } from '../events/reader.ts';
import type { Turns } from '../shared/bounds/turns.ts';
import { createTurns } from '../shared/bounds/turns.ts';
import type { Followers } from './follower.ts';
import { createRecentResults } from './recent-results.ts';
import { EXECUTION_TURNS } from './turn-limits.ts';

/** The result for an entry. */
export interface Executed {
  /** As JSON. */
  text: string;
  /** What it did cost, in points. */
  cost(): number;
}

export interface Execution {
  /** The same for what has the same result for every entry. */
  key: string;
  /** Executes the operation for an entry. Never rejects. */
  run(entry: PlacedEntry): Promise<Executed>;
}

/** Nothing was executed: whoever is alone has nothing left to pay with, for about so long. */
export interface Unpaid {
  waitMs: number;
}

/** Executes for those who follow: one party's executions stand in line behind those of others. */
export interface Executor {
  /**
   * @returns the result as JSON text. Whoever is alone pays for it; those who share it do not.
   * @throws TurnsOver when the node stops before.
   */
  execute(what: Execution, entry: PlacedEntry, followers: Followers): Promise<string | Unpaid>;
  turns: Turns;
}

/** In all, of results that may be asked for again by those who come back together. */
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
