import type { Db } from '../db/client.ts';
import { MINUTE_MS } from '../shared/duration.ts';
import type { StoredKey } from './keys.ts';

/** Keys as a node knows them: read once and kept until one is revoked. */
export interface KeyStore {
  find(prefix: string): Promise<StoredKey | null>;
  used(key: StoredKey, now: Date): void;
  /** What is kept may be wrong by now. */
  forget(): void;
}

/** A revocation is told of within a second; this bounds it should nobody tell. */
const KEEP_MS = 30_000;
/** Unknown prefixes are kept as well, and somebody may try many. */
const MAX_KEPT = 10_000;

export function createKeyStore(db: Db, onError: (error: unknown) => void): KeyStore {
  let kept = new Map<string, { until: number; key: Promise<StoredKey | null> }>();
  const usedAt = new Map<string, number>();

  async function read(prefix: string): Promise<StoredKey | null> {
    return db.apiKey.findUnique({ where: { prefix } });
  }

  return {
    find(prefix) {
      const present = performance.now();
      const known = kept.get(prefix);
      if (known !== undefined && known.until > present) return known.key;
      if (kept.size >= MAX_KEPT) kept = new Map();
      const key = read(prefix);
      kept.set(prefix, { until: present + KEEP_MS, key });
      key.catch(() => kept.delete(prefix));
      return key;
    },
    used({ id }, now) {
      if (now.getTime() - (usedAt.get(id) ?? 0) < MINUTE_MS) return;
      usedAt.set(id, now.getTime());
      db.apiKey.updateMany({ where: { id }, data: { lastUsedAt: now } }).catch(onError);
    },
    forget() {
      kept = new Map();
    },
  };
}
