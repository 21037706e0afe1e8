import { createHash } from 'node:crypto';
import { isObject } from '../shared/is-object.ts';

/** An operation as a build tool wrote it down. */
export interface ManifestOperation {
  /** The id that clients send: hexadecimal digits of the document's SHA-256, SHA-1 or MD5. */
  hash: string;
  document: string;
  /** Path of the operation in the manifest. */
  path: readonly string[];
  /** Name and type as the manifest states them, where it does. */
  name?: string;
  type?: string;
}

export interface ManifestProblem {
  path: readonly string[];
  message: string;
}

export interface Manifest {
  operations: ManifestOperation[];
  /** When there are any problems, none of the operations counts. */
  problems: ManifestProblem[];
}

export const MAX_OPERATIONS = 1_000;
const APOLLO_FORMAT = 'apollo-persisted-query-manifest';
const APOLLO_VERSION = 1;
const FORMS =
  'Must be a map of hash to document, as graphql-codegen and Relay write it, or a manifest of Apollo.';

/** Hash algorithms of build tools by the number of digits. SHA-1 and MD5 are older defaults. */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [64, 'sha256'],
  [40, 'sha1'],
  [32, 'md5'],
]);

export function sha256Of(document: string): string {
  return digest('sha256', document);
}

/**
 * Reads the files that build tools write: the map of hash to document of graphql-codegen's client preset,
 * whose hashes may begin with `sha256:`; Relay's map, with MD5; Apollo's list, with an id for each. Every
 * hash must be that of its document; otherwise there is a problem.
 *
 * @param given the parsed JSON.
 */
export function readManifest(given: unknown): Manifest {
  if (!isObject(given)) return { operations: [], problems: [{ path: [], message: FORMS }] };
  const found =
    'format' in given || Array.isArray(given['operations']) ? ofApollo(given) : ofMap(given);
  const { operations, problems } = found;
  if (problems.length > 0) return found;
  if (operations.length === 0) problems.push({ path: [], message: 'Holds no operation.' });
  if (operations.length > MAX_OPERATIONS) {
    const message = `Must hold at most ${MAX_OPERATIONS} operations; it holds ${operations.length}.`;
    return { operations: [], problems: [{ path: [], message }] };
  }
  for (const { hash, document, path } of operations) {
    const message = hashProblem(hash, document);
    if (message !== undefined) problems.push({ path, message });
  }
  return {
    operations: operations.map((one) => ({ ...one, hash: digitsOf(one.hash) ?? one.hash })),
    problems,
  };
}

/** The digits of a hash, without a prefix such as `sha256:`; undefined for a text that is no hash. */
export function digitsOf(hash: string): string | undefined {
  const [, algorithm, digits = ''] = /^(?:(\w+):)?([0-9a-f]+)$/i.exec(hash) ?? [];
  const expected = ALGORITHMS.get(digits.length);
  if (expected === undefined) return undefined;
  return algorithm === undefined || algorithm.toLowerCase() === expected
    ? digits.toLowerCase()
    : undefined;
}

/** Tells whether the digits are the hash of the document. Their number tells the algorithm. */
export function isHashOf(digits: string, document: string): boolean {
  const algorithm = ALGORITHMS.get(digits.length);
  return algorithm !== undefined && digest(algorithm, document) === digits;
}

function hashProblem(hash: string, document: string): string | undefined {
  const digits = digitsOf(hash);
  if (digits === undefined) {
    return `${shown(hash)} is not the SHA-256 of a document, in hexadecimal digits; those of its SHA-1 or MD5 are taken as well.`;
  }
  const right = digest(ALGORITHMS.get(digits.length) ?? '', document);
  return digits === right
    ? undefined
    : `${shown(hash)} is not the hash of its document, which is ${right}.`;
}

function ofMap(given: Record<string, unknown>): Manifest {
  const operations: ManifestOperation[] = [];
  const problems: ManifestProblem[] = [];
  for (const [hash, document] of Object.entries(given)) {
    if (typeof document === 'string') operations.push({ hash, document, path: [hash] });
    else problems.push({ path: [hash], message: `${shown(hash)} has no document. ${FORMS}` });
  }
  return { operations, problems };
}

function ofApollo({ format, version, operations: given }: Record<string, unknown>): Manifest {
  if (format !== APOLLO_FORMAT || version !== APOLLO_VERSION || !Array.isArray(given)) {
    const message = `Apollo's manifest has the format "${APOLLO_FORMAT}", the version ${APOLLO_VERSION} and a list of operations.`;
    return { operations: [], problems: [{ path: [], message }] };
  }
  const operations: ManifestOperation[] = [];
  const problems: ManifestProblem[] = [];
  for (const [place, one] of given.entries()) {
    const path = ['operations', String(place)];
    const { id, body, name, type } = isObject(one) ? one : {};
    if (typeof id !== 'string' || typeof body !== 'string') {
      problems.push({
        path,
        message: 'An operation has an `id` and a `body`, both of them texts.',
      });
      continue;
    }
    operations.push({
      ...{ hash: id, document: body, path },
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof type === 'string' ? { type } : {}),
    });
  }
  return { operations, problems };
}

const MAX_SHOWN = 100;

function shown(text: string): string {
  return JSON.stringify(text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);
}

function digest(algorithm: string, document: string): string {
  return createHash(algorithm).update(document).digest('hex');
}
