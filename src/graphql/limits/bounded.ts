import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { GraphQLError, getOperationAST } from 'graphql';
import { onBehalfOf } from '../../db/caller.ts';
import type { Pace } from '../../shared/bounds/pace.ts';
import { TooFarAhead } from '../../shared/bounds/pace.ts';
import type { Turns } from '../../shared/bounds/turns.ts';
import { NoTurn } from '../../shared/bounds/turns.ts';
import type { Context } from '../context.ts';
import type { ErrorCode } from '../errors.ts';
import { rateLimited } from '../errors.ts';
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

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * Runs a query or a mutation in its turn and within the limits of its answer. The account of the answer,
 * `usageOf(context).account`, is open afterwards; whoever writes the answer closes it.
 *
 * @param isGone tells whether nobody waits for the answer any more; the operation is then not begun.
 */
export async function runBounded(
  bounds: Bounds,
  args: ExecutionArgs,
  execute: Execute,
  isGone: () => boolean = () => false,
): Promise<ExecutionResult> {
  const context = args.contextValue as Context;
  const { id } = context.principal;
  const usage = usageOf(context);
  const leave = await enter(bounds, id, usage.planned);
  if (leave instanceof GraphQLError) return { errors: [leave] };
  try {
    if (isGone()) return { errors: [tooManyUnderWay()] };
    usage.account = bounds.room.open(id);
    // When there is no room for a principal's answers, its queries are not run. Its mutations are.
    addBytes(usage, 1);
    let result: ExecutionResult | undefined;
    if (usage.refusal === undefined || isMutation(args)) {
      usage.hasBegun = true;
      result = await onBehalfOf(id, () => execute(args));
      if (usage.points > usage.planned) bounds.pace.add(id, usage.points - usage.planned);
    }
    if (usage.refusal === undefined) return result ?? {};
    bounds.onAnswerRefused(usage.refusal.extensions['code'] as ErrorCode);
    return refused(args, usage.refusal);
  } catch (error) {
    usage.account?.close();
    throw error;
  } finally {
    leave();
  }
}

/** Waits for a turn of a principal. @returns a function that ends the turn; or an error, which is counted. */
export async function enter(
  bounds: Bounds,
  principalId: string,
  points: number,
): Promise<(() => void) | GraphQLError> {
  const leaves: (() => void)[] = [];
  const leave = () => {
    for (const one of leaves) one();
  };
  try {
    leaves.push(await bounds.underWay.take(principalId));
    if (points > HEAVY.overPoints) leaves.push(await bounds.heavy.take(principalId));
    // The pace comes last, because meanwhile a principal may no longer be the only one.
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

/** Waits until so many points of a principal may begin. @returns an error, which is counted, if refused. */
export async function atPace(
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

/** Executes an event within the limits of one answer. @returns its data, and the whole result as JSON. */
export async function runEvent(
  bounds: Pick<Bounds, 'onAnswerRefused'>,
  args: ExecutionArgs,
  execute: (args: ExecutionArgs) => Promise<ExecutionResult>,
): Promise<{ text: string; data: ExecutionResult['data'] }> {
  const context = args.contextValue as Context;
  const result = await onBehalfOf(context.principal.id, () => execute(args));
  const { refusal } = usageOf(context);
  if (refusal !== undefined) bounds.onAnswerRefused(refusal.extensions['code'] as ErrorCode);
  const text = JSON.stringify(refusal === undefined ? result : refused(args, refusal));
  const { data } = result;
  return { text: isOverLimit(text) ? JSON.stringify(tooLargeAnswer(bounds, args)) : text, data };
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
  return getOperationAST(document, operationName)?.operation === 'mutation';
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
