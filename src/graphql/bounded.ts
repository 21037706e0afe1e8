import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { GraphQLError, getOperationAST } from 'graphql';
import { onBehalfOf } from '../db/caller.ts';
import type { AnswerRoom } from './answer-room.ts';
import type { Context } from './context.ts';
import type { ErrorCode } from './errors.ts';
import { rateLimited } from './errors.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';
import type { UnderWay } from './under-way.ts';
import { UNDER_WAY_LIMITS } from './under-way.ts';
import type { Usage } from './usage.ts';
import { answerTooLarge, usageOf } from './usage.ts';

/** What all operations on a node share. */
export interface Bounds {
  underWay: UnderWay;
  room: AnswerRoom;
  /** Told of what was refused, by its code. */
  onRefused(code: ErrorCode): void;
}

/** Characters that JSON makes of one, at most: \u0000 of a control character. */
const MOST_ESCAPED = 6;

type Execute = (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>;

/**
 * Runs a query or a mutation in its turn and within the limits of its answer. The account of the answer
 * is open afterwards: `usageOf(context).account`, to be closed when it was taken.
 *
 * @param isGone whether nobody waits for the answer any more: then it is not begun.
 */
export async function runBounded(
  { underWay, room, onRefused }: Bounds,
  args: ExecutionArgs,
  execute: Execute,
  isGone: () => boolean = () => false,
): Promise<ExecutionResult> {
  const context = args.contextValue as Context;
  const { id } = context.principal;
  const leave = await underWay.enter(id);
  if (leave === undefined) {
    onRefused('RATE_LIMITED');
    return { errors: [tooManyUnderWay()] };
  }
  const usage = usageOf(context);
  try {
    if (isGone()) return { errors: [tooManyUnderWay()] };
    usage.hasBegun = true;
    usage.account = room.open(id);
    const result = await onBehalfOf(id, () => execute(args));
    if (usage.refusal === undefined) return result;
    onRefused(usage.refusal.extensions['code'] as ErrorCode);
    return refused(args, usage.refusal);
  } catch (error) {
    usage.account?.close();
    throw error;
  } finally {
    leave();
  }
}

/** Runs what nobody asked for just now, an event's execution, within the limits of one answer. @returns it as JSON too. */
export async function runEvent(
  args: ExecutionArgs,
  execute: (args: ExecutionArgs) => Promise<ExecutionResult>,
): Promise<{ text: string; data: ExecutionResult['data'] }> {
  const context = args.contextValue as Context;
  const result = await onBehalfOf(context.principal.id, () => execute(args));
  const { refusal } = usageOf(context);
  const text = JSON.stringify(refusal === undefined ? result : refused(args, refusal));
  const { data } = result;
  return { text: isOverLimit(text) ? JSON.stringify(tooLargeAnswer(args)) : text, data };
}

/** @param text of the answer. */
export function isOverLimit(text: string): boolean {
  return text.length > MAX_ANSWER_BYTES || Buffer.byteLength(text) > MAX_ANSWER_BYTES;
}

/** As {@link isOverLimit}, of an answer that somebody else writes. Most are so short that it shows without writing them. */
export function isOverLimitWritten({ bytes }: Usage, result: ExecutionResult): boolean {
  return bytes * MOST_ESCAPED > MAX_ANSWER_BYTES && isOverLimit(JSON.stringify(result));
}

export function tooLargeAnswer(args: ExecutionArgs): ExecutionResult {
  return refused(args, answerTooLarge());
}

/** What a mutation wrote stays written, and its answer says so. */
function refused({ document, operationName }: ExecutionArgs, refusal: GraphQLError) {
  const isMutation = getOperationAST(document, operationName)?.operation === 'mutation';
  const extensions = { ...refusal.extensions, ...(isMutation ? { written: true } : {}) };
  return { data: null, errors: [new GraphQLError(refusal.message, { extensions })] };
}

function tooManyUnderWay(): GraphQLError {
  return rateLimited(
    1,
    `${UNDER_WAY_LIMITS.operations} operations are under way for you, which is the limit, and none ended within a second.`,
  );
}
