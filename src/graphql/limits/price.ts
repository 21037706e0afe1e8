/**
 * The price of a field beside the one point of every field. It is the option `price` of the field, and one of
 * a few kinds, so that similar fields cost the same.
 */
export interface Price {
  /** What the field reads from the database beside its own row. */
  reads?: Reading;
  /** The most characters, or bytes of JSON, that the value may have; only for long ones. */
  holds?: number;
}

/** Points of each reading. They count under each alias and on each row, before and after the field runs. */
export const READING_IN_POINTS = {
  /** A few other rows, found by their keys, for many fields at once. */
  few: 5,
  /** All that is stored about one row and what belongs to it. */
  whole: 20,
  /** Every row that meets a condition. */
  figures: 500,
} as const;
export type Reading = keyof typeof READING_IN_POINTS;

/**
 * Further points for counting every row that meets a condition, in a list that does not belong to another
 * row: only such a count can take long, and only when the field runs is this known.
 */
export const COUNT_IN_POINTS = 45;

/** Characters, or bytes of JSON, for one point. */
const TEXT_PER_POINT = 4_000;

/** Points of a text with so many characters, beside the one of its field; 0 for a short text. */
export function textPoints(length: number): number {
  return Math.floor(length / TEXT_PER_POINT);
}

/** The most points of a price, beside the one of the field. */
export function priceInPoints({ reads, holds = 0 }: Price): number {
  return (reads === undefined ? 0 : READING_IN_POINTS[reads]) + textPoints(holds);
}
