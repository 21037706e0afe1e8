import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Client } from './client.ts';
import { customer } from './factories.ts';

export function hashOf(document: string): string {
  return createHash('sha256').update(document).digest('hex');
}

export function manifestOf(...documents: string[]): Record<string, string> {
  return Object.fromEntries(documents.map((document) => [`sha256:${hashOf(document)}`, document]));
}

export interface TestPartner {
  name: string;
  key: string;
  customerId: string;
}

let made = 0;

/** A partner of one customer, with a key, and with these operations registered for it. */
export async function partner(app: Client, ...documents: string[]): Promise<TestPartner> {
  made += 1;
  const name = `Partner ${made}`;
  const { id: customerId } = await customer(app);
  const input = { role: 'PARTNER', name, customers: [{ id: customerId }] };
  const { key } = await app.mutate<{ key: string }>('createApiKey', input, 'key');
  if (documents.length > 0) {
    const registered = { partner: name, manifest: manifestOf(...documents) };
    const { userErrors } = await app.mutate('registerOperations', registered);
    assert.deepEqual(userErrors, [], 'the operations were refused');
  }
  return { name, key, customerId };
}
