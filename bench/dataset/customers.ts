import type pg from 'pg';
import { keepSearched } from '../../src/customer/customer-search.service.ts';
import type { Db } from '../../src/db/client.ts';

/** Copies the customers that are there, one of each tier, until there are so many. @returns their keys. */
export async function copyCustomers(client: pg.Client, db: Db, count: number): Promise<string[]> {
  await client.query(
    `CREATE TEMP TABLE template_customer AS
     SELECT *, row_number() OVER (ORDER BY external_id) - 1 AS place, count(*) OVER () AS of FROM customer`,
  );
  const { rows } = await client.query<{ id: string; externalId: string; name: string }>(
    `INSERT INTO customer (id, external_id, name, tier, arr_amount, arr_currency, health_score,
       lifecycle_stage, contacts, created_at, updated_at, version)
     SELECT gen_random_uuid(), 'bench-' || number, 'Customer number ' || number, tier,
       arr_amount, arr_currency, health_score, lifecycle_stage, contacts, created_at,
       updated_at, version
     FROM generate_series((SELECT count(*) FROM customer), $1::int - 1) AS given (number)
     JOIN template_customer t ON t.place = number % t.of
     RETURNING id, external_id AS "externalId", name`,
    [count],
  );
  await keepSearched(db, rows);
  await client.query(
    `INSERT INTO last_change (kind, subject_id, customer_id, placed_at)
     SELECT 'Customer', id, id, updated_at FROM customer ON CONFLICT DO NOTHING`,
  );
  await client.query(
    `INSERT INTO lifecycle_change (id, customer_id, at, from_stage, to_stage, reason)
     SELECT gen_random_uuid(), c.id, l.at, l.from_stage, l.to_stage, l.reason
     FROM customer c JOIN template_customer t ON t.tier = c.tier
     JOIN lifecycle_change l ON l.customer_id = t.id WHERE c.id <> t.id`,
  );
  await client.query(
    `INSERT INTO log_entry (seq, customer_id, desk_type, subject_type, subject_id, at, recorded_at,
       summary, actor_label, changes, data)
     SELECT (SELECT max(seq) FROM log_entry) + row_number() OVER (), c.id, l.desk_type,
       l.subject_type, c.id, l.at, l.recorded_at, replace(l.summary, t.name, c.name), l.actor_label,
       replace(replace(l.changes::text, to_json(t.external_id)::text, to_json(c.external_id)::text),
         to_json(t.name)::text, to_json(c.name)::text)::jsonb, l.data
     FROM customer c JOIN template_customer t ON t.tier = c.tier
     JOIN log_entry l ON l.subject_type = 'Customer' AND l.subject_id = t.id::text
     WHERE c.id <> t.id`,
  );
  const all = await client.query<{ id: string }>('SELECT id FROM customer ORDER BY external_id');
  return all.rows.map(({ id }) => id);
}
