const OUT_OF_FILES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE']);
/** Node.js gives these codes also for a package whose package.json it could not open. */
const NOT_FOUND: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

/**
 * Tells what to do about an error that came of too few open files; undefined for any other error. This
 * module imports nothing: it is used when nothing can be loaded any more.
 */
export function outOfFiles(error: unknown): string | undefined {
  const failed = error as NodeJS.ErrnoException | undefined;
  const message = failed?.message;
  if (isOne(error, OUT_OF_FILES))
    return `Too few files may be open (ulimit -n): the desk takes some hundreds while it starts, and one more for each connection. Raise the limit, to 16384 say. (${message})`;
  if (isOne(error, NOT_FOUND))
    return `A part of the desk cannot be loaded: its packages are not all there (npm ci), or too few files may be open (ulimit -n). (${message})`;
  return undefined;
}

function isOne(error: unknown, codes: ReadonlySet<unknown>): boolean {
  if (!(error instanceof Error)) return false;
  return codes.has((error as NodeJS.ErrnoException).code) || isOne(error.cause, codes);
}
