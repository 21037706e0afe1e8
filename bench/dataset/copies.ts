import pg from 'pg';
import { createClient } from '../../src/db/client.ts';
import { createPool } from '../../src/db/pool.ts';
import { textsOfCase, writeSearch } from '../../src/escalation/case/search.save.ts';
import { CASE_TABLES, copyStatement } from './columns.ts';
import type { CopyTemplate } from './copy-templates.ts';
import { newIdAt, readTemplates } from './copy-templates.ts';
import { copyCustomers } from './customers.ts';
import type { Template } from './templates.ts';
import { drawn, issueOf, summaryOf } from './texts.ts';

export interface CopyOptions {
  /** All cases of the set, the templates among them. */
  cases: number;
  customers: number;
  templates: readonly Template[];
  onProgress(made: number): void;
}

const CHUNK = 5_000;
const SEARCH_BATCH = 1_000;
const DAY_MS = 86_400_000;
/** The cases were opened over so many days, the last of them so many days ago. */
const DAYS = 120;
const LAST_DAYS_AGO = 3;
const SETTINGS = `
  SET TIME ZONE 'UTC'; SET synchronous_commit = off; SET jit = off; SET work_mem = '64MB'`;

interface Copy {
  number: number;
  id: string;
  actionId: string;
  templateId: string;
  customerId: string;
  ownerId: string;
  reference: string;
  summary: string;
  issue: string;
  shiftMs: number;
}

/**
 * Copies the templates until there are so many cases: at other times, of other customers and owners, with
 * other texts, their log woven together as it would have been. What is searched is made by the desk's
 * own functions.
 */
export async function copyCases(url: string, options: CopyOptions): Promise<void> {
  const { cases, templates, onProgress } = options;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const pool = createPool(url, { poolSize: 1, connectTimeoutMs: 10_000, log: () => {} });
  const db = createClient(pool);
  try {
    await client.query(SETTINGS);
    const { columns, read } = await readTemplates(client, templates);
    const customers = await copyCustomers(client, db, options.customers);
    const owners = await ids(client, `SELECT id FROM "user" ORDER BY email`);
    const last = Date.now() - LAST_DAYS_AGO * DAY_MS;
    const first = last - DAYS * DAY_MS;
    const count = cases - templates.length;
    const numbers = new Map<number, number>();
    const nextOf = (openedAt: Date) => {
      const year = openedAt.getUTCFullYear();
      const number = (numbers.get(year) ?? 0) + 1;
      numbers.set(year, number);
      return `ESC-${year}-${String(number).padStart(3, '0')}`;
    };
    // The numbers that they have.
    for (const { openedAt } of templates) nextOf(openedAt);

    for (let made = 0; made < count; made += CHUNK) {
      const copies = Array.from({ length: Math.min(CHUNK, count - made) }, (_, turn): Copy => {
        const number = made + turn;
        const template = pick(read, number);
        const openedAt = Math.floor(first + ((last - first) * number) / count);
        return {
          number,
          id: newIdAt(openedAt),
          actionId: newIdAt(openedAt),
          templateId: template.id,
          customerId: customers[drawn(number, 20, customers.length)] ?? '',
          ownerId: template.ownerId ?? owners[drawn(number, 21, owners.length)] ?? '',
          reference: nextOf(new Date(openedAt)),
          summary: summaryOf(number),
          issue: issueOf(number),
          shiftMs: openedAt - template.openedAt.getTime(),
        };
      });
      await client.query('BEGIN');
      await client.query(COPY_TABLE, [JSON.stringify(copies)]);
      await client.query(NUMBERED_TABLE);
      await client.query(
        'CREATE INDEX ON numbered (copy, template_id); ANALYZE copy; ANALYZE numbered',
      );
      for (const table of CASE_TABLES) await client.query(copyStatement(table, columns[table]));
      await client.query(LAST_CHANGE);
      // As a node does every two seconds; or the figures lie in thousands of pages.
      await client.query('SELECT fold_figures(1)');
      await client.query(`DROP TABLE copy, numbered`);
      await client.query('COMMIT');
      for (let from = 0; from < copies.length; from += SEARCH_BATCH) {
        const batch = copies.slice(from, from + SEARCH_BATCH);
        await writeSearch(
          db,
          batch.map((copy) => searched(copy, read)),
        );
      }
      onProgress(made + copies.length);
    }
    await client.query(`SELECT setval('log_entry_id_seq', (SELECT max(id) FROM log_entry))`);
    for (const [year, number] of numbers) {
      await client.query(`CREATE SEQUENCE IF NOT EXISTS escalation_number_${year}`);
      await client.query(`SELECT setval('escalation_number_${year}', ${number})`);
    }
    // As autovacuum leaves a desk that has grown; not every server has it on.
    await client.query('VACUUM ANALYZE');
    await client.query('VACUUM FULL case_figure');
  } finally {
    await client.end();
    await db.$disconnect();
    await pool.end();
  }
}

async function ids(client: pg.Client, sql: string): Promise<string[]> {
  return (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
}

/** By the shares of the walks, which are of a hundred. */
function pick(templates: readonly CopyTemplate[], number: number): CopyTemplate {
  let left = drawn(number, 22, 100);
  for (const template of templates) {
    left -= template.share;
    if (left < 0) return template;
  }
  throw new Error('The shares of the walks come to less than a hundred.');
}

function searched(copy: Copy, templates: readonly CopyTemplate[]) {
  const { id: escalationId, customerId } = copy;
  const notes = templates.find(({ id }) => id === copy.templateId)?.notes ?? [];
  return { escalationId, customerId, texts: { open: textsOfCase(copy), internal: [...notes] } };
}

const COPY_TABLE = `
  CREATE TEMP TABLE copy AS SELECT x.number, x.id, x."actionId" AS action_id,
    x."templateId" AS template_id, x."customerId" AS customer_id, x."ownerId" AS owner_id, x.reference, x.summary, x.issue,
    customer.tier, x."shiftMs" * interval '1 millisecond' AS shift
  FROM json_to_recordset($1::json) AS x (number int, id uuid, "actionId" uuid, "templateId" uuid, "customerId" uuid,
    "ownerId" uuid, reference text, summary text, issue text, "shiftMs" float8)
  JOIN customer ON customer.id = x."customerId"`;

/** Ids and places in the log, in the order of what happened. */
const NUMBERED_TABLE = `
  CREATE TEMP TABLE numbered AS SELECT c.number AS copy, t.id AS template_id,
    (SELECT max(id) FROM log_entry) + row_number() OVER written AS id,
    (SELECT max(seq) FROM log_entry) + row_number() OVER written AS seq
  FROM copy c JOIN template_log_entry t ON t.escalation_id = c.template_id
  WINDOW written AS (ORDER BY t.at + c.shift, c.number, t.id)`;

const LAST_CHANGE = `
  INSERT INTO last_change (kind, subject_id, customer_id, placed_at)
  SELECT 'Escalation', c.id, c.customer_id, t.updated_at + c.shift
  FROM copy c JOIN template_escalation t ON t.id = c.template_id`;
