import { Prisma } from '../db/client.ts';
import type { CaseRow, ClockRow } from '../escalation/case/escalation.state.ts';

/**
 * The columns that the scheduler reads and writes: names in the code, with types in the database. Many
 * cases are passed as one JSON, and each statement is built from these lists.
 */
type Columns<Row> = { readonly [Name in keyof Row]: string };

/** The columns of a case that the scheduler reads but never writes. */
const READ = {
  id: 'uuid',
  reference: 'text',
  customerId: 'uuid',
  severity: '"Severity"',
  category: '"Category"',
  ownerId: 'uuid',
  openedAt: 'timestamptz',
} as const satisfies Partial<Columns<CaseRow>>;

/** The columns of a case that time can change. */
export const MOVED = {
  version: 'int',
  updatedAt: 'timestamptz',
  status: '"EscalationStatus"',
  stage: '"Stage"',
  stageSince: 'timestamptz',
  ownerLevel: '"OwnerLevel"',
  dueAt: 'timestamptz',
  respondBy: 'timestamptz',
  waitUntil: 'timestamptz',
  slaBreach: 'boolean',
  policyRecheck: 'boolean',
} as const satisfies Partial<Columns<CaseRow>>;

export const CASE = { ...READ, ...MOVED };

export const CLOCK: Columns<ClockRow> = {
  id: 'uuid',
  kind: '"SlaKind"',
  cycle: 'int',
  state: '"SlaState"',
  targetMs: 'bigint',
  startedAt: 'timestamptz',
  elapsedMs: 'bigint',
  countedUntil: 'timestamptz',
  dueAt: 'timestamptz',
  warnsAt: 'timestamptz[]',
  metAt: 'timestamptz',
  breachedAt: 'timestamptz',
  nextAt: 'timestamptz',
  warnAfterMs: 'bigint',
  calendarId: 'uuid',
  calendarVersion: 'int',
};

/** Builds `json_build_object('dueAt', e.due_at, …)`: a row of the table as JSON. */
export function toJsonSql(columns: object, table: string): Prisma.Sql {
  const pairs = Object.keys(columns).map((name) => `'${name}', ${table}.${columnOf(name)}`);
  return Prisma.raw(`json_build_object(${pairs.join(', ')})`);
}

/** Builds `json_to_recordset(…) AS x ("dueAt" timestamptz, …)`: rows out of JSON. */
export function fromJsonSql(columns: object, rows: readonly object[]): Prisma.Sql {
  const typed = Object.entries(columns).map(([name, type]) => `"${name}" ${type}`);
  return Prisma.sql`json_to_recordset(${JSON.stringify(rows)}::json) AS x (${Prisma.raw(typed.join(', '))})`;
}

/** Builds `due_at = x."dueAt", …`. */
export function setSql(columns: object): Prisma.Sql {
  return list(columns, (name) => `${columnOf(name)} = x."${name}"`);
}

function list(columns: object, write: (name: string) => string): Prisma.Sql {
  return Prisma.raw(Object.keys(columns).map(write).join(', '));
}

/** The column of a name: `dueAt` is `due_at` in the database. */
function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
