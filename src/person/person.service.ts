import { hasNameSql, personNamed } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import { appendEntries } from '../events/append.ts';
import { diffFields, fieldsOf } from '../events/changes.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { normalForm } from '../shared/typed-text.ts';
import type { OwnerLevel, ResolutionPath, Role } from '../shared/vocabulary.ts';

export interface Person {
  id: string;
  email: string;
  name: string;
  level: OwnerLevel;
  team: ResolutionPath | null;
  role: Role;
  active: boolean;
}

/** By key or by address, of which exactly one is given. */
export interface PersonRef {
  id?: string | undefined;
  email?: string | undefined;
}

const FIELDS = {
  id: true,
  email: true,
  name: true,
  level: true,
  team: true,
  role: true,
  active: true,
} as const;

/** @throws Refusal NOT_FOUND for nobody, INVALID for somebody who has left. */
export async function requirePerson(
  tx: Tx,
  ref: PersonRef,
  field: readonly string[],
): Promise<Person> {
  return requireActive(await findPerson(tx, ref), ref, field);
}

/** As {@link requirePerson} for many, in one statement; the same people in the same order. */
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
    select: FIELDS,
  });
  const known = new Map(
    found
      // Who is stored under the address itself comes last, and stands.
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
  if (person === null || person === undefined) {
    const given = ref.email === undefined ? 'this id' : `the address ${ref.email}`;
    throw refuse('NOT_FOUND', `There is no person with ${given}.`, field);
  }
  if (!person.active) {
    throw refuse('INVALID', `${person.name} is not active; name somebody who is.`, field);
  }
  return person;
}

export async function findPerson(tx: Tx, { id, email }: PersonRef): Promise<Person | null> {
  if (id !== undefined) return tx.user.findUnique({ where: { id }, select: FIELDS });
  if (email !== undefined) return tx.user.findFirst({ ...personNamed(email), select: FIELDS });
  return null;
}

/** The active people of a level in a team, or all of that level where the team has none. */
export async function peopleOfLevel(
  tx: Tx,
  level: OwnerLevel,
  team: ResolutionPath,
): Promise<Person[]> {
  const people = await tx.user.findMany({
    where: { level, active: true, role: { notIn: ['VIEWER', 'PARTNER'] } },
    select: FIELDS,
    orderBy: { name: 'asc' },
  });
  const ofTeam = people.filter((person) => person.team === team);
  return ofTeam.length > 0 ? ofTeam : people;
}

export interface UpsertPerson {
  email: string;
  name: string;
  level: OwnerLevel;
  team?: ResolutionPath | undefined;
  role?: Role | undefined;
  active?: boolean | undefined;
}

/** Makes a person, or changes the one with that address; what is left out stays as it is. */
export async function upsertUser(
  work: Work,
  input: UpsertPerson,
): Promise<{ userId: string; eventIds: bigint[] }> {
  const { tx, recordedAt } = work;
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO "user" (id, email, name, level, team, role, active, created_at, updated_at)
    SELECT ${newId()}::uuid, ${input.email}, ${input.name}, ${input.level}::"OwnerLevel",
      ${input.team ?? null}::"ResolutionPath", ${input.role ?? 'AGENT'}::"Role",
      ${input.active ?? true}, ${recordedAt}, ${recordedAt}
    WHERE NOT EXISTS (SELECT FROM "user" WHERE email_nfc = ${input.email})
    ON CONFLICT (email) DO NOTHING RETURNING id`;
  await tx.$queryRaw`SELECT id FROM "user" WHERE ${hasNameSql('person', input.email)} FOR NO KEY UPDATE`;
  const before = await tx.user.findFirstOrThrow({ ...personNamed(input.email), select: FIELDS });
  const created = inserted.length > 0;
  const after: Person = created
    ? before
    : {
        ...before,
        name: input.name,
        level: input.level,
        team: input.team ?? before.team,
        role: input.role ?? before.role,
        active: input.active ?? before.active,
      };
  const { id: userId, ...fields } = after;
  const changes = diffFields(created ? new Map() : personFields(before), personFields(after));
  if (changes.length === 0) return { userId, eventIds: [] };
  if (!created)
    await tx.user.update({ where: { id: userId }, data: { ...fields, updatedAt: recordedAt } });
  const eventIds = await appendEntries(tx, [
    {
      deskType: 'USER_CHANGED',
      subjectType: 'User',
      subjectId: userId,
      customerId: null,
      at: work.now,
      recordedAt,
      summary: `${after.name} ${created ? 'added' : 'changed'}`,
      actorId: work.actor.userId,
      actorLabel: work.actor.label,
      changes,
      data: {},
    },
  ]);
  return { userId, eventIds };
}

export function personFields({ email, name, level, team, role, active }: Person) {
  return fieldsOf([['', { email, name, level, team, role, active }]]);
}
