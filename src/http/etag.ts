import { createHash } from 'node:crypto';

/** The SHA-256 of a text in base64url: an ETag without its quotation marks. */
export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** Whether a client's copy, named by `If-None-Match`, is still valid. Weak tags compare like strong ones. */
export function matches(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (ifNoneMatch == null) return false;
  const opaque = etag.replace(/^W\//, '');
  return ifNoneMatch
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || one === opaque);
}
