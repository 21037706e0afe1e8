/** A map with a bound on its size: when a new entry does not fit, older entries give way and are dropped. */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined;
  /**
   * Keeps a value under the key, in place of the one before.
   *
   * @param size of the value, in the unit of `maxSize`; 1 by default. A value that alone is larger than
   *   `maxSize` is not kept.
   */
  set(key: Key, value: Value, size?: number): void;
  delete(key: Key): void;
  clear(): void;
  /** The entries that are kept; the one that gives way next comes first. */
  entries(): Iterable<readonly [Key, Value]>;
  /** How many entries are kept. */
  count(): number;
  /** The sum of the sizes of all entries. */
  size(): number;
}

export interface MapBounds {
  /** The most that the sizes of all entries may come to. */
  maxSize: number;
  /** Milliseconds after `set` when an entry expires; by default entries do not expire. */
  maxAgeMs?: number;
  /** Which entry gives way first: the one set first, the default, or the one used longest ago. */
  givesWay?: 'first set' | 'longest unused';
}

export interface MapOptions<Key, Value> extends MapBounds {
  /** Is called with each entry that gave way, or was found expired when another was set. */
  gaveWay?: (key: Key, value: Value) => void;
}

interface Kept<Value> {
  value: Value;
  size: number;
  since: number;
}

export function createBoundedMap<Key, Value>({
  maxSize,
  maxAgeMs = Number.POSITIVE_INFINITY,
  givesWay = 'first set',
  gaveWay = () => {},
}: MapOptions<Key, Value>): BoundedMap<Key, Value> {
  /** The entry that gives way next comes first: maps keep the order in which their keys came. */
  const kept = new Map<Key, Kept<Value>>();
  let size = 0;

  const isOld = ({ since }: Kept<Value>) =>
    maxAgeMs < Number.POSITIVE_INFINITY && performance.now() - since >= maxAgeMs;

  function forget(key: Key): void {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  }

  function makeRoom(): void {
    for (const [key, one] of kept) {
      if (size <= maxSize && !isOld(one)) return;
      forget(key);
      gaveWay(key, one.value);
    }
  }

  return {
    get(key) {
      const known = kept.get(key);
      if (known === undefined) return undefined;
      if (isOld(known)) {
        forget(key);
        return undefined;
      }
      if (givesWay === 'longest unused') {
        kept.delete(key);
        kept.set(key, known);
      }
      return known.value;
    },
    set(key, value, ofIt = 1) {
      forget(key);
      if (ofIt > maxSize) return;
      kept.set(key, { value, size: ofIt, since: performance.now() });
      size += ofIt;
      makeRoom();
    },
    delete: forget,
    clear() {
      kept.clear();
      size = 0;
    },
    *entries() {
      for (const [key, one] of kept) if (!isOld(one)) yield [key, one.value] as const;
    },
    count: () => kept.size,
    size: () => size,
  };
}
