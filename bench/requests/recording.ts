import pg from 'pg';
import { decodeId } from '../../src/graphql/global-id.ts';
import { CASE_ID } from './load.child.ts';
import { ask } from './same-answers.ts';
import type { RunningWay } from './ways.ts';
import type { WriteWork } from './write-works.ts';

/** A row that a mutation of the desk wrote, by which others write the same. */
export interface RecordedRow {
  table: string;
  kind: 'insert' | 'update' | 'delete';
  /** Columns that name the row. */
  key: Readonly<Record<string, unknown>>;
  /** All columns of a new row, the changed ones of another, as PostgreSQL's JSON has them. */
  values: Readonly<Record<string, unknown>>;
}

export interface RecordedStep {
  mutation: string;
  rows: readonly RecordedRow[];
  /** The `data` of the answer. */
  data: unknown;
  /** When it was: times in rows are told from it. */
  at: string;
}

/** A case as the desk brought it along. */
export interface Recording {
  caseId: string;
  reference: string;
  customerId: string;
  steps: readonly RecordedStep[];
  /** PostgreSQL's types, by `table.column`. */
  types: Readonly<Record<string, string>>;
}

/** The tables of a case and what names a row of them. The log's places and `last_change` come after commit. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  escalation: ['id'],
  sla_clock: ['id'],
  sla_firing: ['escalation_id', 'kind', 'cycle_started_at', 'threshold', 'repeat'],
  log_entry: ['id'],
  escalation_step: ['escalation_id', 'step'],
  stakeholder: ['escalation_id', 'user_id'],
  communication: ['id'],
  resolution_action: ['id'],
  improvement: ['id'],
  prevention_plan: ['id'],
  prevention_action: ['id'],
  interaction: ['id'],
  search_text: ['escalation_id'],
};
const TABLES = Object.keys(KEYS);

type Row = Record<string, unknown>;
/** Rows by the table and what names them. */
type Rows = Map<string, { table: string; row: Row }>;

/** Has the desk go through a work once, and looks at what each mutation wrote. */
export async function record(
  databaseUrl: string,
  desk: RunningWay,
  work: WriteWork,
): Promise<Recording> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SET TIME ZONE 'UTC'");
    const steps: RecordedStep[] = [];
    let before: Rows = new Map();
    let globalId = '';
    for (const { mutation, document, variables } of work.steps) {
      const given = JSON.parse(JSON.stringify(variables).replaceAll(CASE_ID, globalId)) as object;
      const data = (await ask('product', desk, { work: work.name, document }, given)) as Answer;
      globalId = data[mutation]?.escalation.id ?? globalId;
      const after = await readRows(client, decodeId('Escalation', globalId) ?? '');
      const updated = String(rowOf(after, 'escalation')['updated_at']);
      steps.push({ mutation, rows: changed(before, after), data, at: updated });
      before = after;
    }
    const row = rowOf(before, 'escalation');
    return {
      caseId: String(row['id']),
      reference: String(row['reference']),
      customerId: String(row['customer_id']),
      steps,
      types: await readTypes(client),
    };
  } finally {
    await client.end();
  }
}

type Answer = Record<string, { escalation: { id: string } }>;

function rowOf(rows: Rows, table: string): Row {
  const found = [...rows.values()].find((one) => one.table === table);
  if (found === undefined) throw new Error(`The case has no row in ${table}.`);
  return found.row;
}

async function readRows(client: pg.Client, caseId: string): Promise<Rows> {
  const rows: Rows = new Map();
  for (const table of TABLES) {
    const column = table === 'escalation' ? 'id' : 'escalation_id';
    const result = await client.query<{ row: Row }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${column} = $1`,
      [caseId],
    );
    for (const { row } of result.rows) {
      rows.set(JSON.stringify([table, ...Object.values(keyOf(table, row))]), { table, row });
    }
  }
  return rows;
}

function keyOf(table: string, row: Row): Row {
  return Object.fromEntries((KEYS[table] ?? []).map((name) => [name, row[name]]));
}

function changed(before: Rows, after: Rows): RecordedRow[] {
  const rows: RecordedRow[] = [];
  for (const [name, { table, row }] of after) {
    const key = keyOf(table, row);
    const old = before.get(name)?.row;
    if (old === undefined) rows.push({ table, kind: 'insert', key, values: row });
    const moved = Object.entries(row).filter(
      ([column, value]) => JSON.stringify(value) !== JSON.stringify(old?.[column]),
    );
    // What is left of the log is its place, which the sequencer gives.
    if (old !== undefined && moved.length > 0 && table !== 'log_entry') {
      rows.push({ table, kind: 'update', key, values: Object.fromEntries(moved) });
    }
  }
  for (const [name, { table, row }] of before) {
    if (!after.has(name)) rows.push({ table, kind: 'delete', key: keyOf(table, row), values: {} });
  }
  return rows.sort((a, b) => TABLES.indexOf(a.table) - TABLES.indexOf(b.table));
}

async function readTypes(client: pg.Client): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attrelid::regclass::text || '.' || attname AS name, format_type(atttypid, NULL) AS type
     FROM pg_attribute WHERE attrelid = ANY($1::text[]::regclass[]) AND attnum > 0 AND NOT attisdropped`,
    [TABLES],
  );
  return Object.fromEntries(rows.map(({ name, type }) => [name, type]));
}
