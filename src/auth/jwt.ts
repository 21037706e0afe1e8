import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { Db } from '../db/client.ts';
import type { Clock } from '../shared/clock.ts';
import { isUuid } from '../shared/ids.ts';
import { isBlank, isStorable, normalForm, visible } from '../shared/text/typed-text.ts';
import type { Role } from '../shared/vocabulary.ts';
import { ROLES } from '../shared/vocabulary.ts';
import { createKeySet } from './jwks.ts';
import type { Principal } from './principal.ts';
import { tokenPrincipalId } from './principal.ts';

export interface JwtSettings {
  /** Address of the identity provider's public keys. */
  jwksUrl: string | undefined;
  /** Secret that is shared with the identity provider, in place of public keys. */
  secret: string | undefined;
  issuer: string | undefined;
  audience: string | undefined;
}

/** Clocks of two machines may differ by so much. */
const CLOCK_TOLERANCE_S = 30;
/**
 * The algorithms are listed, so that a token cannot choose: a public key is never taken for a shared
 * secret, and `none` is not among them.
 */
const PUBLIC_KEY_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
/** The last moment that a Date can hold. */
const MAX_TIME_MS = 8.64e15;
const MAX_NAME = 320;
const MAX_CUSTOMERS = 1_000;

/** Errors that are a token's fault; any other error is no fault of its bearer. */
const FAULTS = [
  errors.JWTExpired,
  errors.JWTInvalid,
  errors.JWTClaimValidationFailed,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

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
  const verify = verifierOf(settings, clock, onError);
  if (verify === undefined) return undefined;
  return async (token) => {
    let claims: JWTPayload;
    try {
      claims = await verify(token);
    } catch (error) {
      if (FAULTS.some((fault) => error instanceof fault)) return null;
      throw error;
    }
    return principalOf(db, claims);
  };
}

type Verify = (token: string) => Promise<JWTPayload>;

function verifierOf(
  { jwksUrl, secret, issuer, audience }: JwtSettings,
  clock: Clock,
  onError: (error: unknown) => void,
): Verify | undefined {
  const options = (algorithms: string[]): JWTVerifyOptions => ({
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    algorithms,
    clockTolerance: CLOCK_TOLERANCE_S,
    currentDate: clock.now(),
    requiredClaims: ['exp'],
  });
  if (jwksUrl !== undefined) {
    const keys = createKeySet({ url: jwksUrl, clock, onError });
    const verifyNow = (token: string) =>
      verifyWith(keys.find, token, options(PUBLIC_KEY_ALGORITHMS));
    return (token) =>
      verifyNow(token).catch(async (error: unknown) => {
        if (isOfAnotherKey(error) && (await keys.renew())) return verifyNow(token);
        throw error;
      });
  }
  if (secret === undefined) return undefined;
  const key = new TextEncoder().encode(secret);
  return async (token) => (await jwtVerify(token, key, options(SECRET_ALGORITHMS))).payload;
}

async function verifyWith(
  find: JWTVerifyGetKey,
  token: string,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, find, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    // Without the name of a key any of them may be the one, as while keys are replaced.
    for await (const key of error) {
      const verified = await jwtVerify(token, key, options).catch((cause: unknown) => {
        if (cause instanceof errors.JWSSignatureVerificationFailed) return undefined;
        throw cause;
      });
      if (verified !== undefined) return verified.payload;
    }
    throw error;
  }
}

/** Whether none of the keys that we have made the signature. */
function isOfAnotherKey(error: unknown): boolean {
  return (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWKSMultipleMatchingKeys
  );
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
