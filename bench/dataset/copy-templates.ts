import type pg from 'pg';
import { v7 } from 'uuid';
import type { CaseTable, Column } from './columns.ts';
import { CASE_TABLES } from './columns.ts';
import type { Template } from './templates.ts';
import { ISSUE, SUMMARY } from './templates.ts';

/** A template as it is copied. */
export interface CopyTemplate extends Template {
  /** What its notes say. */
  notes: readonly string[];
  /** Of all its copies, where its owner is one of its stakeholders too; null: each has another. */
  ownerId: string | null;
}

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
/** Of `format`: customer, owner, summary, issue, reference and action come before the times. */
const FIRST_TIME = 7;

/** A key as the desk would have made it then. */
export function newIdAt(time: number): string {
  return v7({ msecs: time });
}

/**
 * Puts the rows of the templates into temporary tables, `template_` and the name of the table, with formats
 * in place of the JSON of their entries.
 */
export async function readTemplates(client: pg.Client, templates: readonly Template[]) {
  const columns = {} as Record<CaseTable, Column[]>;
  const keys = templates.map(({ id }) => id);
  for (const table of CASE_TABLES) {
    const key = table === 'escalation' ? 'id' : 'escalation_id';
    await client.query(
      `CREATE TEMP TABLE template_${table} AS SELECT * FROM ${table} WHERE ${key} = ANY($1::uuid[])`.replace(
        '$1::uuid[]',
        `ARRAY['${keys.join(`','`)}']::uuid[]`,
      ),
    );
    columns[table] = await columnsOf(client, table);
  }
  await formatEntries(client);
  const { rows } = await client.query<{ id: string; text: string }>(
    `SELECT escalation_id AS id, data->>'text' AS text FROM log_entry
     WHERE escalation_id = ANY($1::uuid[]) AND type = 'NOTE_ADDED' ORDER BY id`,
    [keys],
  );
  const owners = await client.query<{ id: string; owner: string }>(
    `SELECT e.id, e.owner_id AS owner FROM template_escalation e
     JOIN template_stakeholder s ON s.escalation_id = e.id AND s.user_id = e.owner_id`,
  );
  const read = templates.map((template): CopyTemplate => {
    const notes = rows.filter(({ id }) => id === template.id).map(({ text }) => text);
    const ownerId = owners.rows.find(({ id }) => id === template.id)?.owner ?? null;
    return { ...template, notes, ownerId };
  });
  return { columns, read };
}

async function columnsOf(client: pg.Client, table: string): Promise<Column[]> {
  const { rows } = await client.query<Column>(
    `SELECT column_name AS name,
       CASE WHEN udt_name = '_timestamptz' THEN 'ARRAY_OF_TIMES' ELSE data_type END AS type
     FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
  return rows;
}

async function formatEntries(client: pg.Client): Promise<void> {
  await client.query(`ALTER TABLE template_log_entry
    ALTER COLUMN changes TYPE text, ALTER COLUMN data TYPE text,
    ADD COLUMN changes_times timestamptz[], ADD COLUMN data_times timestamptz[]`);
  const { rows } = await client.query<Entry>(
    `SELECT l.id, l.changes, l.data, l.customer_id AS customer, e.owner_id AS owner, e.reference,
       a.id AS action
     FROM template_log_entry l JOIN template_escalation e ON e.id = l.escalation_id
     LEFT JOIN template_resolution_action a ON a.escalation_id = e.id`,
  );
  for (const entry of rows) {
    const [changes, data] = [formatOf(entry.changes, entry), formatOf(entry.data, entry)];
    await client.query(
      `UPDATE template_log_entry SET changes = $2, changes_times = $3, data = $4, data_times = $5
       WHERE id = $1`,
      [entry.id, changes.text, changes.times, data.text, data.times],
    );
  }
}

interface Entry {
  id: string;
  changes: string;
  data: string;
  customer: string;
  owner: string | null;
  reference: string;
  /** Of which a template has one at most. */
  action: string | null;
}

function formatOf(json: string, entry: Entry): { text: string; times: string[] } {
  const { customer, owner, reference, action } = entry;
  const times: string[] = [];
  let text = json.replaceAll('%', '%%');
  for (const [place, part] of [customer, owner, SUMMARY, ISSUE, reference, action].entries()) {
    if (part !== null) text = text.replaceAll(part, `%${place + 1}$s`);
  }
  text = text.replaceAll(TIME, (time) => {
    times.push(time);
    return `%${FIRST_TIME + times.length - 1}$s`;
  });
  return { text, times };
}
