import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Role } from '../../../src/shared/vocabulary.ts';
import type { TestApp } from '../../support/app.ts';
import { person } from '../../support/factories.ts';

const JWT_SECRET = 'a secret that is shared with the identity provider';

/** Without limits of points: what is left of a budget goes by the time that tests take. */
export const ENV = { JWT_SECRET, RATE_LIMIT_POINTS: '0', RATE_LIMIT_PARTNER_POINTS: '0' };

/** People of each role by tokens, and keys, behind which there is nobody. */
export const CALLERS = [
  ...(['ADMIN', 'MANAGER', 'AGENT', 'VIEWER'] as const),
  'ADMIN key',
  'PARTNER of one',
  'PARTNER of several',
] as const;
export type CallerName = (typeof CALLERS)[number];

export interface Caller {
  name: CallerName;
  role: Role;
  credential: string;
  /** The person behind it; undefined for a key. */
  personId?: string;
}

export type Callers = Readonly<Record<CallerName, Caller>>;

export async function makeCallers(
  app: TestApp,
  customers: { one: string; several: readonly string[] },
): Promise<Callers> {
  const [one, several] = await Promise.all([
    partnerKey(app, 'PARTNER of one', [customers.one]),
    partnerKey(app, 'PARTNER of several', customers.several),
  ]);
  return {
    ADMIN: await personOf(app, 'ADMIN'),
    MANAGER: await personOf(app, 'MANAGER'),
    AGENT: await personOf(app, 'AGENT'),
    VIEWER: await personOf(app, 'VIEWER'),
    'ADMIN key': { name: 'ADMIN key', role: 'ADMIN', credential: app.key },
    'PARTNER of one': one,
    'PARTNER of several': several,
  };
}

async function personOf(
  app: TestApp,
  role: 'ADMIN' | 'MANAGER' | 'AGENT' | 'VIEWER',
): Promise<Caller> {
  const { id, email } = await person(app, { role, level: 'EXECUTIVE', name: `${role} who asks` });
  const credential = await new SignJWT({ email })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(Math.floor(app.clock.now().getTime() / 1_000) + 90 * 86_400)
    .sign(new TextEncoder().encode(JWT_SECRET));
  return { name: role, role, credential, personId: id };
}

async function partnerKey(
  app: TestApp,
  name: 'PARTNER of one' | 'PARTNER of several',
  customerIds: readonly string[],
): Promise<Caller> {
  const customers = customerIds.map((id) => ({ id }));
  const input = { role: 'PARTNER', name, customers };
  const { key, userErrors } = await app.mutate<{ key: string }>('createApiKey', input, 'key');
  assert.deepEqual(userErrors, []);
  return { name, role: 'PARTNER', credential: key };
}

export function idOf(document: string): string {
  return `sha256:${createHash('sha256').update(document).digest('hex')}`;
}

/** Registers documents for a partner, without the checks of registering: they are no part of reading. */
export async function register(
  app: TestApp,
  { name: partner }: Pick<Caller, 'name'>,
  documents: readonly string[],
): Promise<void> {
  const registeredAt = app.clock.now();
  await app.db.persistedOperation.createMany({
    data: documents.map((document) => ({
      ...{ partner, document, registeredAt },
      hash: idOf(document).slice('sha256:'.length),
      name: /^\s*(?:query|mutation)\s+(\w+)/m.exec(document)?.[1] ?? 'Unnamed',
    })),
    skipDuplicates: true,
  });
}
