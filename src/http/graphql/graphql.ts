import type { GraphQLSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { MAX_BODY_BYTES } from '../../graphql/limits/limits.ts';
import type { Admission } from '../doors/admission.ts';
import { createBodies } from '../doors/bodies.ts';
import type { Connections } from '../doors/connections.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import type { ErrorMask } from '../run/error-mask.ts';
import type { OperationFigures } from '../run/operation-figures.ts';
import type { Operations } from '../run/operations.ts';
import type { Handler } from '../server.ts';
import { createJsonDoor } from './json-door.ts';
import type { ServerContext } from './server-context.ts';
import { useAuthentication } from './use-authentication.ts';
import { useBodies } from './use-bodies.ts';
import { useOperations } from './use-operations.ts';
import { useRequestSyntax } from './use-request-syntax.ts';
import { useValidators } from './use-validators.ts';

export interface GraphqlOptions {
  schema: GraphQLSchema;
  signIn: SignIn;
  addressOf: AddressOf;
  admission: Admission;
  bounds: Bounds;
  connections: Connections;
  operations: Operations;
  maskError: ErrorMask;
  figures: OperationFigures;
}

/**
 * GraphQL over HTTP, GET and POST, answering `application/graphql-response+json`, `application/json` or
 * server-sent events. Between reading a request and writing its answer, every operation goes through
 * `operations`. Yoga reads and writes only what is no plain request for JSON.
 */
export function createGraphql(options: GraphqlOptions): Handler {
  const { operations, bounds, maskError } = options;
  const bodies = createBodies(bounds);
  const yoga = createYoga<ServerContext>({
    schema: options.schema,
    // The explorer has a page of its own.
    graphiql: false,
    maskedErrors: { maskError },
    maxRequestBodySize: MAX_BODY_BYTES,
    batching: false,
    extraParamNames: ['documentId'],
    parserAndValidationCache: false,
    cors: false,
    landingPage: false,
    multipart: false,
    // The mask has logged what there is to log, under its id.
    logging: false,
    plugins: [
      useAuthentication(options),
      useBodies(operations, bodies, options.figures),
      useRequestSyntax(),
      useOperations(operations, bounds),
      useValidators(),
    ],
  });
  return createJsonDoor({
    ...options,
    bodies,
    async others(req, res, taken) {
      await yoga(req, res, taken);
    },
  });
}
