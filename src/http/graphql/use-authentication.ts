import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Admission } from '../doors/admission.ts';
import { refusalHead } from '../doors/challenge.ts';
import type { Connections } from '../doors/connections.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import type { OperationFigures } from '../run/operation-figures.ts';
import { typeOfRefusal } from './media-types.ts';
import type { ServerContext } from './server-context.ts';

interface Doors {
  signIn: SignIn;
  addressOf: AddressOf;
  admission: Admission;
  connections: Connections;
  figures: OperationFigures;
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
  figures,
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
      figures.refusedUnread(refused);
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
