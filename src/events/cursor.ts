import { createCipheriv, createDecipheriv } from 'node:crypto';

/** A place in the log, and the mark of the entry that stands there. */
export interface Place {
  seq: bigint;
  /** Tells the entry from any other that stood at the same place in another life of the log. */
  mark: bigint;
}

/** What a place is known by. */
interface Placed {
  id: bigint;
  seq: bigint | null;
  recordedAt: Date;
}

/** In front of the first entry, in any log. */
export const BEGINNING: Place = { seq: 0n, mark: 0n };

/** Places below 2^48: the zeros above them tell a cursor of ours from other text. */
const MAX_PLACE = 1n << 48n;
const BLOCK_BYTES = 16;
const FORM = /^[\w-]{22}$/;
/** Milliseconds of 34 years in 40 bits, and the id's lower 24. */
const ID_BITS = 24n;

/**
 * The place of an entry. Its mark is made of its id and of when it was recorded: a log that was restored
 * gives the same places, and may give the same ids, but not at the same millisecond.
 *
 * @throws Error when the entry has no place in the log, for then it must not be shown.
 */
export function placeOf({ id, seq, recordedAt }: Placed): Place {
  if (seq === null) throw new Error('An entry without a place in the log was about to be shown.');
  const mark = (BigInt(recordedAt.getTime()) << ID_BITS) | BigInt.asUintN(Number(ID_BITS), id);
  return { seq, mark: BigInt.asUintN(64, mark) };
}

/** Between places and the opaque texts under which clients keep them. */
export interface CursorCodec {
  encode(place: Place): string;
  /** The place that a cursor stands for; undefined when it is not one of ours, or damaged. */
  decode(cursor: string): Place | undefined;
}

export const SECRET_BYTES = 16;

/**
 * A cursor is one block of AES: equal places are equal texts, and without the secret neighbours have nothing
 * in common. ECB is that and no more, for a message of one block, each of which is another.
 *
 * @param secret of {@link SECRET_BYTES} bytes, the same for all nodes of a desk.
 */
export function createCursorCodec(secret: Uint8Array): CursorCodec {
  // Neither keeps anything between blocks, so one of each serves all cursors.
  const cipher = createCipheriv('aes-128-ecb', secret, null).setAutoPadding(false);
  const decipher = createDecipheriv('aes-128-ecb', secret, null).setAutoPadding(false);
  const block = Buffer.alloc(BLOCK_BYTES);

  function encode({ seq, mark }: Place): string {
    block.writeBigUInt64BE(seq, 0);
    block.writeBigUInt64BE(mark, 8);
    return cipher.update(block).toString('base64url');
  }

  return {
    encode,
    decode(cursor) {
      if (!FORM.test(cursor)) return undefined;
      const bytes = decipher.update(Buffer.from(cursor, 'base64url'));
      const place = { seq: bytes.readBigUInt64BE(0), mark: bytes.readBigUInt64BE(8) };
      // Four of its last bits belong to no byte: one text a place.
      return place.seq < MAX_PLACE && encode(place) === cursor ? place : undefined;
    },
  };
}
