import type { Db } from '../db/client.ts';
import { MINUTE_MS } from '../shared/duration.ts';
import type { StoredKey } from './keys.ts';

/** Keys as a node knows them: read once and kept until one is revoked. */
export interface KeyStore {
  /** Unknown prefixes are remembered like known ones, so both cost the same. */
  find(prefix: string): Promise<StoredKey | null>;
  used(key: StoredKey, now: Date): void;
  /** What is kept may be wrong by now. */
  forget(): void;
  /** Resolves when the uses so far are written. */
  settle(): Promise<void>;
}

/** A revocation is told of within a second; this bounds it should nobody tell. */
const KEEP_MS = 30_000;
/** Somebody may try many prefixes; the one that was read first gives way. */
const MAX_KEPT = 10_000;

export function createKeyStore(db: Db, onError: (error: unknown) => void): KeyStore {
  let kept = new Map<string, { until: number; key: Promise<StoredKey | null> }>();
  const usedAt = new Map<string, number>();
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
      const present = performance.now();
      const known = kept.get(prefix);
      if (known !== undefined && known.until > present) return known.key;
      const [oldest] = kept.size < MAX_KEPT ? [] : kept.keys();
      if (oldest !== undefined) kept.delete(oldest);
      const of = kept;
      const key = read(prefix);
      of.delete(prefix);
      of.set(prefix, { until: present + KEEP_MS, key });
      key.catch(() => of.delete(prefix));
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
    forget() {
      kept = new Map();
    },
    async settle() {
      await Promise.all(writing);
    },
  };
}
