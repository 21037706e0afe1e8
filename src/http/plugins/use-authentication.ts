import type { Plugin } from 'graphql-yoga';
import type { Authenticate } from '../../auth/keys.ts';
import type { Principal } from '../../auth/principal.ts';
import { unauthenticated } from '../../graphql/errors.ts';

/** What is known of a request before its operation. */
export interface ServerContext extends Record<string, unknown> {
  principal?: Principal;
}

/** Refuses a request without valid credentials before its body is read. */
export function useAuthentication(
  authenticate: Authenticate,
): Plugin<Record<string, unknown>, ServerContext> {
  return {
    async onRequestParse({ request, serverContext }) {
      const principal = await authenticate(request.headers.get('authorization'));
      if (principal === null) throw unauthenticated();
      serverContext.principal = principal;
    },
  };
}
