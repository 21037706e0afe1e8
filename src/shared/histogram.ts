/** Counts of values in fixed ranges. Observing is a few comparisons, and makes nothing. */
export interface Histogram {
  /** Upper ends of the ranges, rising; a last range without an end follows. */
  readonly bounds: readonly number[];
  observe(value: number): void;
  /** How many values were within each range. */
  counts(): ArrayLike<number>;
  sum(): number;
}

/** @param bounds each belongs to the range below it. */
export function createHistogram(bounds: readonly number[]): Histogram {
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  return {
    bounds,
    observe(value) {
      let range = 0;
      // A value that is no number is above none of them.
      while (range < bounds.length && value > (bounds[range] ?? 0)) range += 1;
      counts[range] = (counts[range] ?? 0) + 1;
      sum += value;
    },
    counts: () => counts,
    sum: () => sum,
  };
}

/** Seconds in which a statement, an operation or a request is done. */
export const SECONDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];
