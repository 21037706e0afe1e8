import type pg from 'pg';
import type { Parts } from '../db/client.ts';
import { COLUMNS } from './entry-json.ts';
import type { PlacedEntry } from './placed-entry.ts';

/**
 * Reads entries by the driver: a replay reads ten thousand rows, and what Prisma does with each of them
 * takes longer than to make its event.
 *
 * @param where of Prisma, with equality, `in`, `gt`, `lte`, `not: null` and `AND` only.
 */
export async function readEntryRows(
  { pool, nameOf }: Pick<Parts, 'pool' | 'nameOf'>,
  where: object,
  limit: number,
): Promise<PlacedEntry[]> {
  const values: unknown[] = [];
  const condition = conditionOf(where, values);
  const text = `SELECT ${LIST} FROM log_entry WHERE ${condition} ORDER BY seq LIMIT ${limit}`;
  const query = { name: nameOf(text), text, values, rowMode: 'array' as const, types: TYPES };
  const { rows } = await pool.query<unknown[]>(query);
  return rows.map(entryOf);
}

const LIST = Object.values(COLUMNS).join(', ');

/** @param values of the statement's parameters; those of the condition are added. */
function conditionOf(where: object, values: unknown[]): string {
  const parts = Object.entries(where).map(([name, wanted]: [string, unknown]) => {
    if (name !== 'AND') return partOf(columnOf(name), wanted, values);
    return (wanted as object[]).map((one) => `(${conditionOf(one, values)})`).join(' AND ');
  });
  return parts.length === 0 ? 'TRUE' : parts.join(' AND ');
}

function columnOf(name: string): string {
  const column = (COLUMNS as Readonly<Record<string, string>>)[name];
  if (column === undefined) throw new Error(`There is no column for ${name}.`);
  return column;
}

function partOf(column: string, wanted: unknown, values: unknown[]): string {
  const add = (value: unknown) => `$${values.push(value)}`;
  if (wanted === null) return `${column} IS NULL`;
  if (typeof wanted !== 'object') return `${column} = ${add(wanted)}`;
  const tests = Object.entries(wanted).map(([test, value]: [string, unknown]) => {
    if (test === 'in') return `${column} = ANY(${add(value)})`;
    if (test === 'gt') return `${column} > ${add(value)}`;
    if (test === 'lte') return `${column} <= ${add(value)}`;
    if (test === 'not' && value === null) return `${column} IS NOT NULL`;
    throw new Error(`Entries are not read with the condition ${test}.`);
  });
  return tests.join(' AND ');
}

/** The columns in the order of COLUMNS. They are named one by one because computed names take far longer. */
function entryOf(row: readonly unknown[]): PlacedEntry {
  return {
    id: row[0],
    seq: row[1],
    escalationId: row[2],
    customerId: row[3],
    type: row[4],
    deskType: row[5],
    subjectType: row[6],
    subjectId: row[7],
    at: row[8],
    recordedAt: row[9],
    summary: row[10],
    actorId: row[11],
    actorLabel: row[12],
    changes: row[13],
    data: row[14],
    imported: row[15],
    caseVersion: row[16],
    stage: row[17],
    status: row[18],
    severity: row[19],
    category: row[20],
    tier: row[21],
    ownerId: row[22],
  } satisfies Record<keyof PlacedEntry, unknown> as PlacedEntry;
}

type Parse = (text: string) => unknown;

/** By PostgreSQL's number of the type; texts are left as they are. */
const PARSERS: Readonly<Record<number, Parse>> = {
  16: (text) => text === 't',
  20: BigInt,
  23: Number,
  1184: timeOf,
  3802: (text) => JSON.parse(text) as unknown,
};

const asIs: Parse = (text) => text;
const TYPES = {
  getTypeParser: (type: number) => PARSERS[type] ?? asIs,
} as pg.CustomTypesConfig;

/** `2026-11-29 10:15:30.123+00`, as connections in UTC write it; the usual form is not parsed as a date may be. */
const IN_UTC = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/;

function timeOf(text: string): Date {
  if (!IN_UTC.test(text)) return new Date(text);
  return new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
}
