/**
 * Waits for the result of some work, no longer than `timeoutMs`. After that the work goes on by itself, and
 * its outcome is ignored.
 *
 * @param late makes the result when the work takes longer; it may throw.
 */
export async function within<Result, Late>(
  timeoutMs: number,
  work: Promise<Result>,
  late: () => Late,
): Promise<Result | Late> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  }).then(late);
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the end of some work, no longer than `timeoutMs`. A failure of the work counts as its end. */
export async function endWithin(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  await within(
    timeoutMs,
    work.catch(() => {}),
    () => {},
  );
}
