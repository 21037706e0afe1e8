import type { GraphQLSchema } from 'graphql';
import { FIRST_IMPORTED } from '../escalation/steps/open.service.ts';
import { encodeId } from '../graphql/global-id.ts';
import { dateTimeFlaw, parseDateTime } from '../shared/rfc3339.ts';
import { LOST_KEY, lostKeyIn } from '../shared/text/lost-keys.ts';
import type { CaseFile } from './form.ts';
import { readForm } from './form.ts';
import { readCall } from './input.ts';
import type { CaseFileProblem, Path, Problems } from './problems.ts';
import { collectProblems } from './problems.ts';

export interface CheckedFile {
  /** The file without the parts whose form is wrong. */
  file: CaseFile;
  /** Undefined when the time is wrong. */
  openedAt: Date | undefined;
  /** The time of each step. A step whose time is wrong gets that of the step before. */
  times: readonly Date[];
  /** The problems that are found without a database. */
  problems: Problems;
  /** Whether a part is missing or has problems, so that its mutation cannot run. */
  isWrong: (part: PartOfFile) => boolean;
}

export type PartOfFile = `people.${number}` | 'customer' | 'open' | `steps.${number}`;

/** Stands for the id that a step leaves out, while its input is checked. */
const ANY_KEY = '00000000-0000-7000-8000-000000000000';

/** The name and type of the id that a step leaves out, because a file cannot know it. */
export function idLeftOut(mutation: string): { name: string; type: string } {
  return mutation === 'updatePreventionPlan'
    ? { name: 'planId', type: 'PreventionPlan' }
    : { name: 'escalationId', type: 'Escalation' };
}

/**
 * Checks the form of a file, its times and the inputs of its steps, and finds all problems. A problem
 * in one part keeps no other part from being checked.
 */
export function checkCaseFile(schema: GraphQLSchema, json: unknown, now: Date): CheckedFile {
  const problems = collectProblems();
  const lost = lostKeyIn(json);
  if (lost !== undefined) problems.add({ path: lost, reason: LOST_KEY });
  const { file, problems: ofForm } = readForm(json);
  problems.add(...ofForm);
  const wrong = new Set<PartOfFile>();
  const check = (part: PartOfFile, mutation: string, input: Input | undefined, path: Path) => {
    const found = input === undefined ? [] : wrongIn(schema, mutation, input, path);
    problems.add(...found);
    if (input === undefined || found.length > 0) wrong.add(part);
  };
  for (const [place, person] of file.people?.entries() ?? []) {
    check(`people.${place}`, 'upsertUser', person, ['people', place]);
  }
  check('customer', 'upsertCustomer', file.customer, ['customer']);
  problems.add(...givenElsewhere(file.open, ['open'], GIVEN_BY_FILE));
  check('open', 'openEscalation', file.open && openingInput(file, now), ['open']);

  const readTime = timesFrom(now, problems);
  const openedAt = readTime(file.open?.at, ['open', 'at']);
  if (openedAt === undefined) wrong.add('open');
  let last = openedAt ?? now;
  const times = (file.steps ?? []).map((step, place) => {
    last = readTime(step?.at, ['steps', place, 'at']) ?? last;
    const { mutation, input } = step ?? {};
    const path = ['steps', place, 'input'];
    if (mutation === undefined || input === undefined) {
      wrong.add(`steps.${place}`);
      return last;
    }
    const { name, type } = idLeftOut(mutation);
    problems.add(...givenElsewhere(input, path, { [name]: 'a file cannot know it' }));
    const full = { ...input, [name]: encodeId(type, ANY_KEY) };
    check(`steps.${place}`, mutation, full, path);
    return last;
  });
  return { file, openedAt, times, problems, isWrong: (part) => wrong.has(part) };
}

type Input = Readonly<Record<string, unknown>>;

/** The input of `openEscalation`. */
export function openingInput({ open, customer }: CaseFile, openedAt: Date) {
  const { at: _at, by: _by, ...rest } = open ?? {};
  return {
    ...rest,
    // A file without a customer is refused for that, so this input must not lack one as well.
    customer: { externalId: customer?.externalId ?? 'unknown' },
    occurredAt: openedAt.toISOString(),
  };
}

/** Inputs of `openEscalation` that a file gives in another place, and where. */
const GIVEN_BY_FILE = {
  customer: 'it is the `customer` of the file',
  occurredAt: '`at` says it',
};

/** Problems for inputs that the file gives elsewhere, by which they would be overwritten. */
function givenElsewhere(
  input: Input | undefined,
  path: Path,
  fields: Readonly<Record<string, string>>,
): CaseFileProblem[] {
  return Object.entries(fields)
    .filter(([name]) => input?.[name] !== undefined)
    .map(([name, why]) => ({ path: [...path, name], reason: `Must be left out: ${why}.` }));
}

function wrongIn(
  schema: GraphQLSchema,
  mutation: string,
  input: Input,
  path: Path,
): CaseFileProblem[] {
  const read = readCall(schema, mutation, input, path);
  return Array.isArray(read) ? read : [];
}

/** Times must be in order, from 2000 to the present. The reader returns undefined for a wrong time. */
function timesFrom(now: Date, problems: Problems) {
  let earliest: Date | null = null;
  return (text: string | undefined, path: Path): Date | undefined => {
    if (text === undefined) return undefined;
    const time = parseDateTime(text);
    const reason = time === undefined ? notATime(text) : wrongTime(time, now, earliest);
    if (reason !== null) problems.add({ path, reason });
    if (time === undefined || reason !== null) return undefined;
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
