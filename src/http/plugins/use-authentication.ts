import type { Plugin } from 'graphql-yoga';
import type { Authenticate } from '../../auth/keys.ts';
import type { Principal } from '../../auth/principal.ts';
import { unauthenticated } from '../../graphql/errors.ts';

/** What is known of a request before its operation. */
export interface ServerContext extends Record<string, unknown> {
  principal?: Principal;
}

const GRAPHQL_JSON = 'application/graphql-response+json';

/**
 * Refuses a request without valid credentials before its body is read. The answer is JSON whatever
 * the request accepts, so that a browser learns the reason as well.
 */
export function useAuthentication(
  authenticate: Authenticate,
): Plugin<Record<string, unknown>, ServerContext> {
  return {
    async onRequestParse({ request, serverContext, endResponse, fetchAPI }) {
      const principal = await authenticate(request.headers.get('authorization'));
      if (principal !== null) {
        serverContext.principal = principal;
        return;
      }
      const accepted = request.headers.get('accept')?.includes(GRAPHQL_JSON) === true;
      const type = accepted ? GRAPHQL_JSON : 'application/json';
      const body = JSON.stringify({ errors: [unauthenticated()] });
      const headers = { 'Content-Type': `${type}; charset=utf-8`, 'WWW-Authenticate': 'Bearer' };
      endResponse(new fetchAPI.Response(body, { status: 401, headers }));
    },
  };
}
