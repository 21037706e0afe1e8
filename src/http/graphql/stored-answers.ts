import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { hashOfText } from '../etag.ts';
import type { OperationRun } from '../run/operation-run.ts';

/** How an answer may be kept by who gets it. */
export interface Keepable {
  cacheControl: string;
  etag: string;
}

/** What is the same for everybody and changes with the policies of the desk at most; all else belongs to customers or is about people. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set([
  'Query.resolutionPaths',
  'Query.severityMatrix',
  'Query.__typename',
]);
/** Never for caches that others share: every answer depends on who asks. */
const FRESH_A_MINUTE = 'private, max-age=60';
const ASK_AGAIN = 'private, no-cache';

/**
 * Clients may keep the answers to registered queries that come by GET, and ask whether what they kept is
 * still so. The validator is of the data: what the operation did cost is in no two answers the same.
 */
export function keepableOf(
  { known }: Pick<OperationRun, 'known'>,
  { data, errors }: ExecutionResult,
): Keepable | undefined {
  if (known?.type !== 'query' || errors !== undefined || data == null) return undefined;
  const isSameForAll = known.calls.every((call) => SAME_FOR_ALL.has(call));
  return { cacheControl: isSameForAll ? FRESH_A_MINUTE : ASK_AGAIN, etag: etagOf(data) };
}

export function sayKeepable(res: ServerResponse, { cacheControl, etag }: Keepable): void {
  res.setHeader('Cache-Control', cacheControl);
  res.setHeader('ETag', etag);
  const vary = [res.getHeader('Vary'), 'Accept, Authorization'].flatMap((one) => one ?? []);
  res.setHeader('Vary', vary.join(', '));
}

/** Weak: the same data, in other words perhaps. */
function etagOf(data: object): string {
  return `W/"${hashOfText(JSON.stringify(data))}"`;
}
