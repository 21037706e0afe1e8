import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Pace } from '../../shared/bounds/pace.ts';
import { TooFarAhead } from '../../shared/bounds/pace.ts';
import type { Turns } from '../../shared/bounds/turns.ts';
import { NoTurn } from '../../shared/bounds/turns.ts';
import type { Caller } from '../../shared/caller.ts';
import { currentCaller, goOnFor, onBehalfOf } from '../../shared/caller.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import { andThen } from '../../shared/maybe-promise.ts';
import type { Answer } from '../answer.ts';
import { textOf } from '../answer.ts';
import type { Context } from '../context.ts';
import type { ErrorCode } from '../errors.ts';
import { overloaded, rateLimited } from '../errors.ts';
import { operationIn } from '../known-operation.ts';
import type { AnswerRoom } from './answer-room.ts';
import { HEAVY, MAX_ANSWER_BYTES, UNDER_WAY } from './limits.ts';
import type { Usage } from './usage.ts';
import { addBytes, answerTooLarge, usageOf } from './usage.ts';

/** The bounds that all operations on a node share. */
export interface Bounds {
  /** Turns of queries and mutations, by principal. */
  underWay: Turns;
  /** Further turns of operations whose cost may be high. */
  heavy: Turns;
  /** How fast the operations of a principal begin. */
  pace: Pace;
  room: AnswerRoom;
  /** Called for each refusal, with the code of the error. */
  onAnswerRefused(code: ErrorCode): void;
}

/** The most characters that JSON makes of one: \u0000 of a control character. */
const MOST_ESCAPED = 6;

type Execute = (args: ExecutionArgs) => MaybePromise<Answer>;

/**
 * Runs a query or a mutation in its turn and within the limits of its answer. The account of the answer,
 * `usageOf(context).account`, is open afterwards; whoever writes the answer ends it. The answer is there
 * at once when nothing had to be waited for.
 *
 * @param isGone tells whether nobody waits for the answer any more; the operation is then not begun, also
 *   while it waits for its first connection to the database.
 */
export function runBounded(
  bounds: Bounds,
  args: ExecutionArgs,
  execute: Execute,
  isGone: () => boolean = () => false,
): MaybePromise<Answer> {
  const context = args.contextValue as Context;
  const entered = enter(bounds, context.principal.id, usageOf(context).planned);
  return andThen(entered, (leave) =>
    leave instanceof GraphQLError
      ? { errors: [leave] }
      : runInTurn(bounds, args, execute, isGone, leave),
  );
}

function runInTurn(
  bounds: Bounds,
  args: ExecutionArgs,
  execute: Execute,
  isGone: () => boolean,
  leave: () => void,
): MaybePromise<Answer> {
  const context = args.contextValue as Context;
  const usage = usageOf(context);
  const ended = (answer: Answer): Answer => {
    leave();
    return withinLimits(bounds, args, answer);
  };
  const failed = (error: unknown): never => {
    leave();
    usage.account?.end();
    throw error;
  };
  try {
    const answer = begin(bounds, args, execute, isGone);
    return answer instanceof Promise ? answer.then(ended, failed) : ended(answer);
  } catch (error) {
    return failed(error);
  }
}

function begin(
  bounds: Bounds,
  args: ExecutionArgs,
  execute: Execute,
  isGone: () => boolean,
): MaybePromise<Answer> {
  if (isGone()) return NOT_BEGUN;
  const context = args.contextValue as Context;
  const { id } = context.principal;
  const usage = usageOf(context);
  usage.account = bounds.room.open(id);
  // When there is no room for a principal's answers, its queries are not run. Its mutations are.
  addBytes(usage, 1);
  if (usage.refusal !== undefined && !isMutation(args)) return {};
  usage.hasBegun = true;
  const { request } = currentCaller();
  const caller: Caller = { key: id, holdsConnection: false, request, isGone };
  const answer = goOnFor(caller, () => execute(args));
  return andThen(answer, (made) => (caller.isDropped === true ? NOT_BEGUN : made));
}

/** Of an operation that nobody waits for. Nobody sees it. */
const NOT_BEGUN: Answer = { errors: [overloaded(1)] };

/** What an operation has brought, or the refusal in its place. */
function withinLimits(bounds: Bounds, args: ExecutionArgs, answer: Answer): Answer {
  const context = args.contextValue as Context;
  const usage = usageOf(context);
  if (usage.hasBegun && usage.points > usage.planned)
    bounds.pace.add(context.principal.id, usage.points - usage.planned);
  if (usage.refusal === undefined) return answer;
  bounds.onAnswerRefused(usage.refusal.extensions['code'] as ErrorCode);
  return refused(args, usage.refusal);
}

/**
 * Waits for a turn of a principal, unless one is free.
 *
 * @returns a function that ends the turn; or an error, which is counted.
 */
