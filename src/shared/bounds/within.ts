/**
 * What some work comes to, but waited for no longer than `timeoutMs`: it goes on by itself then, and how
 * it ends is nobody's any more.
 *
 * @param late what there is instead when it takes longer; it may throw.
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

/** Waits for the end of something, or for `timeoutMs`; its failure counts as its end. */
export async function endWithin(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  await within(
    timeoutMs,
    work.catch(() => {}),
    () => {},
  );
}
