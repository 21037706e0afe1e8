import type pg from 'pg';
import type { Statement } from '../../support/statements.ts';

// What a statement reads, by EXPLAIN ANALYZE of the very statement with its values.

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

export interface Reading {
  relation: string;
  /** Rows that were read of it, those that were thrown away included. */
  rows: number;
}

export interface Read {
  /** Records in the answer: its rows and the objects in their JSON, or what it counts. */
  returned: number;
  readings: Reading[];
}

/** Of few rows PostgreSQL rather reads all, and sorts or hashes them. */
const TAKE_INDEXES = ['seqscan', 'hashjoin', 'mergejoin']
  .map((way) => `SET LOCAL enable_${way} = off`)
  .join('; ');

/** Whether a statement only reads. */
export function isRead({ text }: Statement): boolean {
  return /^\s*(SELECT|WITH)\b/i.test(text) && !/\b(set_config|give_places|nextval)\b/.test(text);
}

/**
 * Runs the statement twice, for its answer and for its plan. In a transaction that is rolled back.
 *
 * @param anyIndex whether an index is taken where there is one, however small the tables are.
 */
export async function readBy(
  client: pg.ClientBase,
  { text, values }: Statement,
  anyIndex: boolean,
): Promise<Read> {
  await client.query('BEGIN');
  try {
    if (anyIndex) await client.query(TAKE_INDEXES);
    const { rows } = await client.query({ text, values: [...values] });
    const explained = await client.query({
      text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values: [...values],
    });
    const [{ 'QUERY PLAN': plans }] = explained.rows as [{ 'QUERY PLAN': [{ Plan: PlanNode }] }];
    return { returned: recordsIn(rows), readings: readings(plans[0].Plan) };
  } finally {
    await client.query('ROLLBACK');
  }
}

function readings(node: PlanNode): Reading[] {
  const below = (node.Plans ?? []).flatMap(readings);
  const relation = node['Relation Name'];
  if (relation === undefined) return below;
  const each =
    node['Actual Rows'] +
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  const name = `${relation} by ${node['Index Name'] ?? node['Node Type']}`;
  return [{ relation: name, rows: Math.round(each * node['Actual Loops']) }, ...below];
}

function recordsIn(rows: readonly Record<string, unknown>[]): number {
  if (rows.length > 0 && rows.every((row) => 'count' in row)) {
    return rows.reduce((sum, row) => sum + Number(row['count']), 0);
  }
  return rows.reduce((sum, one) => sum + 1 + nested(Object.values(one)), 0);
}

function nested(value: unknown): number {
  if (Array.isArray(value)) {
    // A row that has no names for its values is a record too, and a list of rows is none.
    const isRow = value.some((one) => !Array.isArray(one));
    return value.reduce((sum: number, one) => sum + nested(one), isRow ? 1 : 0);
  }
  if (value === null || typeof value !== 'object' || value instanceof Date) return 0;
  return 1 + nested(Object.values(value));
}
