import DataLoader from 'dataloader';
import type { Db } from '../db/client.ts';
import type { LogEntry, User } from '../db/generated/client/client.ts';
import type { EventType } from '../shared/vocabulary.ts';

/** Look-ups that Prisma's selections do not reach, gathered to one statement a tick. */
export interface Loaders {
  user: DataLoader<string, User | null>;
  /** Entries that have their place in the log, by key. */
  logEntry: DataLoader<bigint, LogEntry | null>;
  /** How many entries a case's timeline has. */
  timelineLength: DataLoader<TimelineKey, number>;
}

interface TimelineKey {
  escalationId: string;
  /** Entries of these types only; null for all. */
  types: readonly EventType[] | null;
}

export function createLoaders(db: Db): Loaders {
  return {
    user: new DataLoader(async (ids) => {
      const users = await db.user.findMany({ where: { id: { in: [...ids] } } });
      const byId = new Map(users.map((user) => [user.id, user]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    logEntry: new DataLoader(async (ids) => {
      const entries = await db.logEntry.findMany({
        where: { id: { in: [...ids] }, seq: { not: null } },
      });
      const byId = new Map(entries.map((entry) => [entry.id, entry]));
      return ids.map((id) => byId.get(id) ?? null);
    }),
    // Not kept: the mutations of one request run one after the other and each adds entries.
    timelineLength: new DataLoader((keys) => timelineLengths(db, keys), { cache: false }),
  };
}

/** Counted by type, so that cases asked with different types share a statement. */
async function timelineLengths(db: Db, keys: readonly TimelineKey[]): Promise<number[]> {
  const counts = await db.logEntry.groupBy({
    by: ['escalationId', 'type'],
    where: { escalationId: { in: keys.map((key) => key.escalationId) }, seq: { not: null } },
    _count: true,
  });
  return keys.map(({ escalationId, types }) =>
    counts
      .filter((row) => row.escalationId === escalationId && isOneOf(types, row.type))
      .reduce((sum, row) => sum + row._count, 0),
  );
}

function isOneOf(types: readonly EventType[] | null, type: EventType | null): boolean {
  return types === null || (type !== null && types.includes(type));
}
