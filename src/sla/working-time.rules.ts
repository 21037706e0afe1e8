/** How working time passes. Lengths are milliseconds. */
export interface WorkingTime {
  /** Working time in [from, to); 0 when `to` is not after `from`. */
  between(from: Date, to: Date): number;
  /** The earliest instant at which `ms` of working time have passed since `from`; `from` for 0. */
  after(from: Date, ms: number): Date;
}

/** Every hour of every day. */
export const aroundTheClock: WorkingTime = {
  between: (from, to) => Math.max(0, to.getTime() - from.getTime()),
  after: (from, ms) => new Date(from.getTime() + ms),
};
