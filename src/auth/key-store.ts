import type { Db } from '../db/client.ts';
import { createBoundedMap } from '../shared/bounds/bounded-map.ts';
import { MINUTE_MS } from '../shared/duration.ts';
import type { StoredKey } from './keys.ts';

/** Keys as a node knows them: each is read once and kept until one is revoked. */
export interface KeyStore {
  /** Finds a key by its prefix. Unknown prefixes are remembered like known ones, so both cost the same. */
  find(prefix: string): Promise<StoredKey | null>;
  used(key: Pick<StoredKey, 'id'>, now: Date): void;
  /** Forgets the kept keys, which may be out of date by now. */
  forget(): void;
  /** Resolves when the uses so far are written. */
  settle(): Promise<void>;
}

/** A revocation is told of within a second; this bounds how late it shows should nobody tell. */
const KEEP_MS = 30_000;
/** The most prefixes that are kept, since somebody may try many; the one that was read first gives way. */
const MAX_KEPT = 10_000;

export function createKeyStore(db: Db, onError: (error: unknown) => void): KeyStore {
  const kept = createBoundedMap<string, Promise<StoredKey | null>>({
    maxSize: MAX_KEPT,
    maxAgeMs: KEEP_MS,
  });
  /** When a use of each key was last written. For a key that gave way one use more is written. */
  const usedAt = createBoundedMap<string, number>({ maxSize: MAX_KEPT });
  const writing = new Set<Promise<void>>();

  async function read(prefix: string): Promise<StoredKey | null> {
    return db.apiKey.findUnique({ where: { prefix } });
  }

  async function write(id: string, now: Date): Promise<void> {
    try {
      await db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now } });
    } catch (error) {
      onError(error);
    }
  }

  return {
    find(prefix) {
      const known = kept.get(prefix);
      if (known !== undefined) return known;
      const key = read(prefix);
      kept.set(prefix, key);
      key.catch(() => kept.get(prefix) === key && kept.delete(prefix));
      return key;
    },
    used({ id }, now) {
      const last = usedAt.get(id);
      if (last !== undefined && now.getTime() - last < MINUTE_MS) return;
      usedAt.set(id, now.getTime());
      const written = write(id, now);
      writing.add(written);
      void written.finally(() => writing.delete(written));
    },
    forget: kept.clear,
    async settle() {
      await Promise.all(writing);
    },
  };
}
