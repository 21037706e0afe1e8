/** What a person who waits wants to see: one line on standard error, written over. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
  else if (performance.now() - lastAt > QUIET_MS) {
    process.stderr.write(`${text}\n`);
    lastAt = performance.now();
  }
}

/** A log file gets a line now and then. */
const QUIET_MS = 2_000;
let lastAt = Number.NEGATIVE_INFINITY;

export function progressDone(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}
