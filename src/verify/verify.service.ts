import { customerFields } from '../customer/customer.service.ts';
import type { Db } from '../db/client.ts';
import { caseFields } from '../escalation/escalation.state.ts';
import { currentStage } from '../escalation/process.rules.ts';
import type { FieldChange, Fields } from '../events/changes.ts';
import { diffFields, foldChanges } from '../events/changes.ts';
import { personFields } from '../person/person.service.ts';
import { findLooseEnds } from './references.ts';
import type { WholeCase } from './whole-case.ts';
import { stateOf, WHOLE_CASE } from './whole-case.ts';

export interface Verification {
  cases: number;
  customers: number;
  people: number;
  entries: number;
  /** A sentence for each thing that disagrees; empty when all is well. */
  problems: string[];
}

const BATCH_SIZE = 100;

/**
 * Folds the changes that the log recorded and compares them with the rows; checks that every row's
 * references hold and that no number is used twice. Reads only.
 *
 * @param onProgress told now and then how many cases are checked.
 */
export async function verify(
  db: Db,
  onProgress: (checkedCases: number) => void = () => undefined,
): Promise<Verification> {
  const problems: string[] = [];
  let cases = 0;
  for await (const batch of inBatches((after) => readCases(db, after))) {
    for (const one of batch) problems.push(...checkCase(one));
    cases += batch.length;
    onProgress(cases);
  }
  let customers = 0;
  for await (const batch of inBatches((after) => readCustomers(db, after))) {
    const logs = await deskLogs(db, 'Customer', batch);
    for (const row of batch) {
      const { id, name, version } = row;
      problems.push(...checkSubject(`customer ${name} (${id})`, customerFields(row), logs.get(id)));
      if (version < 1) problems.push(`customer ${id}: version ${version}`);
    }
    customers += batch.length;
  }
  let people = 0;
  for await (const batch of inBatches((after) => readPeople(db, after))) {
    const logs = await deskLogs(db, 'User', batch);
    for (const row of batch) {
      problems.push(...checkSubject(`person ${row.email}`, personFields(row), logs.get(row.id)));
    }
    people += batch.length;
  }
  problems.push(...(await findLooseEnds(db)));
  return { cases, customers, people, entries: await db.logEntry.count(), problems };
}

async function* inBatches<Row extends { id: string }>(
  read: (after: string | undefined) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  for (let after: string | undefined; ; ) {
    const batch = await read(after);
    if (batch.length > 0) yield batch;
    if (batch.length < BATCH_SIZE) return;
    after = batch.at(-1)?.id;
  }
}

function page(after: string | undefined) {
  return {
    where: after === undefined ? {} : { id: { gt: after } },
    orderBy: { id: 'asc' },
    take: BATCH_SIZE,
  } as const;
}

/** A case and its log come from one snapshot, so that a change in between is no disagreement. */
function readCases(db: Db, after: string | undefined): Promise<WholeCase[]> {
  return db.$transaction((tx) => tx.escalation.findMany({ ...page(after), include: WHOLE_CASE }), {
    isolationLevel: 'RepeatableRead',
    timeout: 60_000,
  });
}

function readCustomers(db: Db, after: string | undefined) {
  return db.customer.findMany(page(after));
}

function readPeople(db: Db, after: string | undefined) {
  return db.user.findMany(page(after));
}

/** The changes that the log has of each subject, in order. */
async function deskLogs(
  db: Db,
  subjectType: 'Customer' | 'User',
  subjects: readonly { id: string }[],
): Promise<Map<string, FieldChange[]>> {
  const entries = await db.logEntry.findMany({
    where: { subjectType, subjectId: { in: subjects.map(({ id }) => id) } },
    orderBy: { id: 'asc' },
    select: { subjectId: true, changes: true },
  });
  const logs = new Map<string, FieldChange[]>();
  for (const { subjectId, changes } of entries) {
    const log = logs.get(subjectId ?? '') ?? [];
    log.push(...(changes as unknown as FieldChange[]));
    logs.set(subjectId ?? '', log);
  }
  return logs;
}

function checkSubject(name: string, fields: Fields, log: readonly FieldChange[] = []): string[] {
  const folded = new Map<string, string>();
  const misfits = foldChanges(folded, log);
  return [
    ...misfits.map((field) => `${name}: the log changes ${field} from what it was not`),
    ...differences(name, folded, fields),
  ];
}

function differences(name: string, folded: Fields, fields: Fields): string[] {
  return diffFields(folded, fields).map(
    ({ field, from, to }) => `${name}: ${field} is ${show(to)}; the log says ${show(from)}`,
  );
}

function show(value: string | null): string {
  return value === null
    ? 'empty'
    : JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}

function checkCase(row: WholeCase): string[] {
  const { reference, log } = row;
  const state = stateOf(row);
  const problems = checkSubject(
    reference,
    caseFields(state),
    log.flatMap(({ changes }) => changes as unknown as FieldChange[]),
  );
  const stage = currentStage(state.row.status, state.steps);
  if (stage !== row.stage)
    problems.push(`${reference}: stage is ${row.stage}; its steps say ${stage}`);
  problems.push(...checkVersions(row));
  const last = log.at(-1);
  if (last?.stage !== row.stage || last.status !== row.status || last.severity !== row.severity) {
    problems.push(`${reference}: the last log entry shows another stage, status or severity`);
  }
  return problems;
}

/** Every version has entries, none is left out, and the row has the last. */
function checkVersions({ reference, version, updatedAt, log }: WholeCase): string[] {
  const versions = [...new Set(log.map(({ caseVersion }) => caseVersion))];
  const expected = Array.from({ length: version }, (_, place) => place + 1);
  const problems: string[] = [];
  if (versions.join() !== expected.join()) {
    problems.push(`${reference}: version is ${version}; the log has ${versions.join(', ')}`);
  }
  const last = log.at(-1)?.recordedAt;
  if (last?.getTime() !== updatedAt.getTime()) {
    problems.push(`${reference}: updatedAt is not the time of its last log entry`);
  }
  return problems;
}
