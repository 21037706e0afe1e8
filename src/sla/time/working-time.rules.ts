/** Why a span of time counts, or does not. */
export type SpanReason = 'COUNTED' | 'OUTSIDE_HOURS' | 'HOLIDAY';

export interface Span {
  from: Date;
  to: Date;
  reason: SpanReason;
  /** The name of the holiday; null for the other reasons. */
  holiday: string | null;
}

/** How working time passes. Lengths are milliseconds. */
export interface WorkingTime {
  /** Working time in [from, to); 0 when `to` is not after `from`. */
  between(from: Date, to: Date): number;
  /** The earliest instant at which `ms` of working time have passed since `from`; `from` itself for 0. */
  after(from: Date, ms: number): Date;
  /** Spans of [from, to) without gaps, each with why it counts or not; with `last`, only the latest ones. */
  spans(from: Date, to: Date, last?: number): Span[];
}

/** Working time that is every hour of every day. */
export const aroundTheClock: WorkingTime = {
  between: (from, to) => Math.max(0, to.getTime() - from.getTime()),
  after: (from, ms) => new Date(from.getTime() + ms),
  spans: (from, to) => (from < to ? [{ from, to, reason: 'COUNTED', holiday: null }] : []),
};
