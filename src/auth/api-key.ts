import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A new key, of which only prefix and hash are kept. */
export interface NewKey {
  /** `desk_<prefix>_<secret>`, to be shown once. */
  key: string;
  prefix: string;
  hash: Uint8Array<ArrayBuffer>;
}

const PREFIX_BYTES = 5;
const SECRET_BYTES = 32;
const FORM = /^desk_([0-9a-f]{10})_[\w-]{43}$/;

export function makeKey(): NewKey {
  const prefix = randomBytes(PREFIX_BYTES).toString('hex');
  const key = `desk_${prefix}_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  return { key, prefix, hash: hashOf(key) };
}

/** Returns the prefix by which a key is found; undefined for a text that has not the form of a key. */
export function prefixOf(key: string): string | undefined {
  return FORM.exec(key)?.[1];
}

export function hashOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest());
}

/**
 * Whether a key has this hash. Hashes have one length, and comparing them takes the same time however much
 * of the key is right.
 */
export function isKeyOf(key: string, hash: Uint8Array): boolean {
  return timingSafeEqual(hashOf(key), hash);
}
