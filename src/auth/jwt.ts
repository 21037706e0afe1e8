import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { Db } from '../db/client.ts';
import { isUuid } from '../shared/ids.ts';
import type { Role } from '../shared/vocabulary.ts';
import { ROLES } from '../shared/vocabulary.ts';
import type { Principal } from './principal.ts';

export interface JwtSettings {
  /** Keys of the identity provider; they are fetched when needed, kept, and fetched anew for one that is not among them. */
  jwksUrl: string | undefined;
  /** Or a secret that is shared with it. */
  secret: string | undefined;
  issuer: string | undefined;
  audience: string | undefined;
}

/** Clocks of two machines may differ by so much. */
const CLOCK_TOLERANCE_S = 30;
/** Named, so that a token cannot choose: a public key is never taken for a shared secret, and `none` is none of them. */
const PUBLIC_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
];
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const JWKS_TIMEOUT_MS = 5_000;

/**
 * Reads tokens of an identity provider. `email`, or `sub`, names the person; `role` is the role, else
 * the person's own; `customers` holds the external ids that a PARTNER sees.
 *
 * @param onError told when the keys cannot be had; the token is then not good.
 */
export function createTokenVerifier(
  db: Db,
  { jwksUrl, secret, issuer, audience }: JwtSettings,
  now: () => Date,
  onError: (error: unknown) => void,
): ((token: string) => Promise<Principal | null>) | undefined {
  if (jwksUrl === undefined && secret === undefined) return undefined;
  const options = (): JWTVerifyOptions => ({
    ...(issuer === undefined ? {} : { issuer }),
    ...(audience === undefined ? {} : { audience }),
    algorithms: jwksUrl === undefined ? SECRET_ALGORITHMS : PUBLIC_KEY_ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_S,
    currentDate: now(),
    requiredClaims: ['exp'],
  });
  const keys: JWTVerifyGetKey | undefined =
    jwksUrl === undefined
      ? undefined
      : createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: JWKS_TIMEOUT_MS });
  const sharedKey = new TextEncoder().encode(secret ?? '');

  return async (token) => {
    try {
      const { payload } =
        keys === undefined
          ? await jwtVerify(token, sharedKey, options())
          : await jwtVerify(token, keys, options());
      return await principalOf(db, payload);
    } catch (error) {
      // A token that is not good is the client's affair; keys that cannot be had are ours.
      if (!(error instanceof errors.JOSEError) || error instanceof errors.JWKSTimeout) {
        onError(error);
      }
      return null;
    }
  };
}

async function principalOf(db: Db, claims: JWTPayload): Promise<Principal | null> {
  const { sub, email, exp } = claims;
  const named = typeof email === 'string' ? email.toLowerCase() : sub?.toLowerCase();
  if (named === undefined) return null;
  const person = await db.user.findFirst({
    where: isUuid(named) ? { id: named } : { email: named },
    select: { id: true, name: true, role: true, active: true },
  });
  if (person?.active === false) return null;
  const role = roleOf(claims['role']) ?? person?.role;
  if (role === undefined) return null;
  return {
    id: person === null ? `token:${sub ?? named}` : `user:${person.id}`,
    role,
    name: person?.name ?? named,
    userId: person?.id ?? null,
    customerIds: role === 'PARTNER' ? await customersOf(db, claims['customers']) : null,
    expiresAt: exp === undefined ? null : new Date(exp * 1_000),
  };
}

function roleOf(claim: unknown): Role | undefined {
  return typeof claim === 'string' ? ROLES.find((role) => role === claim.toUpperCase()) : undefined;
}

async function customersOf(db: Db, claim: unknown): Promise<string[]> {
  const externalIds = (Array.isArray(claim) ? claim : []).filter((one) => typeof one === 'string');
  const found = await db.customer.findMany({
    where: { externalId: { in: externalIds } },
    select: { id: true },
  });
  return found.map(({ id }) => id);
}
