import { createHash, timingSafeEqual } from 'node:crypto';
import type { Principal } from './principal.ts';

const ADMIN: Principal = {
  id: 'key:admin',
  role: 'ADMIN',
  name: 'admin key',
  userId: null,
  customerIds: null,
};

export type Authenticate = (authorization: string | null | undefined) => Promise<Principal | null>;

/** Reads an `Authorization: Bearer …` value; null for whoever it does not name. */
export function createAuthenticate(adminKey: string): Authenticate {
  const expected = digest(adminKey);
  return async (authorization) => {
    const credential = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (credential === undefined) return null;
    // Digests have one length, and comparing them takes the same time however much of the key is right.
    return timingSafeEqual(digest(credential), expected) ? ADMIN : null;
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
