import type { ServerResponse } from 'node:http';
import type { Answer } from '../../graphql/answer.ts';
import { dataTextOf, isWritten } from '../../graphql/answer.ts';
import { hashOfText } from '../etag.ts';
import type { OperationRun } from '../run/operation-run.ts';

/** How a client may keep an answer. */
export interface Keepable {
  cacheControl: string;
  etag: string;
}

/**
 * Root fields whose answers are alike for everybody and change with the policies of the desk at most. All
 * others are about customers or people.
 */
const SAME_FOR_ALL: ReadonlySet<string> = new Set([
  'Query.resolutionPaths',
  'Query.severityMatrix',
  'Query.__typename',
]);
/** `private`: every answer depends on who asks, so no shared cache may keep one. */
const FRESH_A_MINUTE = 'private, max-age=60';
const ASK_AGAIN = 'private, no-cache';

/**
 * How a client may keep the answer to a registered query that came by GET; undefined when it may not. The
 * validator is of the data alone, because the cost in `extensions` differs from answer to answer.
 */
export function keepableOf(
  { known }: Pick<OperationRun, 'known'>,
  answer: Answer,
): Keepable | undefined {
  if (known?.type !== 'query' || !(isWritten(answer) || answer.errors === undefined))
    return undefined;
  const data = dataTextOf(answer);
  if (data === undefined) return undefined;
  const isSameForAll = known.calls.every((call) => SAME_FOR_ALL.has(call));
  return { cacheControl: isSameForAll ? FRESH_A_MINUTE : ASK_AGAIN, etag: etagOf(data) };
}

export function sayKeepable(res: ServerResponse, { cacheControl, etag }: Keepable): void {
  res.setHeader('Cache-Control', cacheControl);
  res.setHeader('ETag', etag);
  const vary = [res.getHeader('Vary'), 'Accept, Authorization'].flatMap((one) => one ?? []);
  res.setHeader('Vary', vary.join(', '));
}

/** A weak ETag: the same data may be written in other bytes. */
function etagOf(data: string): string {
  return `W/"${hashOfText(data)}"`;
}
