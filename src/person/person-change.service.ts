import { Prisma } from '../db/client.ts';
import { hasNameSql, personNamed } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import { diffFields, fieldsOf } from '../events/changes.ts';
import { recordDesk } from '../events/desk-entry.ts';
import type { Work } from '../events/work.ts';
import { Refusal, refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { checkVersion } from '../shared/version.ts';
import type { OwnerLevel, ResolutionPath, Role } from '../shared/vocabulary.ts';
import type { Person, PersonRef } from './person.load.ts';
import { findPerson, noSuchPerson, PERSON_FIELDS } from './person.load.ts';
import { personRefusals } from './person-authority.rules.ts';

export interface PersonChange {
  userId: string;
  eventIds: bigint[];
}

/** The fields of a person that can be changed. What is left out stays as it is. */
interface PersonPatch {
  name?: string | undefined;
  level?: OwnerLevel | undefined;
  /** Null for a person of no team. */
  team?: ResolutionPath | null | undefined;
  role?: Role | undefined;
  active?: boolean | undefined;
}

export interface UpsertPerson extends PersonPatch {
  email: string;
  name: string;
  level: OwnerLevel;
  expectedVersion?: number | undefined;
}

/**
 * Makes a person, or changes the one with that address.
 *
 * @throws Refusal NOT_ALLOWED for a change that the principal may not make, STALE_VERSION.
 */
export async function upsertUser(
  work: Work,
  { expectedVersion, ...input }: UpsertPerson,
): Promise<PersonChange> {
  const { person, isNew } = await insertOrLock(work, input);
  const before = isNew ? undefined : person;
  checkVersion(input.email, before?.version, expectedVersion);
  return change(work, before, isNew ? person : patched(person, input));
}

/** Inserts or locks the person. When two callers make a person at once, the second changes the first's. */
async function insertOrLock(
  { tx, recordedAt }: Work,
  { email, name, level, team = null, role = 'AGENT', active = true }: UpsertPerson,
): Promise<{ person: Person; isNew: boolean }> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const inserted = await tx.$executeRaw`
      INSERT INTO "user" (id, email, name, level, team, role, active, created_at, updated_at)
      SELECT ${newId()}::uuid, ${email}, ${name}, ${level}::"OwnerLevel",
        ${team}::"ResolutionPath", ${role}::"Role", ${active}, ${recordedAt}, ${recordedAt}
      WHERE NOT EXISTS (SELECT FROM "user" WHERE email_nfc = ${email})
      ON CONFLICT (email) DO NOTHING`;
    await tx.$queryRaw`SELECT id FROM "user" WHERE ${hasNameSql('person', email)} FOR NO KEY UPDATE`;
    const person = await tx.user.findFirst({ ...personNamed(email), select: PERSON_FIELDS });
    if (person !== null) return { person, isNew: inserted === 1 };
  }
  throw new Error(`The address ${email} went from one person to another all the time.`);
}

/** How often the row is looked for. While a try waits, the person may get another address. */
const MAX_ATTEMPTS = 3;

export interface PatchPerson extends PersonPatch {
  user: PersonRef;
  email?: string | undefined;
  expectedVersion?: number | undefined;
}

/**
 * Changes the given fields of a person and leaves the others.
 *
 * @throws Refusal NOT_FOUND when there is no such person, NOT_ALLOWED, STALE_VERSION, DUPLICATE when
 *   another person has the address.
 */
export async function patchPerson(
  work: Work,
  { user: ref, expectedVersion, ...patch }: PatchPerson,
): Promise<PersonChange> {
  const { tx } = work;
  const named = await findPerson(tx, ref);
  if (named === null) throw noSuchPerson(ref, ['user']);
  // The address is a key, so changing it must also exclude transactions that only refer to the person.
  const lock = patch.email === undefined ? Prisma.sql`FOR NO KEY UPDATE` : Prisma.sql`FOR UPDATE`;
  await tx.$queryRaw`SELECT id FROM "user" WHERE id = ${named.id}::uuid ${lock}`;
  const before = await tx.user.findUniqueOrThrow({
    where: { id: named.id },
    select: PERSON_FIELDS,
  });
  checkVersion(before.name, before.version, expectedVersion);
  const { email = before.email } = patch;
  if (email !== before.email && (await belongsToAnother(tx, email, before))) throw isTaken(email);
  try {
    return await change(work, before, patched(before, patch));
  } catch (error) {
    throw isSecond(error) ? isTaken(email) : error;
  }
}

async function belongsToAnother(tx: Tx, email: string, { id }: Person): Promise<boolean> {
  const holder = await findPerson(tx, { email });
  return holder !== null && holder.id !== id;
}

function isTaken(email: string): Refusal {
  return refuse('DUPLICATE', `Somebody else has the address ${email}.`, ['email']);
}

function patched(before: Person, patch: PersonPatch & { email?: string | undefined }): Person {
  const { email, name, level, team, role, active } = before;
  return {
    ...before,
    email: patch.email ?? email,
    name: patch.name ?? name,
    level: patch.level ?? level,
    team: patch.team === undefined ? team : patch.team,
    role: patch.role ?? role,
    active: patch.active ?? active,
  };
}

/** Whether the unique index refused an address, since another person took it at the same time. */
function isSecond(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

/** @param before undefined for a new person, whose row is inserted already. */
async function change(
  work: Work,
  before: Person | undefined,
  after: Person,
): Promise<PersonChange> {
  const { tx, actor, role, tokenNames = [], recordedAt } = work;
  const { id: userId, version, ...fields } = after;
  const changes = diffFields(before ? personFields(before) : new Map(), personFields(after));
  if (changes.length === 0) return { userId, eventIds: [] };
  const moved = changes.map(({ field }) => field);
  const refusals = personRefusals({ role, userId: actor.userId, tokenNames }, before, after, moved);
  if (refusals.length > 0) throw new Refusal(refusals);
  if (before !== undefined) {
    // An address that is typed now is in normal form. One from earlier may have another form in its row.
    const typed = fields.email === before.email ? {} : { emailNfc: null };
    const data = { ...fields, ...typed, version: version + 1, updatedAt: recordedAt };
    await tx.user.update({ where: { id: userId }, data });
  }
  const eventIds = await recordDesk(work, {
    deskType: 'USER_CHANGED',
    subjectType: 'User',
    subjectId: userId,
    customerId: null,
    summary: `${after.name} ${before === undefined ? 'added' : 'changed'}`,
    changes,
    data: {},
  });
  return { userId, eventIds };
}

export function personFields({ email, name, level, team, role, active }: Omit<Person, 'version'>) {
  return fieldsOf([['', { email, name, level, team, role, active }]]);
}
