import type { GraphQLSchema } from 'graphql';
import type { Actor } from '../auth/principal.ts';
import { DESK } from '../auth/principal.ts';
import type { Db } from '../db/client.ts';
import { customerNamed } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { changeCase } from '../escalation/escalation.change.ts';
import { firstLine } from '../escalation/history.rules.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { Work } from '../events/work.ts';
import { encodeId } from '../graphql/global-id.ts';
import { findPerson } from '../person/person.service.ts';
import { Refusal } from '../shared/errors.ts';
import { normalForm } from '../shared/typed-text.ts';
import type { CheckedFile } from './casefile.check.ts';
import { checkCaseFile, idLeftOut, openingInput } from './casefile.check.ts';
import type { CaseFile, CaseFileProblem, Path } from './casefile.form.ts';
import { CaseFileError } from './casefile.form.ts';
import { readCall } from './casefile.input.ts';

export interface ImportTools {
  db: Db;
  schema: GraphQLSchema;
  sequencer: Sequencer;
  now: Date;
}

interface Imported {
  reference: string;
  created: boolean;
}

/**
 * Imports a case with all that happened to it, whole or not at all. A case that is there already
 * (same customer, opening time and summary) is left as it is.
 *
 * @throws CaseFileError with all that is wrong in the file, each with its path.
 */
export async function importCaseFile(tools: ImportTools, json: unknown): Promise<Imported> {
  const checked = checkCaseFile(tools.schema, json, tools.now);
  const result = await inTransaction(
    tools.db,
    (tx) => importCase(tools, tx, checked),
    IMPORT_TIMEOUT_MS,
  );
  await tools.sequencer.sequence();
  return result;
}

/** A file holds as many steps as somebody wrote; ten a second is slow. */
const IMPORT_TIMEOUT_MS = 600_000;

async function importCase(tools: ImportTools, tx: Tx, checked: CheckedFile): Promise<Imported> {
  const { file, openedAt, times, wrongSteps } = checked;
  // Two imports of the same file at once must not both find nothing there.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`;
  const known = checked.problems.length > 0 ? null : await findSameCase(tx, file, openedAt);
  if (known !== null) return { reference: known, created: false };

  const work = (now: Date, actor: Actor, imported = true): Work => ({
    tx,
    actor,
    role: 'ADMIN',
    customerIds: null,
    now,
    recordedAt: tools.now,
    imported,
  });
  const { call, problems, refuseAll } = callsOf(tools.schema, tx, checked.problems);
  await makeOthers(call, work(tools.now, DESK, false), file);
  const people = await peopleActing(tx, file, problems);
  const escalationId = await call(
    work(openedAt, actorOf(people, file.open.by) ?? DESK),
    'openEscalation',
    openingInput(file, openedAt),
    ['open'],
  );
  // Without the case nothing can be said of its steps.
  if (escalationId === null) throw refuseAll();
  for (const [place, step] of file.steps.entries()) {
    if (wrongSteps.has(place)) continue;
    const actor = actorOf(people, step.by) ?? (await ownerActing(tx, escalationId));
    const input = { ...(await naming(tx, step.mutation, escalationId)), ...step.input };
    const at = times[place] ?? tools.now;
    await call(work(at, actor), step.mutation, input, ['steps', place, 'input']);
  }
  if (problems.length > 0) throw refuseAll();
  // What the clocks had to say between the last step and today.
  await changeCase(work(tools.now, DESK), null, { escalationId }, () => undefined);
  const { reference } = await tx.escalation.findUniqueOrThrow({ where: { id: escalationId } });
  return { reference, created: true };
}

const IMPORT_LOCK = 0x66_696c65;

async function findSameCase(tx: Tx, file: CaseFile, openedAt: Date): Promise<string | null> {
  const { summary, issue } = file.open;
  const wanted = normalForm(
    typeof summary === 'string' ? summary : firstLine(normalForm(String(issue))),
  );
  // Those of earlier versions may be stored in another form of Unicode; few are opened at one moment.
  const found = await tx.escalation.findMany({
    where: {
      customer: customerNamed(normalForm(file.customer.externalId)).where,
      openedAt,
    },
    select: { reference: true, summary: true },
    orderBy: { reference: 'asc' },
  });
  return found.find(({ summary: known }) => normalForm(known) === wanted)?.reference ?? null;
}

