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

  /** The map's own iterator, kept: one that begins anew passes over all that was deleted before. */
  let iterator = kept.entries();
  let first: [Key, Kept<Value>] | undefined;

  /** The entry that gives way next. */
  function oldest(): [Key, Kept<Value>] | undefined {
    while (kept.size > 0) {
      if (first !== undefined && kept.get(first[0]) === first[1]) return first;
      const next = iterator.next();
      if (next.done === true) iterator = kept.entries();
      first = next.value;
    }
    return undefined;
  }

  function forget(key: Key): void {
    size -= kept.get(key)?.size ?? 0;
    kept.delete(key);
  }

  function makeRoom(): void {
    for (let one = oldest(); one !== undefined; one = oldest()) {
      const [key, { value }] = one;
      if (size <= maxSize && !isOld(one[1])) return;
      forget(key);
      gaveWay(key, value);
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
        // Another object: it stands in another place.
        kept.set(key, { ...known });
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
      first = undefined;
      size = 0;
    },
    *entries() {
      for (const [key, one] of kept) if (!isOld(one)) yield [key, one.value] as const;
    },
    count: () => kept.size,
    size: () => size,
  };
}
