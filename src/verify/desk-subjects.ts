import { customerFields } from '../customer/customer.load.ts';
import type { Db } from '../db/client.ts';
import type { ApiKey, Customer, SlaPolicy, User } from '../db/generated/client/client.ts';
import type { Queryable } from '../db/transaction.ts';
import type { DeskEntry } from '../events/append.ts';
import type { FieldChange, Fields } from '../events/changes.ts';
import { changesOf } from '../events/changes.ts';
import { keyFields } from '../key/key.service.ts';
import { personFields } from '../person/person-change.service.ts';
import type { CalendarRow } from '../sla/terms/calendar-row.load.ts';
import { calendarFields, toCalendar } from '../sla/terms/calendar-row.load.ts';
import { DEFAULT_POLICIES } from '../sla/terms/policy.rules.ts';
import { policyFields } from '../sla/terms/policy-row.load.ts';
import type { Page } from './batches.ts';
import { inBatches } from './batches.ts';
import { checkFold } from './fold.ts';

/** A type of subject that desk entries have, and how its rows are compared with the entries. */
interface Kind<Row extends { id: string }> {
  type: NonNullable<DeskEntry['subjectType']>;
  read(tx: Queryable, page: Page): Promise<Row[]>;
  nameOf(row: Row): string;
  fieldsOf(row: Row): Fields;
  /** The fields before the first entry. None by default. */
  startOf?(row: Row): Fields;
  /** The version of the row, for types of which each entry makes a version. */
  versionOf?(row: Row): number;
}

export interface Checked {
  count: number;
  problems: string[];
}

const kind =
  <Row extends { id: string }>(one: Kind<Row>) =>
  (db: Db) =>
    checkKind(db, one);

export const checkCustomers = kind<Customer>({
  type: 'Customer',
  read: (tx, page) => tx.customer.findMany(page),
  nameOf: ({ name, id }) => `customer ${name} (${id})`,
  fieldsOf: customerFields,
});

export const checkPeople = kind<User>({
  type: 'User',
  read: (tx, page) => tx.user.findMany(page),
  nameOf: ({ email }) => `person ${email}`,
  fieldsOf: personFields,
  versionOf: ({ version }) => version,
});

export const checkPolicies = kind<SlaPolicy>({
  type: 'SlaPolicy',
  read: (tx, page) => tx.slaPolicy.findMany(page),
  nameOf: ({ severity, id }) => `policy of ${severity} (${id})`,
  fieldsOf: policyFields,
  startOf: (row) => (isDefault(row) ? migratedFields(row) : new Map()),
  versionOf: (row) => row.version - (isDefault(row) ? 1 : 0),
});

export const checkCalendars = kind<CalendarRow>({
  type: 'BusinessCalendar',
  read: async (tx, page) => (await tx.businessCalendar.findMany(page)).map(toCalendar),
  nameOf: ({ name }) => `calendar ${name}`,
  fieldsOf: calendarFields,
  versionOf: ({ version }) => version,
});

export const checkKeys = kind<ApiKey>({
  type: 'ApiKey',
  read: (tx, page) => tx.apiKey.findMany(page),
  nameOf: ({ name, prefix }) => `key ${name} (desk_${prefix})`,
  fieldsOf: keyFields,
});

function isDefault({ tier, customerId }: SlaPolicy): boolean {
  return tier === null && customerId === null;
}

/** The fields of a default policy, which a migration wrote without entries. */
function migratedFields(row: SlaPolicy): Fields {
  const { examples: _examples, warnAt, ...terms } = DEFAULT_POLICIES[row.severity];
  return policyFields({
    ...row,
    ...terms,
    responseTargetMs: BigInt(terms.responseTargetMs),
    updateIntervalMs: BigInt(terms.updateIntervalMs),
    warnAt: [...warnAt],
    calendarId: null,
    repeatEveryMs: null,
    retiredAt: null,
  });
}

async function checkKind<Row extends { id: string }>(db: Db, of: Kind<Row>): Promise<Checked> {
  const problems: string[] = [];
  let count = 0;
  const batches = inBatches(db, of.read, async (tx, rows) => ({
    rows,
    logs: await readLogs(tx, of.type, rows),
  }));
  for await (const { rows, logs } of batches) {
    for (const row of rows) problems.push(...checkRow(of, row, logs.get(row.id) ?? []));
    count += rows.length;
  }
  return { count, problems };
}

function checkRow<Row extends { id: string }>(
  of: Kind<Row>,
  row: Row,
  log: readonly FieldChange[][],
): string[] {
  const name = of.nameOf(row);
  const problems = checkFold(name, of.fieldsOf(row), log.flat(), of.startOf?.(row));
  const version = of.versionOf?.(row) ?? log.length;
  if (version !== log.length) {
    problems.push(`${name}: its version counts ${version} changes; the log has ${log.length}`);
  }
  return problems;
}

/** The changes of the entries about each subject, in order. */
async function readLogs(
  tx: Queryable,
  subjectType: Kind<{ id: string }>['type'],
  subjects: readonly { id: string }[],
): Promise<Map<string, FieldChange[][]>> {
  const entries = await tx.logEntry.findMany({
    where: { subjectType, subjectId: { in: subjects.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
    select: { subjectId: true, changes: true },
  });
  const logs = new Map<string, FieldChange[][]>();
  for (const { subjectId, changes } of entries) {
    const log = logs.get(subjectId ?? '') ?? [];
    log.push(changesOf(changes));
    logs.set(subjectId ?? '', log);
  }
  return logs;
}
