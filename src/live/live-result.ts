/** A result for subscribers, as JSON text. It goes to many of them, so its bytes are made once. */
export interface LiveResult {
  text: string;
  bytes(): Buffer;
}

/** Characters sent together: more would fill a socket at once, and memory where there are many sockets. */
export const MAX_CHARACTERS_TOGETHER = 16_000;

export function liveResult(text: string): LiveResult {
  let bytes: Buffer | undefined;
  return {
    text,
    bytes() {
      bytes ??= Buffer.from(text);
      return bytes;
    },
  };
}

/** Splits results into parts, in the same order, each of which may be sent together. */
export function* inParts(texts: readonly string[]): Generator<LiveResult[]> {
  let part: LiveResult[] = [];
  let characters = 0;
  for (const text of texts) {
    part.push(liveResult(text));
    characters += text.length;
    if (characters < MAX_CHARACTERS_TOGETHER) continue;
    yield part;
    part = [];
    characters = 0;
  }
  if (part.length > 0) yield part;
}
