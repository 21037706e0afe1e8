import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { badRequest } from '../../graphql/bad-request.ts';
import type { Bodies } from '../doors/bodies.ts';
import { pointsOfBody } from '../doors/bodies.ts';
import type { OperationFigures } from '../run/operation-figures.ts';
import type { Operations } from '../run/operations.ts';
import { withStatus } from './refusal-status.ts';
import type { ServerContext } from './server-context.ts';

/** Receives requests at the pace of their principal, and their bodies within their bound. */
export function useBodies(
  operations: Operations,
  bodies: Bodies,
  figures: OperationFigures,
): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onRequestParse({ requestParser: read, setRequestParser, serverContext }) {
      const { principal, isReceived } = serverContext;
      if (read === undefined || principal === undefined || isReceived) return;
      setRequestParser(async (request) => {
        if (request.method !== 'POST') {
          const refused = await operations.receive(principal);
          if (refused !== undefined) throw withStatus(refused);
          return read(request);
        }
        const release = bodies.hold(principal.id, request.headers.get('content-length'));
        if (release instanceof GraphQLError) {
          figures.refusedUnread(release);
          throw withStatus(release);
        }
        try {
          const { byteLength } = await received(request);
          const refused = await operations.receive(principal, pointsOfBody(byteLength));
          if (refused !== undefined) throw withStatus(refused);
          // The request has buffered its body, so this reads from memory.
          return await read(request);
        } finally {
          release();
        }
      });
    },
  };
}

/** Receives the body. A connection that ends meanwhile is the client's doing and no internal error. */
function received(request: Request): Promise<ArrayBuffer> {
  return request.arrayBuffer().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET') throw error;
    throw badRequest('The connection ended before all of the request had come.');
  });
}
