/** Limits of a request. A request over one of them is refused with an error that names the limit. */
export const MAX_PAGE = 100;
export const DEFAULT_PAGE = 20;
export const MAX_DEPTH = 15;
/** Aliases in a document that comes with its request, fragments included. */
export const MAX_ALIASES = 50;
/** Points of an operation. A field costs one, times the length of the lists around it. */
export const MAX_COST = 20_000;
/** Points of a mutation, beside those of its payload. */
export const MUTATION_COST = 10;
/** Points of `__schema`: about what a query of explorers costs by its answer. */
export const SCHEMA_COST = 16_000;
/** Points of `__type`. */
export const TYPE_COST = 500;
/** Points of a document that is refused before it runs: reading it costs as well. */
export const REFUSAL_COST = 10;
/** Tokens of a document that comes with its request: words, numbers, punctuation. */
export const MAX_TOKENS = 1_000;
/** Tokens of a registered document. */
export const MAX_REGISTERED_TOKENS = 10_000;
/** Different subscriptions of one principal at a time. Equal ones share their executions and count once. */
export const MAX_GROUPS = 200;
/**
 * Queries and mutations of one principal under way on one node: how many run, how long the next ones wait
 * for one of them to end, and how many may wait, which is more than a node takes on. Started subscriptions
 * do not count.
 */
export const UNDER_WAY = { share: 32, waitMs: 1_000, maxWaiting: 1_000 };
/**
 * The same for operations that cost more than `overPoints`: their data lies in memory several times before
 * it counts as bytes of an answer. Cheaper operations do not wait for them.
 */
export const HEAVY = { overPoints: 1_500, share: 3, waitMs: 10_000 };
/**
 * While a node is busy and other principals are active, a principal's operations begin at an even pace: a
 * fifth of the budget of staff for a minute. On a slow processor that is about a quarter of its time.
 * While the node is calm the pace is twice the budget, so that a rush does not begin all at once.
 */
export const PACE = {
  shareOfBudget: 0.2,
  calmShareOfBudget: 2,
  aheadMs: 50,
  reachMs: 3_000,
  maxWaitMs: 10_000,
};
/** Points, at that pace, of reading any request. */
export const READING_COST = 10;
/** Bytes of a document that comes with its request. */
export const MAX_DOCUMENT_BYTES = 64_000;
/** Bytes of an answer as JSON. */
export const MAX_ANSWER_BYTES = 16_000_000;
export const MAX_BODY_BYTES = 1_000_000;

export const MAX_TEXT = 20_000;
export const MAX_NAME = 200;
export const MAX_LIST = 100;
/** Characters of an id as it is given; `MAX_CURSOR` is the same for a cursor. */
export const MAX_ID = 200;
export const MAX_CURSOR = 2_000;
/** Characters of times, days, durations and decimals: more than the longest valid one has. */
export const MAX_SCALAR = 100;
export const MAX_JSON_BYTES = 64_000;
export const MAX_JSON_DEPTH = 20;
