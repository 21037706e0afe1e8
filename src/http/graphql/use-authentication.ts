import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Principal } from '../../auth/principal.ts';
import type { Admission } from '../doors/admission.ts';
import { refusalHead } from '../doors/challenge.ts';
import type { Connections } from '../doors/connections.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { GRAPHQL_JSON, PLAIN_JSON } from './media-types.ts';
import type { Keepable } from './stored-answers.ts';

/** What is known of a request so far. */
export interface ServerContext extends Record<string, unknown> {
  req: IncomingMessage;
  res: ServerResponse;
  principal?: Principal;
  /** Whether the body was received already, within the bounds of bodies. */
  isReceived?: boolean;
  /** The operation, once it has been prepared and may run. */
  run?: OperationRun;
  keepable?: Keepable;
}

interface Doors {
  signIn: SignIn;
  addressOf: AddressOf;
  admission: Admission;
  connections: Connections;
}

/**
 * Refuses a request without valid credentials, or with an empty budget, before its body is read. The
 * answer is JSON whatever the request accepts, so that a browser learns the reason as well.
 */
export function useAuthentication({
  signIn,
  addressOf,
  admission,
  connections,
}: Doors): Plugin<Record<string, unknown>, ServerContext> {
  return {
    async onRequestParse({ request, serverContext, endResponse, fetchAPI }) {
      if (serverContext.principal !== undefined) return;
      const authorization = request.headers.get('authorization');
      const principal = await signIn(authorization, addressOf(serverContext.req));
      const refused =
        principal instanceof GraphQLError ? principal : admission.refuseEarly(principal);
      if (!(principal instanceof GraphQLError)) {
        connections.signedIn(serverContext.req);
        serverContext.principal = principal;
      }
      if (refused === undefined) return;
      const type = typeOfRefusal(request.headers.get('accept'));
      const { status, headers } = refusalHead(refused);
      endResponse(
        new fetchAPI.Response(JSON.stringify({ errors: [refused] }), {
          status,
          headers: { 'Content-Type': `${type}; charset=utf-8`, ...headers },
        }),
      );
    },
  };
}

/** The type of a refusal: JSON whatever the request accepts, so that a browser learns the reason. */
export function typeOfRefusal(accept: string | null | undefined): string {
  return accept?.includes(GRAPHQL_JSON) === true ? GRAPHQL_JSON : PLAIN_JSON;
}
