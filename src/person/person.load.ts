import { Prisma } from '../db/client.ts';
import { firstNamedSql, hasNameSql } from '../db/old-names.ts';
import { selectRows } from '../db/rows/read.sql.ts';
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

const PERSON_COLUMNS = Object.keys(PERSON_FIELDS) as (keyof typeof PERSON_FIELDS)[];

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
  const ids = given.flatMap(({ ref }) => ref.id ?? []);
  const emails = given.flatMap(({ ref }) => ref.email ?? []);
  const found = await selectRows(
    tx,
    'user',
    PERSON_COLUMNS,
    Prisma.sql`WHERE id = ANY(${ids}::uuid[]) OR email = ANY(${emails}) OR email_nfc = ANY(${emails})`,
  );
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
  if (id === undefined && email === undefined) return null;
  const named =
    id === undefined
      ? Prisma.sql`WHERE ${hasNameSql('person', email ?? '')} ${firstNamedSql('person')} LIMIT 1`
      : Prisma.sql`WHERE id = ${id}::uuid`;
  const [found] = await selectRows(tx, 'user', PERSON_COLUMNS, named);
  return found ?? null;
}

/** The active people of a level in a team. Where the team has none, all active people of the level. */
export async function peopleOfLevel(
  tx: Tx,
  level: OwnerLevel,
  team: ResolutionPath,
): Promise<Person[]> {
  const people = await selectRows(
    tx,
    'user',
    PERSON_COLUMNS,
    Prisma.sql`WHERE level = ${level}::"OwnerLevel" AND active AND role NOT IN ('VIEWER', 'PARTNER')
      ORDER BY name`,
  );
  const ofTeam = people.filter((person) => person.team === team);
  return ofTeam.length > 0 ? ofTeam : people;
}
