import type { TurnLimits } from '../shared/bounds/turns.ts';

/** After so many, requests and the reader of the log come in between: work may need nothing but the processor. */
const maxInARow = 100;

/** Executions of events: fewer than there are connections to the database, so that changes come in between. */
export const EXECUTION_TURNS: TurnLimits = { places: 8, share: 4, maxInARow };

/** Pages of the log that are in memory for those who catch up, however many they are. */
export const PAGE_TURNS: TurnLimits = { places: 8, share: 4, maxInARow };

/** Figures read much: those of one group after those of another, each party in its turn. */
export const FIGURES_TURNS: TurnLimits = { places: 1, share: 1, maxInARow };
