import type { GraphQLSchema } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import type { Db } from '../db/client.ts';
import { ofPartner } from '../db/old-names.ts';
import { createDocumentCache, documentBytes } from '../graphql/limits/document-cache.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { normalForm } from '../shared/text/typed-text.ts';
import type { KnownDocument } from './check.ts';
import { readKnownDocument } from './check.ts';
import type { OwnOperations } from './own.ts';

export interface Registry {
  /**
   * Finds the operation that a hash names: one of our own clients for everybody, one of a partner for
   * that partner's keys, and any for staff. Undefined otherwise.
   */
  find(
    asks: Pick<Principal, 'role' | 'name'>,
    hash: string,
  ): MaybePromise<KnownDocument | undefined>;
  /** Forgets the kept documents: what is registered may be other than it was. */
  forget(): void;
}

interface RegistryOptions {
  db: Db;
  schema: GraphQLSchema;
  own: OwnOperations;
}

/** Bytes of documents kept in memory; the least recently used one goes first. */
const MAX_KEPT_BYTES = 32_000_000;

/**
 * Makes a registry that parses and validates a document once and keeps it: a registered document is never
 * changed nor removed, but by a restored backup. A hash that was not found is looked up again each time, so that an operation is
 * known on every node as soon as it is registered.
 */
export function createRegistry({ db, schema, own }: RegistryOptions): Registry {
  const kept = createDocumentCache<KnownDocument>(MAX_KEPT_BYTES);

  async function read(
    partner: string | undefined,
    hash: string,
    key: string,
  ): Promise<KnownDocument | undefined> {
    const source = own.get(hash) ?? (await stored(partner, hash));
    if (source === undefined) return undefined;
    const known = readKnownDocument(schema, source);
    kept.set(key, known, documentBytes(known.document));
    return known;
  }

  async function stored(partner: string | undefined, hash: string): Promise<string | undefined> {
    const row = await db.persistedOperation.findFirst({
      where: { hash, ...(partner === undefined ? {} : ofPartner(partner)) },
      select: { document: true },
    });
    return row?.document;
  }

  return {
    find({ role, name }, hash) {
      const partner = role === 'PARTNER' ? normalForm(name) : undefined;
      // A hash has no space, so no two pairs of hash and partner make the same key.
      const key = partner === undefined || own.has(hash) ? hash : `${hash} ${partner}`;
      return kept.get(key) ?? read(partner, hash, key);
    },
    forget: kept.clear,
  };
}
