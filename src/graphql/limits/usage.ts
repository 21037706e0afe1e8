import { GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import type { ErrorCode } from '../errors.ts';
import { perRequest } from '../per-request.ts';
import type { AnswerAccount, Lack } from './answer-room.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';

/** What an operation has used so far while it runs. */
export interface Usage {
  /** The most points that it costs, as far as that is known before it runs. */
  planned: number;
  /** Whether any part of it ran. */
  hasBegun: boolean;
  /** Points for reading, beyond those of the fields in the answer. */
  points: number;
  /** About the length of the answer so far. Escapes are only seen when it is written. */
  bytes: number;
  /** Bytes of room taken for the answer so far. */
  granted: number;
  /** Where the room is taken; undefined: only the limit of one answer counts. */
  account: AnswerAccount | undefined;
  /** Why the rest of the answer is not made; undefined while it is. */
  refusal: GraphQLError | undefined;
}

/** Room is taken in steps of this size; most answers need one. */
const STEP_BYTES = 32_000;

export const usageOf: (context: Context) => Usage = perRequest(() => ({
  planned: 0,
  hasBegun: false,
  points: 0,
  bytes: 0,
  granted: 0,
  account: undefined,
  refusal: undefined,
}));

/** Charges points for what a field read beyond what its answer shows. */
export function chargeReading(context: Context, points: number): void {
  usageOf(context).points += points;
}

export function addBytes(usage: Usage, bytes: number): void {
  usage.bytes += bytes;
  if (usage.bytes <= usage.granted || usage.refusal !== undefined) return;
  if (usage.bytes > MAX_ANSWER_BYTES) {
    usage.refusal = answerTooLarge();
    return;
  }
  const wanted = Math.min(MAX_ANSWER_BYTES, usage.bytes + STEP_BYTES);
  const lack = usage.account?.hold(wanted);
  if (lack === undefined) usage.granted = wanted;
  else usage.refusal = noRoom(lack);
}

export function answerTooLarge(): GraphQLError {
  return refusal(
    'ANSWER_TOO_LARGE',
    `The answer is over the limit of ${MAX_ANSWER_BYTES} bytes: select less of it, or in smaller pages.`,
  );
}

const ROOM_AGAIN_S = 1;

/** Nobody sees that an answer is over: it ends what is still made of it. */
function noRoom(lack: Lack): GraphQLError {
  const extensions = { retryAfterSeconds: ROOM_AGAIN_S };
  return lack === 'principal'
    ? refusal(
        'RATE_LIMITED',
        `Too many bytes of answers are under way for you: read those first. Try again in ${ROOM_AGAIN_S} s.`,
        extensions,
      )
    : refusal(
        'OVERLOADED',
        `Too many bytes of answers are under way on this node. Try again in ${ROOM_AGAIN_S} s.`,
        extensions,
      );
}

function refusal(code: ErrorCode, message: string, extensions: object = {}): GraphQLError {
  // A path makes graphql-js take the error for located: one error is thrown by all fields that are left.
  return new GraphQLError(message, { path: [], extensions: { code, ...extensions } });
}
