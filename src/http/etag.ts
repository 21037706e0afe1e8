import { createHash } from 'node:crypto';

/** Of a text, without the quotation marks around it. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Whether what a client kept, as `If-None-Match` says, is the same still; weak ones count as well. */
export function matches(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (ifNoneMatch == null) return false;
  const opaque = etag.replace(/^W\//, '');
  return ifNoneMatch
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || one === opaque);
}
