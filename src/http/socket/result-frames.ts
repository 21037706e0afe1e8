import type { LiveResult } from '../../live/live-result.ts';

/** First byte of a whole text message; frames from a server are not masked (RFC 6455, section 5.2). */
const FINAL_TEXT = 0x81;
const MAX_LENGTH_IN_HEAD = 125;
const LENGTH_IN_16_BITS = 126;
const MAX_LENGTH_IN_16_BITS = 0xffff;
const LENGTH_IN_64_BITS = 127;
const CLOSING_BRACE = '}'.charCodeAt(0);

/** The start of a subscription's messages. The bytes of the result behind it are shared by its group. */
export interface FrameHead {
  /** WebSocket frames as they stand on the wire, one for each result. */
  framesOf(results: readonly LiveResult[]): Buffer;
}

/**
 * Makes frames for one subscription. The library would take two writes and a copy for each frame; so made,
 * a socket gets all results of a turn in one write.
 *
 * @param id the client's id of the subscription.
 */
export function frameHead(id: string): FrameHead {
  const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);

  function payloadLength(result: LiveResult): number {
    return head.length + result.bytes().length + 1;
  }

  return {
    framesOf(results) {
      let size = 0;
      for (const result of results) size += frameLength(payloadLength(result));
      const frames = Buffer.allocUnsafe(size);
      let at = 0;
      for (const result of results) {
        at = writeHeader(frames, at, payloadLength(result));
        at += head.copy(frames, at);
        at += result.bytes().copy(frames, at);
        frames[at++] = CLOSING_BRACE;
      }
      return frames;
    },
  };
}

function frameLength(payload: number): number {
  if (payload <= MAX_LENGTH_IN_HEAD) return 2 + payload;
  return (payload <= MAX_LENGTH_IN_16_BITS ? 4 : 10) + payload;
}

function writeHeader(frames: Buffer, at: number, payload: number): number {
  frames[at] = FINAL_TEXT;
  if (payload <= MAX_LENGTH_IN_HEAD) {
    frames[at + 1] = payload;
    return at + 2;
  }
  if (payload <= MAX_LENGTH_IN_16_BITS) {
    frames[at + 1] = LENGTH_IN_16_BITS;
    return frames.writeUInt16BE(payload, at + 2);
  }
  frames[at + 1] = LENGTH_IN_64_BITS;
  return frames.writeBigUInt64BE(BigInt(payload), at + 2);
}
