import type { Clock } from '../shared/clock.ts';
import type { Role } from '../shared/vocabulary.ts';
import { hashOf, isKeyOf, prefixOf } from './api-key.ts';
import type { Principal } from './principal.ts';

const ADMIN: Principal = {
  id: 'key:admin',
  role: 'ADMIN',
  name: 'admin key',
  userId: null,
  customerIds: null,
  expiresAt: null,
};

export type Authenticate = (authorization: string | null | undefined) => Promise<Principal | null>;

/** An API key as it is stored. */
export interface StoredKey {
  id: string;
  name: string;
  role: Role;
  customerIds: readonly string[];
  hash: Uint8Array;
  expiresAt: Date | null;
  revokedAt: Date | null;
}

export interface Credentials {
  adminKey: string;
  clock: Clock;
  /** Finds the key with a prefix; null for none. */
  findKey(prefix: string): Promise<StoredKey | null>;
  /** Called with a key that was used. */
  onUsed(key: StoredKey): void;
  /** Finds whom a token of the identity provider names; null for a token that is not good. */
  verifyToken?: (token: string) => Promise<Principal | null>;
}

/** Stands in for a key that is not there, so that looking for one takes as long. */
const NO_KEY_HASH = hashOf('');

/**
 * Makes the function that finds the principal of `Authorization: Bearer …`, an API key or a JWT; null for
 * none.
 */
export function createAuthenticate(credentials: Credentials): Authenticate {
  const { adminKey, clock, findKey, onUsed, verifyToken } = credentials;
  const adminHash = hashOf(adminKey);
  return async (authorization) => {
    const credential = bearerOf(authorization);
    if (credential === undefined) return null;
    if (isKeyOf(credential, adminHash)) return ADMIN;
    const prefix = prefixOf(credential);
    if (prefix === undefined) {
      return credential.includes('.') ? ((await verifyToken?.(credential)) ?? null) : null;
    }
    const key = await findKey(prefix);
    const isRight = isKeyOf(credential, key?.hash ?? NO_KEY_HASH);
    if (key === null || !isRight || !isGood(key, clock.now())) return null;
    onUsed(key);
    return principalOf(key);
  };
}

/** Returns the credential of `Bearer …`; undefined for another scheme, and for none. */
export function bearerOf(authorization: string | null | undefined): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
}

export function isGood({ revokedAt, expiresAt }: StoredKey, now: Date): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt > now);
}

/** The principal's id of whoever asks with a key. */
export function keyPrincipalId(keyId: string): string {
  return `${OF_KEYS}${keyId}`;
}

const OF_KEYS = 'key:';

/** The id of the key that a principal asks with; undefined for any other principal. */
export function keyIdOf({ id }: Pick<Principal, 'id'>): string | undefined {
  return id.startsWith(OF_KEYS) && id !== ADMIN.id ? id.slice(OF_KEYS.length) : undefined;
}

function principalOf({ id, name, role, customerIds, expiresAt }: StoredKey): Principal {
  return {
    id: keyPrincipalId(id),
    role,
    name,
    userId: null,
    customerIds: role === 'PARTNER' ? customerIds : null,
    expiresAt,
  };
}
