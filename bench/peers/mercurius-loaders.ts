import type pg from 'pg';
import { encodeCursor } from '../support/cursor.ts';
import { one } from './mercurius-rows.ts';

type Row = Record<string, unknown> & { id: string };
interface Query<Params = object> {
  obj: Row;
  params: Params;
}

/** Results that are asked for once are not worth the key by which they would be kept. */
const opts = { cache: false };

/** One statement for each field, whatever the number of cases. */
export function loaders(pool: pg.Pool) {
  async function byKey(name: string, text: string, keys: readonly unknown[]) {
    const { rows } = await pool.query<Row>(one(name, text, [keys]));
    return new Map(rows.map((row) => [row.id, row]));
  }

  return {
    Escalation: {
      customer: {
        async loader(queries: Query[]) {
          const text = `SELECT id, external_id AS "externalId", name, tier FROM customer
            WHERE id = ANY($1::uuid[])`;
          const found = await byKey('customers', text, of(queries, 'customer_id'));
          return queries.map(({ obj }) => found.get(String(obj['customer_id'])));
        },
        opts,
      },
      owner: {
        async loader(queries: Query[]) {
          const text = 'SELECT id, name, level FROM "user" WHERE id = ANY($1::uuid[])';
          const found = await byKey('owners', text, of(queries, 'owner_id'));
          return queries.map(({ obj }) => found.get(String(obj['owner_id'])) ?? null);
        },
        opts,
      },
      sla: {
        async loader(queries: Query[]) {
          const text = `SELECT escalation_id AS of, kind, cycle, state, due_at AS "dueAt",
              met_at AS "metAt", breached_at AS "breachedAt" FROM sla_clock
            WHERE escalation_id = ANY($1::uuid[]) ORDER BY kind`;
          const { rows } = await pool.query<Clock>(one('clocks', text, [of(queries, 'id')]));
          const now = new Date();
          for (const clock of rows) if (isOverdue(clock, now)) clock.state = 'BREACHED';
          return queries.map(({ obj }) => rows.filter((clock) => clock.of === obj.id));
        },
        opts,
      },
      timeline: {
        async loader(queries: Query<{ first?: number; last?: number }>[]) {
          const { first, last } = queries[0]?.params ?? {};
          const way = last === undefined ? 'ASC' : 'DESC';
          const text = `SELECT given.id AS of, l.* FROM unnest($1::uuid[]) AS given (id)
            CROSS JOIN LATERAL (SELECT seq, type, at, summary, actor_label AS "actorLabel"
              FROM log_entry WHERE escalation_id = given.id AND seq > 0
              ORDER BY seq ${way} LIMIT $2) l`;
          const values = [of(queries, 'id'), last ?? first];
          const { rows } = await pool.query<Entry>(one(`entries_${way}`, text, values));
          const byCase = new Map<string, Entry[]>();
          for (const row of rows) {
            row.cursor = encodeCursor(BigInt(row.seq));
            const entries = byCase.get(row.of);
            if (entries === undefined) byCase.set(row.of, [row]);
            else entries.push(row);
          }
          return queries.map(({ obj }) => {
            const entries = byCase.get(obj.id) ?? [];
            return { nodes: last === undefined ? entries : entries.reverse() };
          });
        },
        opts,
      },
    },
  };
}

interface Clock {
  of: string;
  kind: string;
  cycle: number;
  state: string;
  dueAt: Date | null;
}

interface Entry {
  of: string;
  seq: string;
  cursor: string;
}

function isOverdue({ kind, cycle, state, dueAt }: Clock, now: Date): boolean {
  return (
    state === 'RUNNING' && dueAt !== null && dueAt <= now && !(kind === 'UPDATE' && cycle === 1)
  );
}

function of(queries: readonly Query[], column: string): unknown[] {
  return queries.map(({ obj }) => obj[column]).filter((value) => value !== null);
}
