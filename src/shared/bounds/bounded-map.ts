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

/** An entry, in a list of all: the one that gives way next comes first. */
interface Kept<Key, Value> {
  key: Key;
  value: Value;
  size: number;
  since: number;
  before: Kept<Key, Value> | undefined;
  after: Kept<Key, Value> | undefined;
}

export function createBoundedMap<Key, Value>({
  maxSize,
  maxAgeMs = Number.POSITIVE_INFINITY,
  givesWay = 'first set',
  gaveWay = () => {},
}: MapOptions<Key, Value>): BoundedMap<Key, Value> {
  const kept = new Map<Key, Kept<Key, Value>>();
  let first: Kept<Key, Value> | undefined;
  let last: Kept<Key, Value> | undefined;
  let size = 0;

  const isOld = ({ since }: Kept<Key, Value>) =>
    maxAgeMs < Number.POSITIVE_INFINITY && performance.now() - since >= maxAgeMs;

  function append(one: Kept<Key, Value>): void {
    one.before = last;
    one.after = undefined;
    if (last === undefined) first = one;
    else last.after = one;
    last = one;
  }

  /** Takes an entry out of the list. It still tells who stood behind it, for whoever is listing. */
  function unlink({ before, after }: Kept<Key, Value>): void {
    if (before === undefined) first = after;
    else before.after = after;
    if (after === undefined) last = before;
    else after.before = before;
  }

  function forget(one: Kept<Key, Value> | undefined): void {
    if (one === undefined) return;
    size -= one.size;
    kept.delete(one.key);
    unlink(one);
  }

  function makeRoom(): void {
    for (let one = first; one !== undefined; one = first) {
      if (size <= maxSize && !isOld(one)) return;
      forget(one);
      gaveWay(one.key, one.value);
    }
  }

  return {
    get(key) {
      const one = kept.get(key);
      if (one === undefined) return undefined;
      if (isOld(one)) {
        forget(one);
        return undefined;
      }
      if (givesWay === 'longest unused' && one !== last) {
        unlink(one);
        append(one);
      }
      return one.value;
    },
    set(key, value, ofIt = 1) {
      forget(kept.get(key));
      if (ofIt > maxSize) return;
      const since = performance.now();
      const one = { key, value, size: ofIt, since, before: undefined, after: undefined };
      kept.set(key, one);
      append(one);
      size += ofIt;
      makeRoom();
    },
    delete: (key) => forget(kept.get(key)),
    clear() {
      kept.clear();
      first = undefined;
      last = undefined;
      size = 0;
    },
    *entries() {
      for (let one = first; one !== undefined; one = one.after)
        if (!isOld(one)) yield [one.key, one.value] as const;
    },
    count: () => kept.size,
    size: () => size,
  };
}
