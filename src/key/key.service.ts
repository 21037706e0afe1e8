import { makeKey } from '../auth/api-key.ts';
import { keyPrincipalId } from '../auth/keys.ts';
import { requireRank } from '../auth/permissions.ts';
import type { CustomerRef } from '../customer/customer.load.ts';
import { requireCustomer } from '../customer/customer.load.ts';
import type { ApiKey } from '../db/generated/client/client.ts';
import type { FieldChange } from '../events/changes.ts';
import { diffFields, fieldsOf } from '../events/changes.ts';
import { recordDesk } from '../events/desk-entry.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { Role } from '../shared/vocabulary.ts';

export interface CreateApiKey {
  role: Role;
  name?: string | undefined;
  /** Required for a PARTNER, and refused for other roles. */
  customers?: CustomerRef[] | undefined;
  expiresAt?: Date | undefined;
}

export interface KeyChange {
  apiKeyId: string;
  eventIds: bigint[];
}

/**
 * Makes an API key. The key itself is in the answer and is kept nowhere.
 *
 * @throws Refusal INVALID for customers of another role than PARTNER, a partner without any, or an
 *   `expiresAt` in the past; NOT_FOUND for a customer; NOT_ALLOWED for a role above one's own.
 */
export async function createApiKey(
  work: Work,
  { role, name, customers = [], expiresAt }: CreateApiKey,
): Promise<KeyChange & { key: string }> {
  const { tx, now } = work;
  requireRank(work, role, `Making a key of the role ${role}`, ['role']);
  if (role === 'PARTNER' && customers.length === 0) {
    throw refuse('INVALID', 'A PARTNER sees its customers: name at least one.', ['customers']);
  }
  if (role !== 'PARTNER' && customers.length > 0) {
    throw refuse('INVALID', `Only a PARTNER is limited to customers; ${role} sees all.`, [
      'customers',
    ]);
  }
  if (expiresAt !== undefined && expiresAt <= now) {
    throw refuse('INVALID', `Must be later than now, ${now.toISOString()}.`, ['expiresAt']);
  }
  const customerIds: string[] = [];
  for (const [place, ref] of customers.entries()) {
    const field = ['customers', String(place)];
    customerIds.push((await requireCustomer(tx, ref, work.customerIds, field)).id);
  }
  const { key, prefix, hash } = makeKey();
  const row = await tx.apiKey.create({
    data: {
      id: newId(),
      name: name ?? `${role.toLowerCase()} key`,
      role,
      customerIds: [...new Set(customerIds)],
      prefix,
      hash,
      createdAt: work.recordedAt,
      expiresAt: expiresAt ?? null,
    },
  });
  const changes = diffFields(new Map(), keyFields(row));
  return { ...(await enter(work, 'KEY_CREATED', row, `Key ${row.name} made`, changes)), key };
}

/**
 * Revokes a key for good, and closes all that is open under it on every node. A key that is revoked
 * already stays so.
 *
 * @throws Refusal NOT_FOUND; NOT_ALLOWED for a key of a role above one's own.
 */
export async function revokeApiKey(
  work: Work,
  { keyId, field = ['keyId'] }: { keyId: string; field?: readonly string[] },
): Promise<KeyChange> {
  const { tx, recordedAt } = work;
  await tx.$queryRaw`SELECT id FROM api_key WHERE id = ${keyId}::uuid FOR NO KEY UPDATE`;
  const row = await tx.apiKey.findUnique({ where: { id: keyId } });
  if (row === null) throw refuse('NOT_FOUND', 'There is no such key.', field);
  requireRank(work, row.role, `Revoking ${row.name}, a key of the role ${row.role},`, field);
  if (row.revokedAt !== null) return { apiKeyId: keyId, eventIds: [] };
  const after = await tx.apiKey.update({ where: { id: keyId }, data: { revokedAt: recordedAt } });
  const changes = diffFields(keyFields(row), keyFields(after));
  return enter(work, 'KEY_REVOKED', after, `Key ${row.name} revoked`, changes);
}

async function enter(
  work: Work,
  deskType: 'KEY_CREATED' | 'KEY_REVOKED',
  { id }: ApiKey,
  summary: string,
  changes: readonly FieldChange[],
): Promise<KeyChange> {
  const eventIds = await recordDesk(work, {
    deskType,
    subjectType: 'ApiKey',
    subjectId: id,
    customerId: null,
    summary,
    changes,
    data: { principal: keyPrincipalId(id) },
  });
  return { apiKeyId: id, eventIds };
}

/** A key as flat fields. Its hash and the time of its last use are not in the log. */
export function keyFields({ name, role, customerIds, prefix, expiresAt, revokedAt }: ApiKey) {
  return fieldsOf([['', { name, role, customerIds, prefix, expiresAt, revokedAt }]]);
}
