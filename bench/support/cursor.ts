import { createCursorCodec } from '../../src/events/cursor.ts';

const codec = createCursorCodec(Buffer.alloc(16, 'of the benchmarks'));

/** A cursor as a desk makes one, with as much work, for ways that are not the desk. None takes it back. */
export function encodeCursor(seq: bigint): string {
  return codec.encode({ seq, mark: seq });
}
