import { readFileSync } from 'node:fs';
import pg from 'pg';

const MICROS_PER_TICK = 10_000;

/** What PostgreSQL has used of the processors for one database, in microseconds; in steps of 10 ms. */
export interface DatabaseFigures {
  /** @returns undefined when its processes cannot be looked at, as on another machine. */
  cpuMicros(): Promise<number | undefined>;
  close(): Promise<void>;
}

interface Backend {
  pid: number;
  /** Whether it is of our database. */
  isOurs: boolean;
}

/**
 * Adds up the backends that are connected to a database, and what ended meanwhile: parallel workers live
 * for a statement, and the main process counts their time when they are gone. Of a server that others use
 * at the same time, only the backends count.
 */
export async function watchDatabase(url: string): Promise<DatabaseFigures> {
  const client = new pg.Client({ connectionString: url, application_name: 'desk-bench-figures' });
  await client.connect();
  let seen: ReadonlyMap<number, number> = new Map<number, number>();
  let total = 0;
  let ended: number | undefined;

  return {
    async cpuMicros() {
      const { rows } = await client.query<Backend>(
        `SELECT pid, datname = current_database() AS "isOurs" FROM pg_stat_activity
         WHERE pid <> pg_backend_pid() AND datname IS NOT NULL AND backend_type = 'client backend'`,
      );
      const now = new Map<number, number>();
      for (const { pid, isOurs } of rows) {
        const ticks = ticksOf(pid);
        if (isOurs && ticks !== undefined) now.set(pid, ticks.own);
      }
      const ours = rows.filter(({ isOurs }) => isOurs);
      if (ours.length > 0 && now.size === 0) return undefined;
      for (const [pid, ticks] of now) total += ticks - (seen.get(pid) ?? 0);
      const isAlone = ours.length === rows.length;
      const reaped = ours[0] === undefined ? undefined : reapedBy(ours[0].pid);
      if (isAlone && reaped !== undefined && ended !== undefined) {
        total += reaped - ended;
        // What the main process counts of them was counted before.
        for (const [pid, ticks] of seen) if (!now.has(pid)) total -= ticks;
      }
      ended = isAlone ? reaped : undefined;
      seen = now;
      return total * MICROS_PER_TICK;
    },
    close: () => client.end(),
  };
}

/** What children of the backend's parent used that have ended. */
function reapedBy(pid: number): number | undefined {
  const parent = ticksOf(pid)?.parent;
  return parent === undefined ? undefined : ticksOf(parent)?.children;
}

function ticksOf(pid: number): { own: number; children: number; parent: number } | undefined {
  try {
    // The name, which may hold anything, stands in parentheses.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const at = (place: number) => Number(fields[place]);
    return { parent: at(1), own: at(11) + at(12), children: at(13) + at(14) };
  } catch {
    return undefined;
  }
}