/** Does a mutation. @returns the key of the case that changed, empty where none did; null when it was refused. */
type Call = (
  work: Work,
  mutation: string,
  json: Record<string, unknown>,
  path: Path,
) => Promise<string | null>;

/** Goes on after what is refused, to find what else is; nothing of it is kept then. */
function callsOf(schema: GraphQLSchema, tx: Tx, found: readonly CaseFileProblem[]) {
  const problems = [...found];
  const call: Call = async (work, name, json, path) => {
    const read = readCall(schema, name, json, path);
    if (Array.isArray(read)) {
      problems.push(...read);
      return null;
    }
    await tx.$executeRaw`SAVEPOINT step`;
    try {
      const { escalationId } = await read.mutation.run(work, read.input, schema);
      await tx.$executeRaw`RELEASE SAVEPOINT step`;
      return escalationId ?? '';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await tx.$executeRaw`ROLLBACK TO SAVEPOINT step`;
      for (const { code, message, field } of error.errors) {
        // After another problem a wrong state may only follow from it.
        if (code === 'WRONG_STATE' && problems.length > 0) continue;
        problems.push({ path: [...path, ...field], reason: `${code}: ${message}` });
      }
      return null;
    }
  };
  return { call, problems, refuseAll: () => new CaseFileError(inOrder(problems)) };
}

const PARTS = ['people', 'customer', 'open', 'steps'];

/** As they stand in the file. */
function inOrder(problems: readonly CaseFileProblem[]): CaseFileProblem[] {
  const placeOf = ({ path: [part, place] }: CaseFileProblem) =>
    PARTS.indexOf(String(part)) * 1e9 + (typeof place === 'number' ? place : 0);
  return [...problems].sort((a, b) => placeOf(a) - placeOf(b));
}

/** People and customers that the desk knows are left as they are; others are made. */
async function makeOthers(call: Call, work: Work, file: CaseFile): Promise<void> {
  for (const [place, person] of file.people.entries()) {
    if ((await findPerson(work.tx, { email: addressOf(person.email) })) !== null) continue;
    await call(work, 'upsertUser', { ...person }, ['people', place]);
  }
  const { externalId } = file.customer;
  if ((await work.tx.customer.findFirst(customerNamed(normalForm(externalId)))) !== null) return;
  await call(work, 'upsertCustomer', { ...file.customer }, ['customer']);
}

/** As the API reads an address. */
function addressOf(text: string): string {
  return normalForm(text).toLowerCase();
}

/** Whom the file names as acting, by address. */
async function peopleActing(
  tx: Tx,
  file: CaseFile,
  problems: CaseFileProblem[],
): Promise<Map<string, Actor>> {
  const found = new Map<string, Actor>();
  const named: [string | undefined, Path][] = [
    [file.open.by, ['open', 'by']],
    ...file.steps.map(({ by }, place): [string | undefined, Path] => [by, ['steps', place, 'by']]),
  ];
  for (const [given, path] of named) {
    if (given === undefined) continue;
    const email = addressOf(given);
    if (found.has(email)) continue;
    const person = await findPerson(tx, { email });
    if (person !== null) found.set(email, { userId: person.id, label: person.name });
    // Of one in the file that could not be made that is said already.
    else if (!file.people.some((one) => addressOf(one.email) === email))
      problems.push({ path, reason: `There is no person with the address ${given}.` });
  }
  return found;
}

function actorOf(people: ReadonlyMap<string, Actor>, email: string | undefined): Actor | undefined {
  return email === undefined ? undefined : people.get(addressOf(email));
}

async function ownerActing(tx: Tx, escalationId: string): Promise<Actor> {
  const { owner } = await tx.escalation.findUniqueOrThrow({
    where: { id: escalationId },
    select: { owner: { select: { id: true, name: true } } },
  });
  return owner === null ? DESK : { userId: owner.id, label: owner.name };
}

/** The ids that a step leaves out, because a file cannot know them: of its case, or of its case's plan. */
async function naming(
  tx: Tx,
  mutation: string,
  escalationId: string,
): Promise<Record<string, string>> {
  const { name, type } = idLeftOut(mutation);
  if (type === 'Escalation') return { [name]: encodeId(type, escalationId) };
  const plan = await tx.preventionPlan.findUnique({ where: { escalationId } });
  return { [name]: encodeId(type, plan?.id ?? escalationId) };
}
