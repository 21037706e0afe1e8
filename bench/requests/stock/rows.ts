import type { Db } from '../../../src/db/client.ts';
import { FOUND } from '../limit/read-statements.ts';

export interface Written {
  caseId: string;
  eventIds: bigint[];
  cursor: string;
}

export interface Stats {
  open: number;
  atRisk: number;
  breached: number;
  waitingOnCustomer: number;
  responseWithinSla: number | null;
  bySeverity: { severity: string; count: number }[];
}

/** Full text, for which Prisma has no words. @returns the keys of the newest that are found. */
export async function searched(db: Db, search: string, take: number): Promise<string[]> {
  const [begin, end] = search.split(' ');
  const rows = await db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT e.id FROM escalation e WHERE e.id IN (SELECT s.escalation_id FROM search_text s
       WHERE ${FOUND.replaceAll('$N', '$1')} AND ${FOUND.replaceAll('$N', '$2')})
     ORDER BY e.opened_at DESC, e.id DESC LIMIT $3`,
    `'${begin}'`,
    `'${end}':*`,
    take,
  );
  return rows.map(({ id }) => id);
}
