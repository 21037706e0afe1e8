import type { GraphQLSchema } from 'graphql';
import { FIRST_IMPORTED } from '../escalation/open.service.ts';
import { encodeId } from '../graphql/global-id.ts';
import { LOST_KEY, lostKeyIn } from '../shared/lost-keys.ts';
import { dateTimeFlaw, parseDateTime } from '../shared/rfc3339.ts';
import type { CaseFile, CaseFileProblem, Path } from './casefile.form.ts';
import { CaseFileError, caseFileForm } from './casefile.form.ts';
import { readCall } from './casefile.input.ts';

export interface CheckedFile {
  file: CaseFile;
  openedAt: Date;
  /** Of each step; one that is wrong gets that of the step before it. */
  times: readonly Date[];
  /** What can be found without a database, in the order of the file. */
  problems: readonly CaseFileProblem[];
  /** Steps that cannot be done because of it, by place. */
  wrongSteps: ReadonlySet<number>;
}

/** Stands for the id that a step leaves out. */
const ANY_KEY = '00000000-0000-7000-8000-000000000000';

/** The name of the id that a step leaves out, because a file cannot know it. */
export function idLeftOut(mutation: string): { name: string; type: string } {
  return mutation === 'updatePreventionPlan'
    ? { name: 'planId', type: 'PreventionPlan' }
    : { name: 'escalationId', type: 'Escalation' };
}

/**
 * Reads a file and finds all that is wrong with its form, its times and the inputs of its steps.
 *
 * @throws CaseFileError where the rest cannot be looked at: a wrong form, customer or opening.
 */
export function checkCaseFile(schema: GraphQLSchema, json: unknown, now: Date): CheckedFile {
  const lost = lostKeyIn(json);
  if (lost !== undefined) throw new CaseFileError([{ path: lost, reason: LOST_KEY }]);
  const parsed = caseFileForm.safeParse(json);
  if (!parsed.success) {
    throw new CaseFileError(
      parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), reason: message })),
    );
  }
  const file = parsed.data;
  const others = [
    ...file.people.flatMap((person, place) =>
      wrongIn(schema, 'upsertUser', { ...person }, ['people', place]),
    ),
    ...wrongIn(schema, 'upsertCustomer', { ...file.customer }, ['customer']),
    ...wrongIn(schema, 'openEscalation', openingInput(file, now), ['open']),
  ];
  const problems: CaseFileProblem[] = [];
  const readTime = timesFrom(now, problems);
  const openedAt = readTime(file.open.at, ['open', 'at']);
  const wrongSteps = new Set<number>();
  const times = file.steps.map(({ at, mutation, input }, place) => {
    const { name, type } = idLeftOut(mutation);
    const full = { [name]: encodeId(type, ANY_KEY), ...input };
    const time = readTime(at, ['steps', place, 'at']);
    const wrong = wrongIn(schema, mutation, full, ['steps', place, 'input']);
    if (wrong.length > 0) wrongSteps.add(place);
    problems.push(...wrong);
    return time ?? null;
  });
  if (others.length > 0 || openedAt === null) throw new CaseFileError([...others, ...problems]);
  let last = openedAt;
  const known = times.map((time) => {
    last = time ?? last;
    return last;
  });
  return { file, openedAt, times: known, problems, wrongSteps };
}

/** What `openEscalation` gets. */
export function openingInput({ open, customer }: CaseFile, openedAt: Date) {
  const { at: _at, by: _by, ...rest } = open;
  return {
    ...rest,
    customer: { externalId: customer.externalId },
    occurredAt: openedAt.toISOString(),
  };
}

function wrongIn(
  schema: GraphQLSchema,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
  path: Path,
): CaseFileProblem[] {
  const read = readCall(schema, mutation, input, path);
  return Array.isArray(read) ? read : [];
}

/** Times come in order, from 2000 to the present. @returns null for one that is wrong. */
function timesFrom(now: Date, problems: CaseFileProblem[]) {
  let earliest: Date | null = null;
  return (text: string, path: Path): Date | null => {
    const time = parseDateTime(text);
    const reason = time === undefined ? notATime(text) : wrongTime(time, now, earliest);
    if (reason !== null) problems.push({ path, reason });
    if (time === undefined || reason !== null) return null;
    earliest = time;
    return time;
  };
}

function notATime(text: string): string {
  const flaw = dateTimeFlaw(text);
  return `Must be a time such as "2026-03-01T09:30:00Z"${flaw === '' ? '' : `: ${flaw}`}.`;
}

function wrongTime(time: Date, now: Date, earliest: Date | null): string | null {
  if (time > now) return 'Must not be in the future.';
  if (time < FIRST_IMPORTED) return `Must not be before ${FIRST_IMPORTED.toISOString()}.`;
  if (earliest !== null && time < earliest)
    return 'Must not be earlier than what stands before it.';
  return null;
}
