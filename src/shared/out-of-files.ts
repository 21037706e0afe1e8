const OUT_OF_FILES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE']);
/** Node.js says so as well of a package whose description it could not open. */
const NOT_FOUND: ReadonlySet<unknown> = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

/**
 * What to do about an error that came of too few open files; undefined for any other. Imports nothing:
 * it is for when nothing can be loaded any more.
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
