import type { JWTPayload } from 'jose';
import type { Db } from '../db/client.ts';
import type { Clock } from '../shared/clock.ts';
import { isUuid } from '../shared/ids.ts';
import { isBlank, isStorable, normalForm, visible } from '../shared/text/typed-text.ts';
import type { Role } from '../shared/vocabulary.ts';
import { ROLES } from '../shared/vocabulary.ts';
import type { JwtSettings } from './jwt-settings.ts';
import { CLOCK_TOLERANCE_S } from './jwt-settings.ts';
import type { Principal } from './principal.ts';
import { tokenPrincipalId } from './principal.ts';

/** The last moment that a Date can hold. */
const MAX_TIME_MS = 8.64e15;
const MAX_NAME = 320;
const MAX_CUSTOMERS = 1_000;

/**
 * Makes the function that reads tokens of an identity provider. `email`, or `sub`, names the person; `role`
 * is the role, else the person's own; `customers` holds the external ids that a PARTNER sees.
 *
 * @returns undefined without an identity provider. The function returns null for a token that is not good,
 *   and throws when that cannot be told: without keys or database.
 * @param onError called when keys cannot be fetched anew while the old ones still serve.
 */
export function createTokenVerifier(
  db: Db,
  settings: JwtSettings,
  clock: Clock,
  onError: (error: unknown) => void,
): ((token: string) => Promise<Principal | null>) | undefined {
  if (settings.jwksUrl === undefined && settings.secret === undefined) return undefined;
  // The package that checks tokens is loaded only where an identity provider is set.
  const loading = import('./token-check.ts').then(({ createTokenCheck }) =>
    createTokenCheck(settings, clock, onError),
  );
  return async (token) => {
    const check = await loading;
    const claims = await check(token);
    if (claims === null) return null;
    return principalOf(db, claims);
  };
}

async function principalOf(db: Db, claims: JWTPayload): Promise<Principal | null> {
  const email = isProven(claims) ? comparable(nameIn(claims['email'])) : undefined;
  const sub = nameIn(claims.sub);
  const named = email ?? sub;
  if (named === undefined) return null;
  const person = await findPerson(db, [email, sub]);
  if (person?.active === false) return null;
  const role = claims['role'] == null ? person?.role : roleOf(claims['role']);
  if (role === undefined) return null;
  return {
    id: person === null ? tokenPrincipalId(named) : userPrincipalId(person.id),
    tokenNames: [email, sub].flatMap((name) => comparable(name) ?? []),
    role,
    // What a provider calls somebody is shown in the log, in lists and reports.
    name: person?.name ?? visible(normalForm(named)),
    userId: person?.id ?? null,
    customerIds: role === 'PARTNER' ? await customersOf(db, claims['customers']) : null,
    expiresAt: endOf(claims),
  };
}

/**
 * Whether the address is proven: an unproven one may be anybody's. Some providers write the claim as text.
 */
function isProven({ email_verified: proven }: JWTPayload): boolean {
  return proven == null || proven === true || proven === 'true';
}

/** The principal's id of a person who asks with a token. */
export function userPrincipalId(userId: string): string {
  return `user:${userId}`;
}

/**
 * Returns a claim that can name somebody; undefined for one that PostgreSQL cannot hold or nobody can see.
 */
function nameIn(claim: unknown): string | undefined {
  if (typeof claim !== 'string' || claim.length > MAX_NAME) return undefined;
  return isStorable(claim) && !isBlank(claim) ? claim : undefined;
}

/** Writes an address or a key as they are compared: in small letters and in normal form. */
function comparable(name: string | undefined): string | undefined {
  return name === undefined ? undefined : normalForm(name).toLowerCase();
}

/** Finds the person that a token names, by address before key; of two people that it may name, the first. */
async function findPerson(db: Db, names: readonly (string | undefined)[]) {
  const given = names.flatMap((name) => comparable(name) ?? []);
  const people = await db.user.findMany({
    where: {
      OR: [
        { email: { in: given } },
        { emailNfc: { in: given } },
        { id: { in: given.filter(isUuid) } },
      ],
    },
    select: { id: true, email: true, name: true, role: true, active: true },
  });
  for (const name of given) {
    const person =
      people.find(({ id, email }) => name === id || name === email) ??
      people.find(({ email }) => name === comparable(email));
    if (person !== undefined) return person;
  }
  return null;
}

function roleOf(claim: unknown): Role | undefined {
  return typeof claim === 'string' ? ROLES.find((role) => role === claim.toUpperCase()) : undefined;
}

async function customersOf(db: Db, claim: unknown): Promise<string[]> {
  const given = Array.isArray(claim) ? claim : [claim];
  const externalIds = given
    .flatMap((one) => nameIn(one) ?? [])
    .slice(0, MAX_CUSTOMERS)
    .map(normalForm);
  const found = await db.customer.findMany({
    where: { OR: [{ externalId: { in: externalIds } }, { externalIdNfc: { in: externalIds } }] },
    select: { id: true },
  });
  return found.map(({ id }) => id);
}

/** The moment from which the token is refused. */
function endOf({ exp = 0 }: JWTPayload): Date {
  return new Date(Math.min((exp + CLOCK_TOLERANCE_S) * 1_000, MAX_TIME_MS));
}
