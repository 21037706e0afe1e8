import type { GraphQLSchema } from 'graphql';
import type { Actor } from '../auth/principal.ts';
import { DESK } from '../auth/principal.ts';
import type { Db } from '../db/client.ts';
import { customerNamed } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import { changeCase } from '../escalation/case/escalation.change.ts';
import { firstLine } from '../escalation/steps/history.rules.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { Work } from '../events/work.ts';
import { encodeId } from '../graphql/global-id.ts';
import type { Answer } from '../graphql/mutations/payload.ts';
import { findPerson } from '../person/person.load.ts';
import { Refusal } from '../shared/errors.ts';
import { normalForm } from '../shared/text/typed-text.ts';
import type { CheckedFile } from './check.ts';
import { checkCaseFile, idLeftOut, openingInput } from './check.ts';
import type { CaseFile } from './form.ts';
import { readCall } from './input.ts';
import { actorOf, addressOf, findNamed, ownerActing, peopleActing } from './people.ts';
import type { Path, Problems } from './problems.ts';
import { CaseFileError } from './problems.ts';

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
 * Imports a case with all that happened to it, completely or not at all. A case that exists already
 * (same customer, opening time and summary) is left as it is.
 *
 * @throws CaseFileError with all problems of the file, each with its path.
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

/** Files can have any number of steps, of which a slow server does ten a second. */
const IMPORT_TIMEOUT_MS = 600_000;

async function importCase(tools: ImportTools, tx: Tx, checked: CheckedFile): Promise<Imported> {
  const { file, openedAt, times, isWrong, problems } = checked;
  // Keeps two imports of the same file apart: otherwise both could find that the case does not exist.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${IMPORT_LOCK})`;
  const known = problems.count() > 0 ? null : await findSameCase(tx, file, openedAt);
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
  const call = callsOf(tools.schema, tx, problems);
  const isCustomerThere = await makeOthers(call, work(tools.now, DESK, false), checked);
  const people = await peopleActing(tx, file, problems);
  const escalationId =
    openedAt === undefined || !isCustomerThere || isWrong('open')
      ? null
      : await call(
          work(openedAt, actorOf(people, file.open?.by) ?? DESK),
          'openEscalation',
          openingInput(file, openedAt),
          ['open'],
        );
  const found = { tx, schema: tools.schema, problems };
  for (const [place, step] of (file.steps ?? []).entries()) {
    const { mutation, input: given } = step ?? {};
    const areThere = problems.count() === 0 || (await findNamed(found, file, place));
    // Without the case its further steps cannot be checked.
    if (!areThere || escalationId === null || isWrong(`steps.${place}`) || !mutation || !given)
      continue;
    const actor = actorOf(people, step?.by) ?? (await ownerActing(tx, escalationId));
    const input = { ...given, ...(await naming(tx, mutation, escalationId)) };
    const at = times[place] ?? tools.now;
    await call(work(at, actor), mutation, input, ['steps', place, 'input']);
  }
  if (escalationId === null || problems.count() > 0) throw new CaseFileError(problems.inOrder());
  // Writes what the clocks have to say between the last step and today.
  await changeCase(work(tools.now, DESK), null, { escalationId }, () => undefined);
  const { reference } = await tx.escalation.findUniqueOrThrow({ where: { id: escalationId } });
  return { reference, created: true };
}

const IMPORT_LOCK = 0x66_696c65;

async function findSameCase(
  tx: Tx,
  { open, customer }: CaseFile,
  openedAt: Date | undefined,
): Promise<string | null> {
  const externalId = customer?.externalId;
  if (openedAt === undefined || externalId === undefined) return null;
  const { summary, issue } = open ?? {};
  const wanted = normalForm(
    typeof summary === 'string' ? summary : firstLine(normalForm(String(issue))),
  );
  // Summaries from earlier versions may be in another form of Unicode. Few cases are opened at one moment.
  const found = await tx.escalation.findMany({
    where: { customer: customerNamed(normalForm(externalId)).where, openedAt },
    select: { reference: true, summary: true },
    orderBy: { reference: 'asc' },
  });
  return found.find(({ summary: known }) => normalForm(known) === wanted)?.reference ?? null;
}

/** Runs a mutation. @returns the key of the case that changed, empty when none did; null for a refusal. */
type Call = (
  work: Work,
  mutation: string,
  json: Record<string, unknown>,
  path: Path,
) => Promise<string | null>;

/** Goes on after a refusal to find further problems; then nothing is kept of the import. */
function callsOf(schema: GraphQLSchema, tx: Tx, problems: Problems): Call {
  return async (work, name, json, path) => {
    const read = readCall(schema, name, json, path);
    if (Array.isArray(read)) {
      problems.add(...read);
      return null;
    }
    try {
      const answer: Answer<{ escalationId?: string }> = await tx.inPart(() =>
        read.mutation.run(work, read.input, schema),
      );
      return answer.escalationId ?? '';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const found = error.errors
        // After another problem, a wrong state may only be its consequence.
        .filter(({ code }) => code !== 'WRONG_STATE' || problems.count() === 0)
        .map(({ code, message, field }) => ({
          path: [...path, ...field],
          reason: `${code}: ${message}`,
        }));
      problems.add(...found);
      return null;
    }
  };
}

/**
 * Makes the people and the customer of the file. Those that the desk knows are left as they are.
 *
 * @returns whether the customer exists afterwards.
 */
async function makeOthers(
  call: Call,
  work: Work,
  { file, isWrong }: CheckedFile,
): Promise<boolean> {
  for (const [place, person] of file.people?.entries() ?? []) {
    if (person?.email === undefined || isWrong(`people.${place}`)) continue;
    if ((await findPerson(work.tx, { email: addressOf(person.email) })) !== null) continue;
    await call(work, 'upsertUser', { ...person }, ['people', place]);
  }
  const externalId = file.customer?.externalId;
  if (externalId === undefined) return false;
  if ((await work.tx.customer.findFirst(customerNamed(normalForm(externalId)))) !== null)
    return true;
  if (isWrong('customer')) return false;
  return (await call(work, 'upsertCustomer', { ...file.customer }, ['customer'])) !== null;
}

/** The id that a step leaves out, since a file cannot know it: that of its case, or of the case's plan. */
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
