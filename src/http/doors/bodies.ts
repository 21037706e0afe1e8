import type { GraphQLError } from 'graphql';
import { rateLimited } from '../../graphql/errors.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { MAX_BODY_BYTES } from '../../graphql/limits/limits.ts';
import { createTally } from '../../shared/bounds/tally.ts';

/** Bounds the memory of one caller's bodies: those being received, and those waiting to be read. */
export interface Bodies {
  /**
   * Takes room for a body.
   *
   * @param announced the header `content-length`.
   * @returns a function that gives the room back; or an error when there is none, which is counted.
   */
  hold(principalId: string, announced: string | null | undefined): (() => void) | GraphQLError;
}

/** The limit for the bodies of one caller. */
const MAX_BYTES_UNDER_WAY = 32_000_000;
/** Up to this length reading a body costs next to nothing beside its operation. */
const SMALL_BYTES = 64_000;
const BYTES_PER_POINT = 1_000;

export function createBodies({ onAnswerRefused }: Pick<Bounds, 'onAnswerRefused'>): Bodies {
  const held = createTally<string>();

  return {
    hold(principalId, announced) {
      const more = bytesAnnounced(announced);
      if (held.of(principalId) + more > MAX_BYTES_UNDER_WAY) {
        onAnswerRefused('RATE_LIMITED');
        return tooManyBytes();
      }
      held.add(principalId, more);
      return () => void held.add(principalId, -more);
    },
  };
}

/** Points of reading a body, beside those of any request. A long body is charged by its length. */
export function pointsOfBody(bytes: number): number {
  return bytes <= SMALL_BYTES ? 0 : Math.ceil(bytes / BYTES_PER_POINT);
}

/** The length to take room for, capped: a body over the limit is refused when it has come. */
function bytesAnnounced(announced: string | null | undefined): number {
  const length = Number(announced ?? MAX_BODY_BYTES);
  return length >= 0 ? Math.min(length, MAX_BODY_BYTES) : MAX_BODY_BYTES;
}

function tooManyBytes(): GraphQLError {
  return rateLimited(
    1,
    `Requests of ${MAX_BYTES_UNDER_WAY} bytes are being received from you already.`,
  );
}
