/** The bytes are not UTF-8. The message says where, and what to do. */
export class NotUtf8 extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotUtf8';
  }
}

/**
 * Decodes bytes that must be UTF-8 throughout; a byte order mark in front is dropped.
 *
 * @throws NotUtf8 with the place of the first byte that is part of no character.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const other = otherEncoding(bytes);
  if (other !== undefined) throw new NotUtf8(`it is ${other}: save it as UTF-8`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const place = firstWrong(bytes);
    const before = new TextDecoder('latin1').decode(bytes.subarray(0, place));
    const line = before.split(/\r\n|\n|\r/).length;
    throw new NotUtf8(
      `it is not UTF-8: byte ${place + 1}, on line ${line}, is part of no character; save it as UTF-8`,
    );
  }
}

/** Names the encoding by its byte order mark, or by a zero byte where UTF-16 has one in a Latin letter. */
function otherEncoding([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return 'UTF-16 (little endian)';
  if (first === 0xfe && second === 0xff) return 'UTF-16 (big endian)';
  return first !== undefined && first !== 0 && second === 0 ? 'UTF-16 (little endian)' : undefined;
}

/** Finds where the first malformed character begins, counted from 0, in bytes that are not UTF-8. */
function firstWrong(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length + 1];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle), { stream: true })) good = middle;
    else bad = middle;
  }
  // Steps back over bytes that only looked like the beginning of a character.
  while (good > 0 && !decodes(bytes.subarray(0, good))) good -= 1;
  return good;
}

/** Whether bytes are UTF-8. @param stream whether more bytes may follow. */
function decodes(bytes: Uint8Array, { stream = false } = {}): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream });
    return true;
  } catch {
    return false;
  }
}
