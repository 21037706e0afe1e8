import type { Plugin } from 'graphql-yoga';
import { hashOfText, matches } from '../etag.ts';
import type { ServerContext } from './use-authentication.ts';

/** What is the same for everybody and changes with the policies of the desk at most; all else belongs to customers or is about people. */
const REFERENCE: ReadonlySet<string> = new Set([
  'Query.resolutionPaths',
  'Query.severityMatrix',
  'Query.__typename',
]);
/** Never for caches that others share: every answer depends on who asks. */
const FRESH_A_MINUTE = 'private, max-age=60';
const ASK_AGAIN = 'private, no-cache';

/**
 * Lets clients keep the answers to registered queries that come by GET, and answers 304 when what
 * they kept is still so. The validator is of the data: what the operation did cost is in no two
 * answers the same.
 */
export function useValidators(): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onExecutionResult({ request, result, context }) {
      if (request.method !== 'GET' || result === undefined || Symbol.asyncIterator in result)
        return;
      const ofRequest = context as unknown as ServerContext;
      const { known } = ofRequest.run ?? {};
      if (known?.type !== 'query' || result.errors !== undefined || result.data == null) return;
      const isReference = known.calls.every((call) => REFERENCE.has(call));
      const cacheControl = isReference ? FRESH_A_MINUTE : ASK_AGAIN;
      ofRequest.keepable = { cacheControl, etag: etagOf(result.data) };
    },
    onResponse({ request, response, setResponse, serverContext, fetchAPI }) {
      const { res, keepable: kept } = serverContext;
      // A stream of one event is none to keep.
      if (kept === undefined || !isJson(response)) return;
      res.setHeader('Cache-Control', kept.cacheControl);
      res.setHeader('ETag', kept.etag);
      res.setHeader(
        'Vary',
        [res.getHeader('Vary'), 'Accept, Authorization'].flatMap((one) => one ?? []).join(', '),
      );
      if (matches(request.headers.get('if-none-match'), kept.etag)) {
        setResponse(new fetchAPI.Response(null, { status: 304 }));
      }
    },
  };
}

function isJson(response: Response): boolean {
  return (
    response.status === 200 && /^application\//.test(response.headers.get('content-type') ?? '')
  );
}

/** Weak: the same data, in other words perhaps. */
function etagOf(data: object): string {
  return `W/"${hashOfText(JSON.stringify(data))}"`;
}
