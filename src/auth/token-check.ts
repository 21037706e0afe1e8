import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../shared/clock.ts';
import { createKeySet } from './jwks.ts';
import type { JwtSettings } from './jwt-settings.ts';
import { CLOCK_TOLERANCE_S } from './jwt-settings.ts';

/**
 * The algorithms are listed, so that a token cannot choose: a public key is never taken for a shared
 * secret, and `none` is not among them.
 */
const PUBLIC_KEY_ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];

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

type Verify = (token: string) => Promise<JWTPayload>;

/**
 * Makes the check of tokens by the identity provider's keys, or by the secret that is shared with it.
 *
 * @returns a function that returns the claims, null for a token that is not good, and throws when that
 *   cannot be told.
 */
export function createTokenCheck(
  settings: JwtSettings,
  clock: Clock,
  onError: (error: unknown) => void,
): (token: string) => Promise<JWTPayload | null> {
  const verify = verifierOf(settings, clock, onError);
  return async (token) => {
    try {
      return await verify(token);
    } catch (error) {
      if (FAULTS.some((fault) => error instanceof fault)) return null;
      throw error;
    }
  };
}

function verifierOf(
  { jwksUrl, secret, issuer, audience }: JwtSettings,
  clock: Clock,
  onError: (error: unknown) => void,
): Verify {
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
  if (secret === undefined) throw new Error('Tokens are checked without keys and secret.');
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
