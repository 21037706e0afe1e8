import type { IncomingMessage } from 'node:http';
import type { Tracing } from '../shared/tracing.ts';
import type { Answer } from './answer-head.ts';

const FIRST_FAILURE = 500;

/** Makes a request a piece of its client's trace, or of a new one, which the client is told of. */
export function traceRequest(
  tracing: Tracing,
  { method = '' }: IncomingMessage,
  res: Answer,
): void {
  const { facts } = res;
  // What stands behind the path may say more than a trace is for.
  const [path = ''] = (res.req.url ?? '').split('?', 1);
  const span = tracing.begin(method, 'server', facts.traceparent, {
    'http.request.method': method,
    'url.path': path,
    'desk.request_id': facts.id,
  });
  facts.span = span;
  facts.traceparent ??= span.place();
  res.once('close', () => {
    const { statusCode } = res;
    span.set('http.response.status_code', statusCode);
    span.end(statusCode >= FIRST_FAILURE ? String(statusCode) : undefined);
  });
}
