import { hash } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';

/** A cache by the text of a document, or another key, up to a size. The least recently used goes first. */
export interface ByDocument<Value> {
  get(key: string): Value | undefined;
  /** @param bytes the size of the value. One larger than the whole cache is not kept. */
  set(key: string, value: Value, bytes: number): void;
  clear(): void;
  size(): number;
  bytes(): number;
}

/**
 * Makes a cache that keeps long keys as SHA-256, which are short and unlike one another. V8 gives long texts
 * of equal length the same hash, so a map of them would compare them one by one.
 */
export function createDocumentCache<Value>(maxBytes: number): ByDocument<Value> {
  const kept = createBoundedMap<string, Value>({ maxSize: maxBytes, givesWay: 'longest unused' });
  return {
    get: (key) => kept.get(shortKey(key)),
    set: (key, value, bytes) => kept.set(shortKey(key), value, bytes),
    clear: kept.clear,
    size: kept.count,
    bytes: kept.size,
  };
}

/** Characters of the longest key that is kept as it is; V8 hashes all characters of up to 16,383. */
const MAX_SHORT = 4_000;

/** Who sends a hash as if it were a document gets the one of that hash, which only its text can bring here. */
function shortKey(key: string): string {
  return key.length <= MAX_SHORT ? key : hash('sha256', key, 'base64');
}

/** Memory of a token and its part of the tree; measured, and rounded up. */
const BYTES_PER_TOKEN = 600;

/** About how much memory a parsed document takes: its text, which errors quote, its tokens and its tree. */
export function documentBytes({ loc, tokenCount }: DocumentNode): number {
  const length = loc?.source.body.length ?? 0;
  return 2 * length + BYTES_PER_TOKEN * (tokenCount ?? length);
}
