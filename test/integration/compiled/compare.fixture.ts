import type { TestApp } from '../../support/app.ts';
import type { Caller } from './callers.fixture.ts';

/** An operation as it is sent, the same to both desks. */
export interface Request {
  method: 'GET' | 'POST';
  accept: string;
  params: {
    query?: string;
    documentId?: string;
    operationName?: string;
    variables?: Readonly<Record<string, unknown>>;
  };
  headers?: Readonly<Record<string, string>>;
}

/** All of an answer that a client can see. */
export interface Shown {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Headers of the connection, of the moment and of the request. */
const NOT_OF_THE_ANSWER = new Set(['date', 'connection', 'keep-alive', 'x-request-id']);

export async function ask(
  { url }: Pick<TestApp, 'url'>,
  { credential }: Pick<Caller, 'credential'>,
  { method, accept, params, headers }: Request,
): Promise<Shown> {
  const address = new URL(url);
  if (method === 'GET') {
    for (const [name, value] of Object.entries(params)) {
      address.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
    }
  }
  const response = await fetch(address, {
    method,
    headers: {
      authorization: `Bearer ${credential}`,
      accept,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(method === 'POST' ? { body: JSON.stringify(params) } : {}),
  });
  const shown = [...response.headers].filter(([name]) => !NOT_OF_THE_ANSWER.has(name));
  return {
    status: response.status,
    headers: Object.fromEntries(shown),
    body: await response.text(),
  };
}

const INTERNAL = /"code":"INTERNAL"/;

/**
 * What is wrong about two answers to one request, undefined for nothing: they differ, or one of them is an
 * error of our own, whose id alone may differ.
 */
export function differenceOf(compiled: Shown, ordinary: Shown): string | undefined {
  if (INTERNAL.test(compiled.body)) return `INTERNAL when compiled: ${compiled.body.slice(0, 600)}`;
  if (INTERNAL.test(ordinary.body)) return `INTERNAL, ordinary: ${ordinary.body.slice(0, 600)}`;
  if (compiled.status !== ordinary.status) {
    return `status ${compiled.status} when compiled, ${ordinary.status} else: ${compiled.body.slice(0, 300)} | ${ordinary.body.slice(0, 300)}`;
  }
  // The body first: when it differs its length does as well.
  return differenceInBody(compiled.body, ordinary.body) ?? differenceInHeaders(compiled, ordinary);
}

function differenceInHeaders(
  compiled: Shown,
  ordinary: Shown,
  but: readonly string[] = [],
): string | undefined {
  const names = new Set([...Object.keys(compiled.headers), ...Object.keys(ordinary.headers)]);
  for (const name of but) names.delete(name);
  for (const name of names) {
    const [one, other] = [compiled.headers[name], ordinary.headers[name]];
    if (one !== other) return `header ${name}: ${one} when compiled, ${other} else`;
  }
  return undefined;
}

/**
 * Whether the ordinary way itself may give both answers, one now and the other then: by how quick the
 * database was. Errors come in the order in which they happened, and of those that take the same thing away
 * with them only what came first is sure to be told, from whichever of several alike. All that is left, the cost
 * included, is the same.
 */
export function differByTimeOnly(compiled: Shown, ordinary: Shown): boolean {
  const [one, other] = [partsOf(compiled), partsOf(ordinary)];
  return (
    compiled.status === ordinary.status &&
    differenceInHeaders(compiled, ordinary, ['content-length']) === undefined &&
    one.isWrittenAsUsual &&
    other.isWrittenAsUsual &&
    one.rest === other.rest &&
    one.told === other.told &&
    one.lost.length > 0 === other.lost.length > 0 &&
    (one.lost.length === 0 || one.lost.some((message) => other.lost.includes(message)))
  );
}

interface Told {
  message: string;
  path?: (string | number)[];
}

function partsOf({ body }: Shown) {
  const parsed = JSON.parse(body) as { errors?: Told[]; data?: unknown };
  const { errors = [], ...rest } = parsed;
  const isTold = ({ path }: Told) => !isLost(path, rest.data);
  const told = errors.filter(isTold).map((one) => JSON.stringify(one));
  return {
    /** So that what is compared as values would be the same as bytes. */
    isWrittenAsUsual: JSON.stringify(parsed) === body,
    rest: JSON.stringify([Object.keys(parsed), rest]),
    told: told.toSorted().join('\n'),
    lost: errors.filter((one) => !isTold(one)).map(({ message }) => message),
  };
}

/** Whether the place of an error is not in the answer any more, because something around it is null. */
function isLost(path: Told['path'] = [], data: unknown): boolean {
  let at = data;
  for (const key of path) {
    if (at === null) return true;
    at = (at as Record<string | number, unknown> | undefined)?.[key];
  }
  return false;
}

/** Bytes shown before and after the first that differs. */
const BEFORE = 120;
const AFTER = 200;

function differenceInBody(compiled: string, ordinary: string): string | undefined {
  const [one, other] = [Buffer.from(compiled), Buffer.from(ordinary)];
  if (one.equals(other)) return undefined;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const around = (body: Buffer) => body.subarray(Math.max(0, at - BEFORE), at + AFTER).toString();
  return `byte ${at} of ${one.length} and ${other.length}\n  compiled: …${around(one)}…\n  ordinary: …${around(other)}…`;
}

/** Whatever was found, each with all that it takes to see it again. */
export class Findings {
  readonly #found: string[] = [];
  #left = 0;

  /** @param origin where the request comes from: a name, or a seed. */
  add(origin: string, caller: Pick<Caller, 'name'>, request: Request, what: string): void {
    if (this.#found.length >= MAX_FOUND) {
      this.#left += 1;
      return;
    }
    const { query, documentId, operationName, variables = {} } = request.params;
    const operation = operationName === undefined ? '' : ` (${operationName})`;
    this.#found.push(
      [
        `${origin}, ${caller.name}, ${request.method}${operation}: ${what}`,
        query ?? documentId ?? '',
        JSON.stringify(variables),
      ].join('\n'),
    );
  }

  list(): string[] {
    return this.#left === 0 ? this.#found : [...this.#found, `and ${this.#left} more`];
  }
}

const MAX_FOUND = 8;
