import type { RecordedRow, RecordedStep, Recording } from './recording.ts';

/**
 * Statements that write the rows of a recorded mutation for another case. `$1` is its key, `$2` the time;
 * in an opening `$3` is the customer's `externalId`. Texts stay as they were recorded, and so do the keys
 * in the JSON of entries.
 */
export interface WriteStatements {
  /** Of each row, in order. */
  rows: readonly string[];
  /** All of them in one statement, which returns the case's reference. */
  whole: string;
}

/** People are there already; every other key is of something that is new with the case. */
const OF_PEOPLE = /^(?:owner|user|by|actor|sender|classified_by|root_cause_by|participant)_ids?$/;
const YEAR = 'extract(year FROM $2::timestamptz)';

export function writeStatements(recording: Recording, step: RecordedStep): WriteStatements {
  const isOpening = step === recording.steps[0];
  const existing =
    'SELECT customer_id, reference, $2::timestamptz AS at FROM escalation WHERE id = $1';
  const opening = `SELECT id AS customer_id, $2::timestamptz AS at, 'ESC-' || ${YEAR} || '-' ||
      lpad(number::text, greatest(3, length(number::text)), '0') AS reference
    FROM customer, nextval('escalation_number_' || ${YEAR}) AS given (number)
    WHERE external_id = $3`;
  const statements = step.rows.map((row) => statementOf(recording, step, row));
  const parts = statements.map((statement, place) => `part_${place} AS (${statement})`);
  return {
    // The row of the case comes first.
    rows: statements.map((statement, place) =>
      isOpening && place === 0
        ? `WITH about AS MATERIALIZED (${opening}) ${statement} RETURNING reference`
        : `WITH about AS MATERIALIZED (${existing}) ${statement}`,
    ),
    whole: `WITH about AS MATERIALIZED (${isOpening ? opening : existing}), ${parts.join(',\n')}
      SELECT reference FROM about WHERE $1::uuid IS NOT NULL`,
  };
}

function statementOf(
  recording: Recording,
  step: RecordedStep,
  { table, kind, key, values }: RecordedRow,
): string {
  const sql = (column: string, value: unknown) => valueSql(recording, step, table, column, value);
  const where = Object.entries(key)
    .map(([column, value]) => `${table}.${column} = ${sql(column, value)}`)
    .join(' AND ');
  if (kind === 'delete') return `DELETE FROM ${table} WHERE ${where}`;
  const isLog = table === 'log_entry';
  const columns = Object.entries(values).filter(
    ([column]) => !isLog || (column !== 'id' && column !== 'seq'),
  );
  if (kind === 'update') {
    const sets = columns.map(([column, value]) => `${column} = ${sql(column, value)}`);
    return `UPDATE ${table} SET ${sets.join(', ')} WHERE ${where}`;
  }
  const names = columns.map(([column]) => `"${column}"`);
  const given = columns.map(([column, value]) => sql(column, value));
  return `INSERT INTO ${table} (${names.join()}) SELECT ${given.join(', ')} FROM about`;
}

function valueSql(
  { caseId, customerId, types }: Recording,
  step: RecordedStep,
  table: string,
  column: string,
  value: unknown,
): string {
  const type = types[`${table}.${column}`] ?? 'text';
  if (value === null) return `NULL::${type}`;
  if (table === 'escalation' && column === 'reference') return 'about.reference';
  if (value === caseId) return '$1::uuid';
  if (value === customerId) return column === 'customer_id' ? 'about.customer_id' : quoted(value);
  if (type === 'uuid' && !OF_PEOPLE.test(column))
    return `md5($1::uuid::text || '${String(value)}'::text)::uuid`;
  if (type === 'timestamp with time zone') return timeSql(step, String(value));
  if (type === 'timestamp with time zone[]') {
    const times = (value as string[]).map((time) => timeSql(step, time));
    return `ARRAY[${times.join()}]::timestamptz[]`;
  }
  if (Array.isArray(value) && type.endsWith('[]')) {
    return `ARRAY[${value.map((one) => quoted(String(one))).join()}]::${type}`;
  }
  return `${quoted(typeof value === 'string' && type !== 'jsonb' ? value : JSON.stringify(value))}::${type}`;
}

function timeSql({ at }: RecordedStep, time: string): string {
  const ms = Date.parse(time) - Date.parse(at);
  return ms === 0 ? '$2::timestamptz' : `($2::timestamptz + interval '${ms} milliseconds')`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
