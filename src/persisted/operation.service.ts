import { recordDesk } from '../events/desk-entry.ts';
import type { Work } from '../events/work.ts';
import type { UserError } from '../shared/errors.ts';
import { Refusal } from '../shared/errors.ts';
import type { Manifest, ManifestOperation } from './manifest.ts';
import { sha256Of } from './manifest.ts';

export interface RegisterOperations {
  /** The name of the partner's keys. There may be no such key yet. */
  partner: string;
  manifest: Manifest;
}

/** Checks whether a partner can run a document under the schema in force. */
export type Check = (document: string) => { name: string; type: string; problems: string[] };

export interface Registration {
  eventIds: bigint[];
  partner: string;
  /** Hashes of all operations of the manifest; two of an operation that has SHA-1 or MD5 there. */
  operationHashes: string[];
  /** How many of the hashes are new. */
  operationsAdded: number;
}

/**
 * Registers the operations of a manifest for the keys of a partner, all of them or none. Operations that
 * are registered already stay as they are. An operation whose manifest has its SHA-1 or MD5 is registered
 * under that hash and under its SHA-256.
 *
 * @param field path of the manifest in the input.
 * @throws Refusal INVALID with the reason of each operation that does not fit.
 */
export async function registerOperations(
  work: Work,
  { partner, manifest }: RegisterOperations,
  check: Check,
  field: readonly string[] = ['manifest'],
): Promise<Registration> {
  const invalid = (path: readonly string[], message: string): UserError => ({
    code: 'INVALID',
    message,
    field: [...field, ...path],
  });
  if (manifest.problems.length > 0) {
    throw new Refusal(manifest.problems.map(({ path, message }) => invalid(path, message)));
  }
  const named = manifest.operations.map((operation) => {
    const { name, problems, type } = check(operation.document);
    return { ...operation, name, problems: [...problems, ...mismatches(operation, name, type)] };
  });
  const errors = named.flatMap(({ name, hash, path, problems }) =>
    problems.map((problem) => invalid(path, `${name || hash}: ${problem}`)),
  );
  if (errors.length > 0) throw new Refusal(errors);

  const rows = named.flatMap(({ name, hash, document }) =>
    [...new Set([hash, sha256Of(document)])].map((known) => ({
      ...{ partner, hash: known, name, document },
      registeredAt: work.recordedAt,
    })),
  );
  const added = await work.tx.persistedOperation.createManyAndReturn({
    data: rows,
    skipDuplicates: true,
    select: { name: true, hash: true },
  });
  const answer = {
    partner,
    operationHashes: [...new Set(rows.map(({ hash }) => hash))],
    operationsAdded: added.length,
  };
  const eventIds = await recordDesk(work, {
    deskType: 'OPERATIONS_REGISTERED',
    subjectType: null,
    subjectId: null,
    customerId: null,
    summary: `${added.length} operation${added.length === 1 ? '' : 's'} of ${partner} registered`,
    changes: added.map(({ name, hash }) => ({ field: `operations.${hash}`, from: null, to: name })),
    data: { partner },
  });
  return { ...answer, eventIds };
}

/** Problems where the manifest states another name or type than the operation has. */
function mismatches(given: ManifestOperation, name: string, type: string): string[] {
  if (name === '') return [];
  const wrong: string[] = [];
  if (given.name !== undefined && given.name !== name) {
    wrong.push(`The manifest calls it ${JSON.stringify(given.name)}.`);
  }
  if (given.type !== undefined && given.type !== type) {
    wrong.push(`It is a ${type}; the manifest says ${JSON.stringify(given.type)}.`);
  }
  return wrong;
}
