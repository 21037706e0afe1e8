/**
 * What a field costs beside the one point of every field. It stands beside the field, as the option
 * `price`, and is one of a few kinds, so that what reads alike costs alike.
 */
export interface Price {
  /** What is read for it beside the row that it stands on. */
  reads?: Reading;
  /** The most characters, or bytes of JSON, that its value may have; for long ones. */
  holds?: number;
}

/** Points of each. A field costs them again under each alias and on each row, before and after it runs. */
export const READING_IN_POINTS = {
  /** A few rows of others, found by their keys, for many at once. */
  few: 5,
  /** All that is kept about one thing. */
  whole: 20,
  /** Every row that a condition lets through is looked at. */
  figures: 500,
} as const;
export type Reading = keyof typeof READING_IN_POINTS;

/**
 * Points beside those when every row that a condition lets through is counted, where a list is no other
 * row's: only then can the count be long, and only when the field runs is it known.
 */
export const COUNT_IN_POINTS = 45;

/** Characters, or bytes of JSON, for one point. */
const TEXT_PER_POINT = 4_000;

/** Points of a text of so many characters, beside the one of its field: 0 for short ones. */
export function textPoints(length: number): number {
  return Math.floor(length / TEXT_PER_POINT);
}

/** Points beside the one of the field, at most. */
export function priceInPoints({ reads, holds = 0 }: Price): number {
  return (reads === undefined ? 0 : READING_IN_POINTS[reads]) + textPoints(holds);
}
