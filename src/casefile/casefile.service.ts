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
import { LOST_KEY, lostKeyIn } from '../shared/lost-keys.ts';
import { normalForm } from '../shared/typed-text.ts';
import type { CaseFile } from './casefile.form.ts';
import { CaseFileError, caseFileForm } from './casefile.form.ts';
import { readCall } from './casefile.input.ts';

type Path = readonly (string | number)[];

export interface ImportTools {
  db: Db;
  schema: GraphQLSchema;
  sequencer: Sequencer;
  now: Date;
}

/**
 * Imports a case with all that happened to it, whole or not at all. A case that is there already
 * (same customer, opening time and summary) is left as it is.
 *
 * @throws CaseFileError with the path and the reason when anything in the file is wrong.
 */
export async function importCaseFile(
  tools: ImportTools,
  json: unknown,
): Promise<{ reference: string; created: boolean }> {
  const lost = lostKeyIn(json);
  if (lost !== undefined) throw new CaseFileError(lost, LOST_KEY);
  const parsed = caseFileForm.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CaseFileError(
      (issue?.path ?? []).map(String),
      issue?.message ?? 'is not a case file',
    );
  }
  const file = parsed.data;
  const times = readTimes(file, tools.now);
  const result = await inTransaction(
    tools.db,
    (tx) => importCase(tools, tx, file, times),
    IMPORT_TIMEOUT_MS,
  );
  await tools.sequencer.sequence();
  return result;
}

/** A file holds as many steps as somebody wrote; ten a second is slow. */
const IMPORT_TIMEOUT_MS = 600_000;

interface Times {
  open: Date;
  steps: Date[];
}

/** Steps come in order of time, from the opening to the present. */
function readTimes(file: CaseFile, now: Date): Times {
  const read = (text: string, path: Path, earliest: Date | null): Date => {
    const time = /^\d{4}-\d{2}-\d{2}T/.test(text) ? new Date(text) : new Date(Number.NaN);
    if (Number.isNaN(time.getTime())) {
      throw new CaseFileError(path, 'Must be a time such as "2026-03-01T09:30:00Z".');
    }
    if (time > now) throw new CaseFileError(path, 'Must not be in the future.');
    if (earliest !== null && time < earliest) {
      throw new CaseFileError(path, 'Must not be earlier than what stands before it.');
    }
    return time;
  };
  const open = read(file.open.at, ['open', 'at'], null);
  let last = open;
  const steps = file.steps.map((step, place) => {
    last = read(step.at, ['steps', place, 'at'], last);
    return last;
  });
  return { open, steps };
}

async function importCase(
  tools: ImportTools,
  tx: Tx,
  file: CaseFile,
  times: Times,
): Promise<{ reference: string; created: boolean }> {
  const { schema } = tools;
  // Two imports of the same file at once must not both find nothing there.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`;
  const known = await findSameCase(tx, file, times.open);
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
  await makeOthers(schema, work(tools.now, DESK, false), file);
  const { at: _at, by: opener, ...open } = file.open;
  const escalationId = await call(
    schema,
    work(times.open, opener === undefined ? DESK : await personActing(tx, opener, ['open', 'by'])),
    'openEscalation',
    {
      ...open,
      customer: { externalId: file.customer.externalId },
      occurredAt: times.open.toISOString(),
    },
    ['open'],
  );
  for (const [place, step] of file.steps.entries()) {
    const actor =
      step.by === undefined
        ? await ownerActing(tx, escalationId)
        : await personActing(tx, step.by, ['steps', place, 'by']);
    const now = times.steps[place] ?? tools.now;
    await call(
      schema,
      work(now, actor),
      step.mutation,
      { ...(await naming(tx, step.mutation, escalationId)), ...step.input },
      ['steps', place, 'input'],
    );
  }
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

/** People and customers that the desk knows are left as they are; others are made. */
async function makeOthers(schema: GraphQLSchema, work: Work, file: CaseFile): Promise<void> {
  for (const [place, person] of file.people.entries()) {
    if ((await findPerson(work.tx, { email: addressOf(person.email) })) !== null) continue;
    await call(schema, work, 'upsertUser', { ...person }, ['people', place]);
  }
  const { externalId } = file.customer;
  if ((await work.tx.customer.findFirst(customerNamed(normalForm(externalId)))) !== null) return;
  await call(schema, work, 'upsertCustomer', { ...file.customer }, ['customer']);
}

/** As the API reads an address. */
function addressOf(text: string): string {
  return normalForm(text).toLowerCase();
}

async function personActing(tx: Tx, email: string, path: Path): Promise<Actor> {
  const person = await findPerson(tx, { email: addressOf(email) });
  if (person === null)
    throw new CaseFileError(path, `There is no person with the address ${email}.`);
  return { userId: person.id, label: person.name };
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
  if (mutation === 'updatePreventionPlan') {
    const plan = await tx.preventionPlan.findUnique({ where: { escalationId } });
    return { planId: encodeId('PreventionPlan', plan?.id ?? escalationId) };
  }
  return { escalationId: encodeId('Escalation', escalationId) };
}

/** @returns the key of the case that changed; empty for mutations on nothing of a case. */
async function call(
  schema: GraphQLSchema,
  work: Work,
  name: string,
  json: Record<string, unknown>,
  path: Path,
): Promise<string> {
  const { mutation, input } = readCall(schema, name, json, path);
  try {
    return (await mutation.run(work, input, schema)).escalationId ?? '';
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const [first] = error.errors;
    throw new CaseFileError(
      [...path, ...(first?.field ?? [])],
      `${first?.code}: ${first?.message}`,
    );
  }
}
