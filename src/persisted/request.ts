import { GraphQLError } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import { isKeptFromSchema } from '../graphql/checks/partner-secrecy.ts';
import { codedError } from '../graphql/errors.ts';
import { MAX_DOCUMENT_BYTES } from '../graphql/limits/limits.ts';
import { isObject } from '../shared/is-object.ts';
import type { MaybePromise } from '../shared/maybe-promise.ts';
import { andThen } from '../shared/maybe-promise.ts';
import type { KnownDocument } from './check.ts';
import { digitsOf, isHashOf } from './manifest.ts';
import type { Registry } from './registry.ts';

/** The operation in a request, over HTTP or a socket. Values are not checked: clients may send anything. */
export interface OperationParams {
  query?: string | null | undefined;
  documentId?: unknown;
  operationName?: string | undefined;
  variables?: Record<string, unknown> | undefined;
  extensions?: Record<string, unknown> | undefined;
}

/** Decides which document a request runs: one rule for all doors. */
export interface RequestedOperations {
  /**
   * Finds the registered document that a request names by its id. Principals who may send documents may
   * send a text beside its id; it runs even if it is not registered.
   *
   * @returns undefined when the text in the request is to be run; when nothing is to be run, an error with
   *   the code PERSISTED_OPERATION_REQUIRED, PERSISTED_OPERATION_NOT_FOUND, FORBIDDEN or BAD_REQUEST.
   */
  find(
    params: OperationParams,
    principal: Principal,
  ): MaybePromise<KnownDocument | GraphQLError | undefined>;
}

export function createRequestedOperations({ find }: Registry): RequestedOperations {
  return {
    find(params, principal) {
      const id = idOf(params);
      if (id instanceof GraphQLError) return id;
      const query = params.query ?? '';
      if (id === undefined) {
        if (principal.role === 'PARTNER') return operationRequired();
        return isTooLong(query) ? tooLong(query) : undefined;
      }
      const hash = digitsOf(id);
      const mayBringText = principal.role !== 'PARTNER' && query !== '';
      if (mayBringText && (hash === undefined || !isHashOf(hash, query))) return anotherDocument();
      return andThen(hash === undefined ? undefined : find(principal, hash), (found) => {
        // The text of a document that nobody has registered is run, and not kept.
        if (found === undefined && mayBringText) {
          return isTooLong(query) ? tooLong(query) : undefined;
        }
        if (found === undefined) return canSendText(params, principal) ? sendText() : notFound();
        if (query !== '' && query !== found.source) return anotherDocument();
        if (found.introspects && isKeptFromSchema(principal)) return introspectionKept();
        return found;
      });
    },
  };
}

/** Tells whether a request names an operation by an id. */
export function namesOperation(params: OperationParams): boolean {
  return idOf(params) !== undefined;
}

function idOf({ documentId, extensions }: OperationParams): string | undefined | GraphQLError {
  if (documentId != null && typeof documentId !== 'string') {
    return badId('`documentId` must be a text such as "sha256:…".');
  }
  const id = documentId ?? undefined;
  const persisted = isObject(extensions) ? extensions['persistedQuery'] : undefined;
  if (persisted == null) return id;
  const hash = isObject(persisted) ? persisted['sha256Hash'] : undefined;
  if (typeof hash !== 'string') {
    return badId('`extensions.persistedQuery` must hold the text `sha256Hash`.');
  }
  return id === undefined || digitsOf(id) === digitsOf(hash)
    ? hash
    : badId('`documentId` and `extensions.persistedQuery` name different operations.');
}

const REFUSED = { status: 400 };

function operationRequired(): GraphQLError {
  return codedError(
    'PERSISTED_OPERATION_REQUIRED',
    'Partners send the `documentId` of an operation that is registered for them, and no document.',
    REFUSED,
  );
}

function isTooLong(query: unknown): query is string {
  // A character takes three bytes at most.
  if (typeof query !== 'string' || query.length * 3 <= MAX_DOCUMENT_BYTES) return false;
  return Buffer.byteLength(query) > MAX_DOCUMENT_BYTES;
}

function tooLong(query: string): GraphQLError {
  return badId(
    `A document has at most ${MAX_DOCUMENT_BYTES} bytes; this one has ${Buffer.byteLength(query)}. Longer ones can be registered, and are then sent by their ids.`,
  );
}

/**
 * Clients of Apollo and urql send a hash first. This message, word for word, tells them to send the text
 * as well.
 */
function sendText(): GraphQLError {
  return codedError('PERSISTED_OPERATION_NOT_FOUND', 'PersistedQueryNotFound', REFUSED);
}

function canSendText({ extensions }: OperationParams, { role }: Principal): boolean {
  return role !== 'PARTNER' && extensions?.['persistedQuery'] != null;
}

/** The error is the same whether the id is unknown or belongs to another partner. */
function notFound(): GraphQLError {
  return codedError(
    'PERSISTED_OPERATION_NOT_FOUND',
    'No operation is registered for you under this id.',
    REFUSED,
  );
}

function anotherDocument(): GraphQLError {
  return badId(
    '`query` is not the document of this id: leave it empty, or send the id of its text.',
  );
}

/** Registering refuses introspection, but the row may be older than that check, or from elsewhere. */
function introspectionKept(): GraphQLError {
  return codedError('FORBIDDEN', 'Introspection is not for partners.', REFUSED);
}

function badId(message: string): GraphQLError {
  return codedError('BAD_REQUEST', message, REFUSED);
}
