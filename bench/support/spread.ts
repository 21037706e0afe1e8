/** Of values that were measured in turn. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** @throws Error without a value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new Error('Nothing was measured.');
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? min;
  const lower = sorted[Math.ceil(half) - 1] ?? min;
  return { median: (lower + upper) / 2, min, max };
}
