import { readFileSync } from 'node:fs';

/** Files open beside connections of clients: those to the database and to Redis, logs, program files. */
const OTHERS = 200;

interface Report {
  userLimits?: { open_files?: { soft?: unknown } };
}

/** How many files, connections included, this process may have open. Undefined when this is not known. */
export function openFilesLimit(): number | undefined {
  return limitOf(linuxLimit() ?? reportedLimit());
}

function linuxLimit(): string | undefined {
  try {
    const limits = readFileSync('/proc/self/limits', 'utf8');
    return /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  } catch {
    return undefined;
  }
}

function reportedLimit(): unknown {
  if (process.report === undefined) return undefined;
  // Without it the report would look up the names of all connected peers.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as Report;
  return report.userLimits?.open_files?.soft;
}

function limitOf(text: unknown): number | undefined {
  const limit = Number(text);
  return Number.isSafeInteger(limit) && limit > 0 ? limit : undefined;
}

/** How many files a node has open at most. */
export function filesNeeded(maxConnections: number, poolSize: number): number {
  return maxConnections + poolSize + OTHERS;
}

/**
 * Lowers `maxConnections` to what the open-file limit allows. With more connections the node could open no
 * file for its own work, not even to the database.
 *
 * @param poolSize connections to the database.
 * @returns `limits` unchanged when there are enough files or their number is unknown.
 */
export function fitToFiles<Limits extends { maxConnections: number }>(
  limits: Limits,
  files: number | undefined,
  poolSize: number,
  warn: (message: string) => void,
): Limits {
  const needed = filesNeeded(limits.maxConnections, poolSize);
  if (files === undefined || files >= needed) return limits;
  const maxConnections = Math.max(1, files - poolSize - OTHERS);
  warn(
    `This process may have ${files} files open (ulimit -n), so the node takes ${maxConnections} connections and not ${limits.maxConnections}: set it to ${needed} at least.`,
  );
  return { ...limits, maxConnections };
}
