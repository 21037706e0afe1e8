import { readFileSync } from 'node:fs';
import { digitsOf } from './manifest.ts';

/** Documents of our own clients by their hashes. */
export type OwnOperations = ReadonlyMap<string, string>;

/** The names of the operations. */
export function namesOfOperations(own: OwnOperations): ReadonlySet<string> {
  const names = [...own.values()].flatMap((text) =>
    Array.from(text.matchAll(OPERATION), ([, name = '']) => name),
  );
  return new Set(names);
}

const OPERATION = /^\s*(?:query|mutation|subscription)\s+(\w+)/gm;

const MANIFEST = new URL('../../operations/generated/persisted-documents.json', import.meta.url);

/** Loads the operations of our own clients, which everybody may send by hash. Codegen makes the manifest. */
export function loadOwnOperations(): OwnOperations {
  const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, string>;
  return new Map(
    Object.entries(manifest).map(([hash, document]) => [digitsOf(hash) ?? hash, document]),
  );
}
