/** What is known under keys, up to a bound: when more comes than may be kept, something gives way. */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined;
  /**
   * Keeps it in place of what was there.
   *
   * @param size of it, in what the bound is in; 1 by default. What is larger alone than all may be
   *   together is not kept.
   */
  set(key: Key, value: Value, size?: number): void;
  delete(key: Key): void;
  clear(): void;
  /** What is kept, the next to give way first. */
  entries(): Iterable<readonly [Key, Value]>;
  /** How many are kept. */
  count(): number;
  /** The sum of their sizes. */
  size(): number;
}

export interface MapBounds {
  /** How much is kept: the sum of the sizes. */
  maxSize: number;
  /** So long after it was set something is not known any more; by default it is until it gives way. */
  maxAgeMs?: number;
  /** What gives way first: what was set first, the default, or what was used longest ago. */
  givesWay?: 'first set' | 'longest unused';
}

export interface MapOptions<Key, Value> extends MapBounds {
  /** Is told of each that gave way, or was too old as others came. */
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
  /** What gives way next comes first: maps keep the order in which their keys came. */
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
