import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../../graphql/bad-request.ts';
import { rateLimited } from '../../graphql/errors.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { MAX_BODY_BYTES } from '../../graphql/limits/limits.ts';
import type { Operations } from '../run/operations.ts';
import { withStatus } from './refusal-status.ts';
import type { ServerContext } from './use-authentication.ts';

/** Of one caller's bodies that are being received or wait to be read. */
const MAX_BYTES_UNDER_WAY = 32_000_000;
/** Reading a body up to this comes to nothing beside the operation in it. */
const SMALL_BYTES = 64_000;
const BYTES_PER_POINT = 1_000;

/**
 * Bounds what of one caller's bodies lies in memory, and reads them at its pace. Long ones are charged by
 * their length.
 */
export function useBodies(
  operations: Operations,
  bounds: Bounds,
): Plugin<Record<string, unknown>, ServerContext> {
  const bytesOf = new Map<string, number>();

  function add(principalId: string, bytes: number): void {
    const sum = (bytesOf.get(principalId) ?? 0) + bytes;
    if (sum === 0) bytesOf.delete(principalId);
    else bytesOf.set(principalId, sum);
  }

  return {
    onRequestParse({ requestParser: read, setRequestParser, serverContext: { principal } }) {
      if (read === undefined || principal === undefined) return;
      const { id } = principal;
      setRequestParser(async (request) => {
        if (request.method !== 'POST') return read(request);
        const announced = bytesAnnounced(request);
        if ((bytesOf.get(id) ?? 0) + announced > MAX_BYTES_UNDER_WAY) {
          bounds.onRefused('RATE_LIMITED');
          throw tooManyBytes();
        }
        add(id, announced);
        try {
          const { byteLength } = await received(request);
          const points = byteLength <= SMALL_BYTES ? 0 : Math.ceil(byteLength / BYTES_PER_POINT);
          const refused = await operations.receive(principal, points);
          if (refused !== undefined) throw withStatus(refused);
          // The request has kept it: this waits for nothing any more.
          return await read(request);
        } finally {
          add(id, -announced);
        }
      });
    },
  };
}

/** Who goes away meanwhile is no mistake of ours. */
function received(request: Request): Promise<ArrayBuffer> {
  return request.arrayBuffer().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET') throw error;
    throw badRequest('The connection ended before all of the request had come.');
  });
}

/** At most; more than a body may have is refused when it has come. */
function bytesAnnounced({ headers }: Request): number {
  const length = Number(headers.get('content-length') ?? MAX_BODY_BYTES);
  return length >= 0 ? Math.min(length, MAX_BODY_BYTES) : MAX_BODY_BYTES;
}

function tooManyBytes(): GraphQLError {
  return withStatus(
    rateLimited(1, `Requests of ${MAX_BYTES_UNDER_WAY} bytes are being received from you already.`),
  );
}
