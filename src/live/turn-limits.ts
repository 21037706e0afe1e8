import type { TurnLimits } from '../shared/bounds/turns.ts';

/** Turns in a row before requests and the log's reader come in between: work may need only the processor. */
const maxInARow = 100;

/** Limits executions of events: fewer than connections to the database, so that changes come in between. */
export const EXECUTION_TURNS: TurnLimits = { places: 8, share: 4, maxInARow };

/** Limits the pages of the log in memory, however many subscriptions catch up. */
export const PAGE_TURNS: TurnLimits = { places: 8, share: 4, maxInARow };

/** Limits figures, which read much: one group after another, and the parties in turn. */
export const FIGURES_TURNS: TurnLimits = { places: 1, share: 1, maxInARow };
