/** An execution result for those who subscribed, as JSON text. One goes to many, so its bytes are made once. */
export interface LiveResult {
  text: string;
  bytes(): Buffer;
}

/** More than this is not sent together: it would go beyond what a socket may have waiting. */
export const MAX_CHARACTERS_TOGETHER = 64_000;

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
