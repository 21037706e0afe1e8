import type { Plugin } from 'graphql-yoga';
import { matches } from '../etag.ts';
import type { ServerContext } from './server-context.ts';
import { keepableOf, sayKeepable } from './stored-answers.ts';

/** Answers 304 when the client's copy of an answer is still valid. */
export function useValidators(): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onExecutionResult({ request, result, context }) {
      if (request.method !== 'GET' || result === undefined || Symbol.asyncIterator in result)
        return;
      const ofRequest = context as unknown as ServerContext;
      const kept = ofRequest.run && keepableOf(ofRequest.run, result);
      if (kept !== undefined) ofRequest.keepable = kept;
    },
    onResponse({ request, response, setResponse, serverContext, fetchAPI }) {
      const { res, keepable: kept } = serverContext;
      // A subscription's answer, a stream, is not kept.
      if (kept === undefined || !isJson(response)) return;
      sayKeepable(res, kept);
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
