/** How a benchmark is run. */
export interface BenchOptions {
  /** Whether a short run will do, which shows that the benchmark works and roughly what it says. */
  quick: boolean;
}
