/** The tables that hold a case, in the order in which rows are written. */
export const CASE_TABLES = [
  'escalation',
  'sla_clock',
  'sla_firing',
  'escalation_step',
  'stakeholder',
  'resolution_action',
  'interaction',
  'log_entry',
] as const;
export type CaseTable = (typeof CASE_TABLES)[number];

export interface Column {
  name: string;
  /** As PostgreSQL names it. */
  type: string;
}

/** What each of these says is of the copy, `c`, and not of the template's row, `t`. */
const OF_COPY: Readonly<Record<string, string>> = {
  customer_id: 'c.customer_id',
  escalation_id: 'c.id',
  owner_id: 'CASE WHEN t.owner_id IS NOT NULL THEN c.owner_id END',
};
const OF_TABLE: Readonly<Partial<Record<CaseTable, Readonly<Record<string, string>>>>> = {
  escalation: {
    id: 'c.id',
    reference: 'c.reference',
    summary: 'c.summary',
    issue: 'c.issue',
  },
  log_entry: {
    id: 'n.id',
    seq: 'n.seq',
    tier: 'c.tier',
    changes: json('changes'),
    data: json('data'),
  },
  escalation_step: {
    event_id:
      '(SELECT n.id FROM numbered n WHERE n.copy = c.number AND n.template_id = t.event_id)',
  },
  resolution_action: { id: 'c.action_id' },
  interaction: { summary: 'c.summary' },
};

/** `t`'s JSON is a format of what differs from copy to copy; the times of an entry are the last arguments. */
function json(name: string): string {
  return `format(t.${name}, VARIADIC ARRAY[c.customer_id::text, c.owner_id::text, c.summary, c.issue, c.reference,
      c.action_id::text]
    || ARRAY(SELECT to_char(time + c.shift, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
       FROM unnest(t.${name}_times) WITH ORDINALITY AS given (time, place) ORDER BY place))::jsonb`;
}

/** Makes the statement that copies the rows of a table for all rows of `copy`. */
export function copyStatement(table: CaseTable, columns: readonly Column[]): string {
  const values = columns.map((column) => columnValue(table, column));
  const names = columns.map(({ name }) => `"${name}"`);
  const key = table === 'escalation' ? 'id' : 'escalation_id';
  const isLog = table === 'log_entry';
  return `INSERT INTO ${table} (${names.join()})
    SELECT ${values.join(',\n')}
    FROM copy c JOIN template_${table} t ON t.${key} = c.template_id
    ${isLog ? 'JOIN numbered n ON n.copy = c.number AND n.template_id = t.id ORDER BY n.id' : ''}`;
}

function columnValue(table: CaseTable, { name, type }: Column): string {
  const own = OF_TABLE[table]?.[name] ?? OF_COPY[name];
  if (own !== undefined) return own;
  if (name === 'id') return 'gen_random_uuid()';
  if (type === 'timestamp with time zone') return `t."${name}" + c.shift`;
  if (type === 'ARRAY_OF_TIMES') {
    return `ARRAY(SELECT time + c.shift FROM unnest(t."${name}") AS given (time))`;
  }
  return `t."${name}"`;
}
