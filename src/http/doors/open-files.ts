import { readFileSync } from 'node:fs';

/** Beside connections of clients: those to the database and to Redis, logs, files of the program. */
const OTHERS = 200;

interface Report {
  userLimits?: { open_files?: { soft?: unknown } };
}

/** How many files this process may have open, connections among them; undefined where the system does not tell. */
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
  // It would else look up the names of all that is connected.
  Object.assign(process.report, { excludeNetwork: true });
  const report = process.report.getReport() as Report;
  return report.userLimits?.open_files?.soft;
}

function limitOf(text: unknown): number | undefined {
  const limit = Number(text);
  return Number.isSafeInteger(limit) && limit > 0 ? limit : undefined;
}

/**
 * As many connections as there are files for. With more the node would come to a state in which it can open
 * none for its own work, the database included.
 *
 * @param poolSize connections to the database.
 * @returns `limits` as they are, where there are enough or nothing is known.
 */
export function fitToFiles<Limits extends { maxConnections: number }>(
  limits: Limits,
  files: number | undefined,
  poolSize: number,
  warn: (message: string) => void,
): Limits {
  const needed = limits.maxConnections + poolSize + OTHERS;
  if (files === undefined || files >= needed) return limits;
  const maxConnections = Math.max(1, files - poolSize - OTHERS);
  warn(
    `This process may have ${files} files open (ulimit -n), so the node takes ${maxConnections} connections and not ${limits.maxConnections}: set it to ${needed} at least.`,
  );
  return { ...limits, maxConnections };
}
