import { GraphQLError } from 'graphql';
import type { Context } from '../context.ts';
import type { ErrorCode } from '../errors.ts';
import { perRequest } from '../per-request.ts';
import type { AnswerAccount, Lack } from './answer-room.ts';
import { MAX_ANSWER_BYTES } from './limits.ts';

/** What an operation has come to while it runs. */
export interface Usage {
  /** Points that it costs at most, as far as that can be said before it runs. */
  planned: number;
  /** Whether any of it ran. */
  hasBegun: boolean;
  /** Points beyond those of the fields in its answer: for what was read to make them. */
  points: number;
  /** About how long its answer is by now; what escaping adds is seen when it is written. */
  bytes: number;
  /** Room that was taken for it. */
  granted: number;
  /** Where it is taken; without it only the limit of one answer counts. */
  account: AnswerAccount | undefined;
  /** Why nothing more of it is worked out. */
  refusal: GraphQLError | undefined;
}

/** Room is taken in steps: most answers are one. */
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

/** What was read for a field beyond what its answer shows, in points. */
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
  // With a path it counts as located: it is thrown by every field that is left and is one for all.
  return new GraphQLError(message, { path: [], extensions: { code, ...extensions } });
}
