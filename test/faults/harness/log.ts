import { createCursorCodec } from '../../../src/events/cursor.ts';
import { execute } from '../../support/postgres-admin.ts';
import { until } from '../../support/until.ts';
import { THRESHOLDS } from './checker.ts';
import type { LogRow } from './evidence.ts';

/** The log after an entry's place, those without a place last. */
export async function readLog(url: string, after: bigint): Promise<LogRow[]> {
  const rows = await execute(
    url,
    `SELECT l.id::text, l.seq::text, COALESCE(l.type::text, l.desk_type::text) AS type,
       l.escalation_id AS "escalationId", l.desk_type IS NOT NULL AS "isOfDesk",
       CASE WHEN l.type = 'NOTE_ADDED' THEN l.data->>'text'
            WHEN l.type = 'ESCALATION_OPENED' THEN (SELECT issue FROM escalation e WHERE e.id = l.escalation_id)
       END AS text,
       CASE WHEN l.type IN ('SLA_WARNING', 'SLA_BREACHED') AND l.data->>'kind' = 'RESPONSE'
         THEN (l.data->'skipped') || (l.data->'threshold') ELSE '[]' END AS fired
     FROM log_entry l WHERE l.seq > $1 OR l.seq IS NULL ORDER BY l.seq, l.id`,
    [after],
  );
  return rows.map((row) => ({
    ...(row as unknown as LogRow),
    seq: row['seq'] === null ? null : BigInt(String(row['seq'])),
  }));
}

/** Resolves when every entry has its place and no response clock of these is still to fire. */
export async function settled(
  url: string,
  clocks: readonly string[],
  timeoutMs: number,
): Promise<void> {
  const left = async () => {
    const [row] = await execute(
      url,
      `SELECT (SELECT count(*) FROM log_entry WHERE seq IS NULL)::int AS "noPlace",
         (SELECT count(*) FROM sla_clock WHERE kind = 'RESPONSE' AND next_at IS NOT NULL
            AND escalation_id = ANY($1::uuid[]))::int AS running`,
      [clocks],
    ).catch(() => []);
    return row?.['noPlace'] === 0 && row['running'] === 0 ? true : undefined;
  };
  await until(
    left,
    `entries to get their places and clocks their ${THRESHOLDS.length} thresholds`,
    timeoutMs,
  );
}

/** The place that a cursor stands for, by the secret of the desk whose it is; 0 for none that is good. */
export async function placeIn(url: string, cursor: string): Promise<bigint> {
  const [desk] = await execute(url, 'SELECT cursor_secret AS secret FROM desk');
  return createCursorCodec(desk?.['secret'] as Buffer).decode(cursor)?.seq ?? 0n;
}
