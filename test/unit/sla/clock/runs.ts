/** So many cases with DESK_TEST_FULL=1, a third of them without: each run draws others. */
export function runs(full: number): { numRuns: number } {
  return { numRuns: process.env['DESK_TEST_FULL'] === '1' ? full : Math.ceil(full / 3) };
}
