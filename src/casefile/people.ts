import type { GraphQLSchema } from 'graphql';
import type { Actor } from '../auth/principal.ts';
import { DESK } from '../auth/principal.ts';
import type { Tx } from '../db/transaction.ts';
import { findPerson, noSuchPerson } from '../person/person.load.ts';
import { normalForm } from '../shared/text/typed-text.ts';
import type { CaseFile } from './form.ts';
import { peopleNamed } from './input.ts';
import type { Path, Problems } from './problems.ts';

/** Normalizes an address as the API does. */
export function addressOf(text: string): string {
  return normalForm(text).toLowerCase();
}

/** The people that the file names as acting, by address. */
export async function peopleActing(
  tx: Tx,
  file: CaseFile,
  problems: Problems,
): Promise<Map<string, Actor>> {
  const found = new Map<string, Actor>();
  const unknown = new Set<string>();
  const named: [string | undefined, Path][] = [
    [file.open?.by, ['open', 'by']],
    ...(file.steps ?? []).map((step, place): [string | undefined, Path] => [
      step?.by,
      ['steps', place, 'by'],
    ]),
  ];
  for (const [given, path] of named) {
    if (given === undefined) continue;
    const email = addressOf(given);
    if (found.has(email)) continue;
    const person = unknown.has(email) ? null : await findPerson(tx, { email });
    if (person !== null) {
      found.set(email, { userId: person.id, label: person.name });
      continue;
    }
    unknown.add(email);
    // For a person of the file that could not be made, the problem is known already.
    if (!isInFile(file, email))
      problems.add({ path, reason: `There is no person with the address ${given}.` });
  }
  return found;
}

function isInFile({ people = [] }: CaseFile, email: string): boolean {
  return people.some((one) => one?.email !== undefined && addressOf(one.email) === email);
}

/**
 * Looks up the people that a step names, for a step that is not run and so does not report them.
 *
 * @returns whether all exist; for a person of the file that could not be made, the problem is known
 *   already.
 */
export async function findNamed(
  { tx, schema, problems }: { tx: Tx; schema: GraphQLSchema; problems: Problems },
  file: CaseFile,
  place: number,
): Promise<boolean> {
  const { mutation, input } = file.steps?.[place] ?? {};
  if (mutation === undefined || input === undefined) return false;
  let isWhole = true;
  for (const { email, path } of peopleNamed(schema, mutation, input, ['steps', place, 'input'])) {
    if ((await findPerson(tx, { email })) !== null) continue;
    isWhole = false;
    if (isInFile(file, email)) continue;
    const { errors } = noSuchPerson({ email }, []);
    problems.add(...errors.map(({ code, message }) => ({ path, reason: `${code}: ${message}` })));
  }
  return isWhole;
}

export function actorOf(
  people: ReadonlyMap<string, Actor>,
  email: string | undefined,
): Actor | undefined {
  return email === undefined ? undefined : people.get(addressOf(email));
}

export async function ownerActing(tx: Tx, escalationId: string): Promise<Actor> {
  const { owner } = await tx.escalation.findUniqueOrThrow({
    where: { id: escalationId },
    select: { owner: { select: { id: true, name: true } } },
  });
  return owner === null ? DESK : { userId: owner.id, label: owner.name };
}
