import type { Db } from '../db/client.ts';
import { findSameNames } from '../db/old-names.ts';
import { caseFields } from '../escalation/case/escalation.state.ts';
import { currentStage } from '../escalation/case/process.rules.ts';
import { changesOf } from '../events/changes.ts';
import { inBatches } from './batches.ts';
import {
  checkCalendars,
  checkCustomers,
  checkKeys,
  checkPeople,
  checkPolicies,
} from './desk-subjects.ts';
import { checkFold } from './fold.ts';
import { findLooseEnds } from './references.ts';
import type { WholeCase } from './whole-case.ts';
import { stateOf, WHOLE_CASE } from './whole-case.ts';

export interface Verification {
  cases: number;
  customers: number;
  people: number;
  policies: number;
  calendars: number;
  keys: number;
  entries: number;
  /** Cases that `desk prune` took away; their places in the log are known. */
  pruned: number;
  /** A sentence for each disagreement; empty when all is well. */
  problems: string[];
}

/**
 * Folds the changes in the log and compares them with the rows. Checks that every row's references hold
 * and that no number is used twice. Only reads.
 *
 * @param onProgress called after each batch with the number of cases checked so far.
 */
export async function verify(
  db: Db,
  onProgress: (checkedCases: number) => void = () => undefined,
): Promise<Verification> {
  const problems: string[] = [];
  let cases = 0;
  const batches = inBatches(
    db,
    (tx, page) => tx.escalation.findMany({ ...page, include: WHOLE_CASE }),
    (_tx, rows) => Promise.resolve(rows),
  );
  for await (const batch of batches) {
    for (const one of batch) problems.push(...checkCase(one));
    cases += batch.length;
    onProgress(cases);
  }
  const customers = await checkCustomers(db);
  const people = await checkPeople(db);
  const policies = await checkPolicies(db);
  const calendars = await checkCalendars(db);
  const keys = await checkKeys(db);
  for (const checked of [customers, people, policies, calendars, keys])
    problems.push(...checked.problems);
  problems.push(...(await findLooseEnds(db)), ...(await findSameNames(db)));
  return {
    cases,
    customers: customers.count,
    people: people.count,
    policies: policies.count,
    calendars: calendars.count,
    keys: keys.count,
    entries: await db.logEntry.count(),
    pruned: await db.prunedCase.count(),
    problems,
  };
}

function checkCase(row: WholeCase): string[] {
  const { reference, log } = row;
  const state = stateOf(row);
  const problems = checkFold(
    reference,
    caseFields(state),
    log.flatMap(({ changes }) => changesOf(changes)),
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

/** Checks that every version has entries, none is left out, and the row has the last version. */
function checkVersions({ reference, version, updatedAt, log }: WholeCase): string[] {
  const versions = [...new Set(log.map(({ caseVersion }) => caseVersion))];
  const expected = Array.from({ length: version }, (_, place) => place + 1);
  const problems: string[] = [];
  if (versions.join() !== expected.join()) {
    problems.push(`${reference}: version is ${version}; the log has ${versions.join(', ')}`);
  }
  // The first entry of a version is its change. Warnings come later and leave the version as it is.
  const changedAt = log.find(({ caseVersion }) => caseVersion === version)?.recordedAt;
  if (changedAt?.getTime() !== updatedAt.getTime()) {
    problems.push(`${reference}: updatedAt is not the time of its last change`);
  }
  return problems;
}
