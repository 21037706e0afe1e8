import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import { TooManySteps } from '../shared/bounds/steps.ts';
import { HeldByOthers, OutcomeUnknown } from '../shared/errors.ts';
import { MAX_BODY_BYTES } from './limits/limits.ts';

/** Every `extensions.code` that clients see. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'PERSISTED_OPERATION_REQUIRED',
  'PERSISTED_OPERATION_NOT_FOUND',
  'RATE_LIMITED',
  'QUERY_TOO_COMPLEX',
  'ANSWER_TOO_LARGE',
  'OVERLOADED',
  'BAD_REQUEST',
  'NOT_FOUND',
  'INTERNAL',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The most characters of a message that is not ours. */
const MAX_MESSAGE = 1_000;
/** What graphql-js says when it takes too long to compare fields of one name with one another. */
const VALIDATION_ABORTED = 'Validation aborted.';
const TOO_MANY_ALIKE =
  'The document is too large to check: it selects the same fields too often side by side.';

interface HttpHints {
  status: number;
  /** Whether the status is only for the media type of GraphQL over HTTP; `application/json` gets 200. */
  spec?: boolean;
}

/** An error for clients. `http` is read by the server and not shown. */
export function codedError(code: ErrorCode, message: string, http?: HttpHints): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code, ...(http === undefined ? {} : { http }) },
  });
}

export function unauthenticated(
  message = 'Send a valid API key in the header `Authorization: Bearer …`.',
): GraphQLError {
  return codedError('UNAUTHENTICATED', message);
}

/** @param seconds until another try is worthwhile. */
export function rateLimited(seconds: number, message = 'Too much at a time.'): GraphQLError {
  return new GraphQLError(`${message} Try again in ${seconds} s.`, {
    extensions: { code: 'RATE_LIMITED' satisfies ErrorCode, retryAfterSeconds: seconds },
  });
}

/** Nothing of what was asked for has begun. @param seconds until another try is worthwhile. */
export function overloaded(seconds: number): GraphQLError {
  return new GraphQLError(
    `More is under way on this node than it can do in time. Nothing of this was begun: try again in ${seconds} s.`,
    { extensions: { code: 'OVERLOADED' satisfies ErrorCode, retryAfterSeconds: seconds } },
  );
}

/** The seconds to wait, in an error that has them, such as RATE_LIMITED; undefined in any other. */
export function retryAfterOf({ extensions }: GraphQLError): number | undefined {
  const seconds = extensions['retryAfterSeconds'];
  return typeof seconds === 'number' ? seconds : undefined;
}

export interface ShownError {
  shown: GraphQLError;
  /** The cause, for the log, under the id in `shown`; undefined when `shown` says it all. */
  hidden?: { id: string; cause: unknown };
}

/**
 * Makes what a client may see of an error. Errors with a code of ours pass; mistakes in the request get
 * BAD_REQUEST or QUERY_TOO_COMPLEX; every other error is hidden behind an id. Applied to its own result
 * it changes nothing.
 */
export function showError(error: unknown, newId: () => string): ShownError {
  if (!(error instanceof GraphQLError)) return hide(error, undefined, newId());
  const source = originOf(error);
  if (source instanceof TooManySteps) return { shown: recode(error, 'QUERY_TOO_COMPLEX') };
  if (!(source instanceof GraphQLError)) return hide(source, error, newId());
  if (isErrorCode(source.extensions['code'])) return { shown: error };
  if (source.extensions['code'] === 'REQUEST_ENTITY_TOO_LARGE') return { shown: bodyTooLarge() };
  const code = requestMistake(error, source);
  return code === undefined ? hide(source, error, newId()) : { shown: recode(error, code) };
}

function isErrorCode(code: unknown): code is ErrorCode {
  return ERROR_CODES.some((known) => known === code);
}

/** The error that was thrown, below the errors that say where. */
function originOf(error: GraphQLError): unknown {
  const { originalError } = error;
  return originalError instanceof GraphQLError ? originOf(originalError) : (originalError ?? error);
}

function requestMistake(error: GraphQLError, source: GraphQLError): ErrorCode | undefined {
  if (error.message === VALIDATION_ABORTED) return 'QUERY_TOO_COMPLEX';
  if (source instanceof PothosValidationError)
    return source.message.startsWith('Query exceeds maximum') ? 'QUERY_TOO_COMPLEX' : 'BAD_REQUEST';
  // Parsing, validation and variables come before any field, so their errors have no path.
  if (error.path === undefined) return 'BAD_REQUEST';
  // A null variable in an argument that must not be null is found only when the field runs.
  return error.message.startsWith('Argument "') ? 'BAD_REQUEST' : undefined;
}

function recode(error: GraphQLError, code: ErrorCode): GraphQLError {
  const { message, nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(message === VALIDATION_ABORTED ? TOO_MANY_ALIKE : shorten(message), {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions: { ...extensions, code },
  });
}

/** Cuts the middle out of a long message: it quotes the wrong value, and its reason stands at the end. */
export function shorten(message: string): string {
  if (message.length <= MAX_MESSAGE) return message;
  return `${message.slice(0, MAX_MESSAGE / 2)} … ${message.slice(-MAX_MESSAGE / 2)}`;
}

export function bodyTooLarge(): GraphQLError {
  const message = `The request body is over the limit of ${MAX_BODY_BYTES / 1_000_000} MB.`;
  return codedError('BAD_REQUEST', message, { status: 413 });
}

/** Worth another try: what holds it is over by then, or PostgreSQL has ended it. */
const HELD_AGAIN_S = 2;

function heldByOthers({ message }: HeldByOthers, located: GraphQLError | undefined): GraphQLError {
  return new GraphQLError(`${message} Try again in ${HELD_AGAIN_S} s.`, {
    nodes: located?.nodes ?? null,
    path: located?.path ?? null,
    extensions: { code: 'OVERLOADED' satisfies ErrorCode, retryAfterSeconds: HELD_AGAIN_S },
  });
}

function hide(cause: unknown, located: GraphQLError | undefined, id: string): ShownError {
  if (cause instanceof HeldByOthers) return { shown: heldByOthers(cause, located) };
  const code: ErrorCode = 'INTERNAL';
  const ofField = located?.path !== undefined;
  const message = cause instanceof OutcomeUnknown ? cause.message : 'Internal error.';
  const shown = new GraphQLError(message, {
    nodes: located?.nodes ?? null,
    path: located?.path ?? null,
    extensions: { code, id, ...(ofField ? {} : { http: { status: 500 } satisfies HttpHints }) },
  });
  return { shown, hidden: { id, cause } };
}
