import { readFileSync } from 'node:fs';
import { digitsOf } from './manifest.ts';

/** Hash to document. */
export type OwnOperations = ReadonlyMap<string, string>;

const MANIFEST = new URL('../../operations/generated/persisted-documents.json', import.meta.url);

/** The operations of our own clients, which everybody may send by their hash: codegen makes the manifest of `operations/`. */
export function loadOwnOperations(): OwnOperations {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(manifest).map(([hash, document]) => [digitsOf(hash) ?? hash, document]),
  );
}
