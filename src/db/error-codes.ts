/** The codes of a failed statement: of the driver, of Node.js or Prisma, and of PostgreSQL below Prisma's. */
export function codesOf(error: Error): string[] {
  const { code, meta } = error as { code?: unknown; meta?: unknown };
  const { driverAdapterError } = (meta ?? {}) as {
    driverAdapterError?: { cause?: { originalCode?: unknown } };
  };
  return [code, driverAdapterError?.cause?.originalCode].map(String);
}

/** PostgreSQL's code for a lock that did not come within `lock_timeout`. */
const LOCK_NOT_AVAILABLE = '55P03';

/** Whether a statement failed because another transaction held a lock for too long, and so did nothing. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && codesOf(error).includes(LOCK_NOT_AVAILABLE);
}
