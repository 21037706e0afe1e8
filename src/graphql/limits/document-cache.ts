import { createHash } from 'node:crypto';
import type { DocumentNode } from 'graphql';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';

/** What is known of documents, by their texts or other keys, up to a size; what was used longest ago gives way. */
export interface ByDocument<Value> {
  get(key: string): Value | undefined;
  /** @param bytes that it takes; more than all may take together is not kept. */
  set(key: string, value: Value, bytes: number): void;
  size(): number;
  bytes(): number;
}

/**
 * Keys are kept as their SHA-256: short however long they are, and unlike one another. V8 takes two long
 * texts of equal length for likely to be the same, so a map of them comes to compare them one by one.
 */
export function createDocumentCache<Value>(maxBytes: number): ByDocument<Value> {
  const kept = createBoundedMap<string, Value>({ maxSize: maxBytes, givesWay: 'longest unused' });
  return {
    get: (key) => kept.get(hashOf(key)),
    set: (key, value, bytes) => kept.set(hashOf(key), value, bytes),
    size: kept.count,
    bytes: kept.size,
  };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('base64');
}

/** Of a token and what of the tree hangs on it; measured, and rounded up. */
const BYTES_PER_TOKEN = 600;

/** About what a parsed document takes: its text, which errors quote from, its tokens and its tree. */
export function documentBytes({ loc, tokenCount }: DocumentNode): number {
  const length = loc?.source.body.length ?? 0;
  return 2 * length + BYTES_PER_TOKEN * (tokenCount ?? length);
}
