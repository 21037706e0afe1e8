/** An execution result for those who subscribed, as JSON text. One goes to many, so its bytes are made once. */
export interface LiveResult {
  text: string;
  bytes(): Buffer;
}

/** More than this is not sent together: it would fill a socket at once, and memory where there are many. */
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

/** In the same order, so that each part may be sent together. */
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