export function enter(
  bounds: Bounds,
  principalId: string,
  points: number,
): MaybePromise<(() => void) | GraphQLError> {
  const leave = bounds.underWay.takeNow(principalId);
  const isLight = points <= HEAVY.overPoints;
  // The pace comes last, because meanwhile a principal may no longer be the only one.
  if (leave !== undefined && isLight && bounds.pace.takeNow(principalId, points)) return leave;
  return enterInTurn(bounds, principalId, points, leave);
}

async function enterInTurn(
  bounds: Bounds,
  principalId: string,
  points: number,
  begun: (() => void) | undefined,
): Promise<(() => void) | GraphQLError> {
  const leaves: (() => void)[] = [];
  const leave = () => {
    for (const one of leaves) one();
  };
  try {
    leaves.push(begun ?? (await bounds.underWay.take(principalId)));
    if (points > HEAVY.overPoints) leaves.push(await bounds.heavy.take(principalId));
    const refused = await atPace(bounds, principalId, points);
    if (refused === undefined) return leave;
    leave();
    return refused;
  } catch (error) {
    leave();
    if (!(error instanceof NoTurn)) throw error;
    bounds.onAnswerRefused('RATE_LIMITED');
    return tooManyUnderWay(leaves.length > 0);
  }
}

/**
 * Waits until so many points of a principal may begin, unless they may now.
 *
 * @returns an error, which is counted, if refused.
 */
export function atPace(
  bounds: Pick<Bounds, 'pace' | 'onAnswerRefused'>,
  principalId: string,
  points: number,
): MaybePromise<GraphQLError | undefined> {
  if (bounds.pace.takeNow(principalId, points)) return undefined;
  return waitForPace(bounds, principalId, points);
}

async function waitForPace(
  { pace, onAnswerRefused }: Pick<Bounds, 'pace' | 'onAnswerRefused'>,
  principalId: string,
  points: number,
): Promise<GraphQLError | undefined> {
  try {
    await pace.take(principalId, points);
    return undefined;
  } catch (error) {
    if (!(error instanceof TooFarAhead)) throw error;
    onAnswerRefused('RATE_LIMITED');
    return rateLimited(
      Math.ceil(error.retryAfterMs / 1_000),
      'The node is busy, and what you sent in the last seconds waits already.',
    );
  }
}

/** Executes an event within the limits of one answer. @returns the answer, and what is sent of it, as JSON. */
export async function runEvent(
  bounds: Pick<Bounds, 'onAnswerRefused'>,
  args: ExecutionArgs,
  execute: (args: ExecutionArgs) => Promise<Answer>,
): Promise<{ text: string; answer: Answer }> {
  const context = args.contextValue as Context;
  const answer = await onBehalfOf(context.principal.id, () => execute(args));
  const { refusal } = usageOf(context);
  if (refusal !== undefined) bounds.onAnswerRefused(refusal.extensions['code'] as ErrorCode);
  const text = refusal === undefined ? textOf(answer) : JSON.stringify(refused(args, refusal));
  return { text: isOverLimit(text) ? JSON.stringify(tooLargeAnswer(bounds, args)) : text, answer };
}

function isOverLimit(text: string): boolean {
  return Buffer.byteLength(text) > MAX_ANSWER_BYTES;
}

/** Whether an answer that graphql-ws writes is too long. For most this is clear without writing them. */
export function isOverLimitWritten({ bytes }: Usage, result: ExecutionResult): boolean {
  return bytes * MOST_ESCAPED > MAX_ANSWER_BYTES && isOverLimit(JSON.stringify(result));
}

export function tooLargeAnswer(
  { onAnswerRefused }: Pick<Bounds, 'onAnswerRefused'>,
  args: ExecutionArgs,
): ExecutionResult {
  onAnswerRefused('ANSWER_TOO_LARGE');
  return refused(args, answerTooLarge());
}

/** The answer in place of one that is refused. A mutation has written all the same, and it says so. */
function refused(args: ExecutionArgs, refusal: GraphQLError) {
  const extensions = { ...refusal.extensions, ...(isMutation(args) ? { written: true } : {}) };
  return { data: null, errors: [new GraphQLError(refusal.message, { extensions })] };
}

function isMutation({ document, operationName }: ExecutionArgs): boolean {
  return operationIn(document, operationName)?.node.operation === 'mutation';
}

function tooManyUnderWay(ofHeavy = false): GraphQLError {
  return ofHeavy
    ? rateLimited(
        1,
        `${HEAVY.share} operations of over ${HEAVY.overPoints} points are under way for you, which is the limit, and this one has waited ${HEAVY.waitMs / 1_000} seconds.`,
      )
    : rateLimited(
        1,
        `${UNDER_WAY.share} operations are under way for you, which is the limit, and none ended within ${UNDER_WAY.waitMs / 1_000} s.`,
      );
}
