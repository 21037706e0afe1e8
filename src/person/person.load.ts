import { personNamed } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import type { Refusal } from '../shared/errors.ts';
import { refuse } from '../shared/errors.ts';
import { normalForm } from '../shared/text/typed-text.ts';
import type { OwnerLevel, ResolutionPath, Role } from '../shared/vocabulary.ts';

export interface Person {
  id: string;
  email: string;
  name: string;
  level: OwnerLevel;
  team: ResolutionPath | null;
  role: Role;
  active: boolean;
  version: number;
}

/** Names a person by key or by address. Exactly one of the two is given. */
export interface PersonRef {
  id?: string | undefined;
  email?: string | undefined;
}

export const PERSON_FIELDS = {
  id: true,
  email: true,
  name: true,
  level: true,
  team: true,
  role: true,
  active: true,
  version: true,
} as const;

/** Finds a person. @throws Refusal NOT_FOUND when there is none, INVALID for a person who has left. */
export async function requirePerson(
  tx: Tx,
  ref: PersonRef,
  field: readonly string[],
): Promise<Person> {
  return requireActive(await findPerson(tx, ref), ref, field);
}

/** Like {@link requirePerson} for several, in one statement. The people are in the order of `given`. */
export async function requirePeople(
  tx: Tx,
  given: readonly { ref: PersonRef; field: readonly string[] }[],
): Promise<Person[]> {
  if (given.length === 0) return [];
  const found = await tx.user.findMany({
    where: {
      OR: [
        { id: { in: given.flatMap(({ ref }) => ref.id ?? []) } },
        { email: { in: given.flatMap(({ ref }) => ref.email ?? []) } },
        { emailNfc: { in: given.flatMap(({ ref }) => ref.email ?? []) } },
      ],
    },
    select: PERSON_FIELDS,
  });
  const known = new Map(
    found
      // A person stored under the normal form itself is sorted last, and so stays in the map.
      .sort(
        (a, b) => Number(a.email === normalForm(a.email)) - Number(b.email === normalForm(b.email)),
      )
      .flatMap((person) => [
        [person.id, person],
        [normalForm(person.email), person],
      ]),
  );
  return given.map(({ ref, field }) =>
    requireActive(known.get(ref.id ?? ref.email ?? ''), ref, field),
  );
}

function requireActive(
  person: Person | null | undefined,
  ref: PersonRef,
  field: readonly string[],
): Person {
  if (person === null || person === undefined) throw noSuchPerson(ref, field);
  if (!person.active) {
    throw refuse('INVALID', `${person.name} is not active; name somebody who is.`, field);
  }
  return person;
}

export function noSuchPerson({ email }: PersonRef, field: readonly string[]): Refusal {
  const given = email === undefined ? 'this id' : `the address ${email}`;
  return refuse('NOT_FOUND', `There is no person with ${given}.`, field);
}

export async function findPerson(tx: Tx, { id, email }: PersonRef): Promise<Person | null> {
  if (id !== undefined) return tx.user.findUnique({ where: { id }, select: PERSON_FIELDS });
  if (email !== undefined)
    return tx.user.findFirst({ ...personNamed(email), select: PERSON_FIELDS });
  return null;
}

/** The active people of a level in a team. Where the team has none, all active people of the level. */
export async function peopleOfLevel(
  tx: Tx,
  level: OwnerLevel,
  team: ResolutionPath,
): Promise<Person[]> {
  const people = await tx.user.findMany({
    where: { level, active: true, role: { notIn: ['VIEWER', 'PARTNER'] } },
    select: PERSON_FIELDS,
    orderBy: { name: 'asc' },
  });
  const ofTeam = people.filter((person) => person.team === team);
  return ofTeam.length > 0 ? ofTeam : people;
}
