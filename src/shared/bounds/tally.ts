/** Sums by key, such as what each key has under way. */
export interface Tally<Key> {
  /** The sum of a key; 0 of one that is not known. */
  of(key: Key): number;
  /** @param by may be negative. @returns the sum now. */
  add(key: Key, by: number): number;
  /** How many keys are remembered. */
  keys(): number;
  /** The sums that are not zero, in no order. */
  sums(): number[];
}

/**
 * Keys whose sum is zero that are remembered. A key comes again soon; taking it out of the map and putting
 * it in again each time would cost more than all that is done with it.
 */
const MAX_ZEROS = 1_000;

interface Sum {
  is: number;
}

export function createTally<Key>(): Tally<Key> {
  const sums = new Map<Key, Sum>();
  let zeros = 0;

  function begin(key: Key): Sum {
    const sum = { is: 0 };
    sums.set(key, sum);
    zeros += 1;
    return sum;
  }

  function forgetZeros(): void {
    for (const [key, { is }] of sums) if (is === 0) sums.delete(key);
    zeros = 0;
  }

  return {
    of: (key) => sums.get(key)?.is ?? 0,
    add(key, by) {
      const sum = sums.get(key) ?? begin(key);
      const before = sum.is;
      sum.is += by;
      if (before === 0) zeros -= 1;
      if (sum.is === 0) zeros += 1;
      const now = sum.is;
      if (zeros > MAX_ZEROS) forgetZeros();
      return now;
    },
    keys: () => sums.size,
    sums: () => [...sums.values()].flatMap(({ is }) => (is === 0 ? [] : is)),
  };
}
