/** Limits of a request; over one of them it is refused with an error that names it. */
export const MAX_PAGE = 100;
export const DEFAULT_PAGE = 20;
export const MAX_DEPTH = 15;
/** In a document that comes with its request, fragments included. */
export const MAX_ALIASES = 50;
/** Points; a field costs one, times the length of the lists around it. */
export const MAX_COST = 20_000;
/** Points of a mutation, beside those of what it answers. */
export const MUTATION_COST = 10;
/** Points of `__schema`, about what explorers get for it. */
export const SCHEMA_COST = 16_000;
/** Points of `__type`. */
export const TYPE_COST = 500;
/** Points of a document that is refused before it runs: reading it costs as well. */
export const REFUSAL_COST = 10;
/** Of a document that comes with its request: words, numbers, punctuation. */
export const MAX_TOKENS = 1_000;
/** Of a document that was registered before. */
export const MAX_REGISTERED_TOKENS = 10_000;
/** Different subscriptions of one principal at a time; those alike share their executions and count once. */
export const MAX_GROUPS = 200;
/**
 * Queries and mutations of one principal under way on one node: how many run, how long the next ones
 * wait for one of these to end, and how many wait. Subscriptions that have started are not among them.
 */
export const UNDER_WAY = { share: 32, waitMs: 1_000, maxWaiting: 256 };
/**
 * Those of them that may come to much: what is read for them lies in memory several times before it counts
 * as bytes of an answer. The others do not wait for them.
 */
export const HEAVY = { overPoints: 1_500, share: 3, waitMs: 10_000 };
/**
 * While a node has hardly any time left and others are there, the operations of a principal begin at a pace:
 * a fifth of the budget of staff for a minute, evenly. On a slow processor that is about a quarter of it.
 * While there is time enough it is twice the budget, so that a rush does not begin all at once.
 */
export const PACE = {
  shareOfBudget: 0.2,
  calmShareOfBudget: 2,
  aheadMs: 50,
  reachMs: 3_000,
  maxWaitMs: 10_000,
};
/** Points at that pace for looking into a request, whatever it is. */
export const READING_COST = 10;
/** Of a document that comes with its request. */
export const MAX_DOCUMENT_BYTES = 64_000;
/** Of an answer, as JSON. */
export const MAX_ANSWER_BYTES = 16_000_000;
export const MAX_BODY_BYTES = 1_000_000;

export const MAX_TEXT = 20_000;
export const MAX_NAME = 200;
export const MAX_LIST = 100;
/** Characters of an id, and of a cursor, as they are given. */
export const MAX_ID = 200;
export const MAX_CURSOR = 2_000;
/** Of times, days, durations and decimals: more than the longest that there is. */
export const MAX_SCALAR = 100;
export const MAX_JSON_BYTES = 64_000;
export const MAX_JSON_DEPTH = 20;
