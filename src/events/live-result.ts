/** An execution result for those who subscribed, as JSON text. One goes to many, so its bytes are made once. */
export interface LiveResult {
  text: string;
  bytes(): Buffer;
}

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
