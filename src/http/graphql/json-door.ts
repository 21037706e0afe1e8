import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { bodyTooLarge } from '../../graphql/errors.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { MAX_BODY_BYTES } from '../../graphql/limits/limits.ts';
import type { OperationParams } from '../../persisted/request.ts';
import { namesOperation } from '../../persisted/request.ts';
import { isObject } from '../../shared/is-object.ts';
import type { Admission } from '../doors/admission.ts';
import type { Bodies } from '../doors/bodies.ts';
import { pointsOfBody } from '../doors/bodies.ts';
import { refusalHead } from '../doors/challenge.ts';
import type { Connections } from '../doors/connections.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import { matches } from '../etag.ts';
import type { OperationRun } from '../run/operation-run.ts';
import type { Operations } from '../run/operations.ts';
import type { Handler } from '../server.ts';
import { executeFor, headOf, refusalOf, withoutHints, writeAnswer } from './http-answer.ts';
import { jsonTypeOf, PLAIN_JSON, typeOfRefusal } from './media-types.ts';
import { withStatus } from './refusal-status.ts';
import type { ServerContext } from './server-context.ts';
import { keepableOf, sayKeepable } from './stored-answers.ts';

/** Facts about a request that are known when it is handed on, and are not found out again. */
export type TakenOver = Partial<Pick<ServerContext, 'principal' | 'isReceived' | 'run'>>;

interface JsonDoorOptions {
  signIn: SignIn;
  addressOf: AddressOf;
  admission: Admission;
  connections: Connections;
  bounds: Bounds;
  bodies: Bodies;
  operations: Operations;
  /** Takes over every other request: streams, other types, and malformed ones, to say what is wrong. */
  others(req: IncomingMessage, res: ServerResponse, taken: TakenOver): Promise<void>;
}

/**
 * Answers plain requests, which nearly all are: a POST of JSON or a GET, answered as JSON, without a web
 * framework around them. Every other request is handed on as it came.
 */
export function createJsonDoor(options: JsonDoorOptions): Handler {
  const { signIn, addressOf, admission, connections, bounds, bodies, operations, others } = options;

  async function receive(
    req: IncomingMessage,
    principal: Principal,
  ): Promise<Buffer | GraphQLError | undefined> {
    const release = bodies.hold(principal.id, req.headers['content-length']);
    if (release instanceof GraphQLError) return release;
    try {
      const body = await bodyOf(req);
      if (!(body instanceof Buffer)) return body;
      return (await operations.receive(principal, pointsOfBody(body.length))) ?? body;
    } finally {
      release();
    }
  }

  async function answer(
    req: IncomingMessage,
    res: ServerResponse,
    url: URL,
    type: string,
  ): Promise<void> {
    const { headers, method } = req;
    const principal = await signIn(headers.authorization, addressOf(req));
    if (principal instanceof GraphQLError) return refuse(req, res, principal);
    connections.signedIn(req);
    const early = admission.refuseEarly(principal);
    if (early !== undefined) return refuse(req, res, early);
    const hasBody = method === 'POST';
    const body = await (hasBody ? receive(req, principal) : operations.receive(principal));
    if (body instanceof GraphQLError) return send(res, type, { errors: [withStatus(body)] });
    // The caller went away meanwhile and waits for no answer.
    if (hasBody && body === undefined) return;
    const handOn = (run?: OperationRun): Promise<void> => {
      // The body is read already; Yoga looks for it in this property.
      if (body !== undefined) Object.assign(req, { body });
      return others(req, res, { principal, isReceived: true, ...(run && { run }) });
    };
    const params = body === undefined ? paramsOfUrl(url) : paramsOfBody(body);
    if (params === undefined) return handOn();
    const run: OperationRun = {
      principal,
      params,
      readsOnly: method === 'GET',
      isGone: () => res.destroyed,
    };
    const notRun = await operations.prepare(run);
    if (notRun !== undefined) return send(res, type, refusalOf(res, notRun));
    if (operations.isSubscription(run)) return handOn(run);
    const result = await executeFor(res, operations, run);
    const kept = method === 'GET' ? keepableOf(run, result) : undefined;
    if (kept !== undefined) {
      sayKeepable(res, kept);
      if (matches(headers['if-none-match'], kept.etag)) {
        res.writeHead(304).end();
        return;
      }
    }
    send(res, type, result, (shown) => writeAnswer(res, bounds, run, shown));
  }

  return (req, res, url) => {
    const type = isPlain(req) ? jsonTypeOf(req.headers.accept) : undefined;
    return type === undefined ? others(req, res, {}) : answer(req, res, url, type);
  };
}

function isPlain({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET') return true;
  return (
    method === 'POST' &&
    headers['content-encoding'] === undefined &&
    /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(headers['content-type'] ?? '')
  );
}

/** @returns undefined when the request ended before all of it had come. */
function bodyOf(req: IncomingMessage): Promise<Buffer | GraphQLError | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    req.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= MAX_BODY_BYTES) parts.push(part);
      // The rest is read and dropped, so that the peer finishes sending and reads the answer.
      else resolve(bodyTooLarge());
    });
    req.once('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    req.once('close', () => resolve(undefined));
    req.once('error', () => resolve(undefined));
  });
}

const KNOWN: ReadonlySet<string> = new Set([
  ...['query', 'documentId', 'operationName', 'variables', 'extensions'],
]);

/** @returns undefined for a malformed body, about which `others` says what is wrong. */
function paramsOfBody(body: Buffer): OperationParams | undefined {
  try {
    return wellFormed(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

function paramsOfUrl({ searchParams }: URL): OperationParams | undefined {
  try {
    const json = (name: string): unknown => {
      const text = searchParams.get(name);
      return text === null ? undefined : JSON.parse(text);
    };
    return wellFormed({
      query: searchParams.get('query') ?? undefined,
      documentId: searchParams.get('documentId') ?? undefined,
      operationName: searchParams.get('operationName') ?? undefined,
      variables: json('variables'),
      extensions: json('extensions'),
    });
  } catch {
    return undefined;
  }
}

function wellFormed(params: unknown): OperationParams | undefined {
  if (!isObject(params)) return undefined;
  const { query, documentId, operationName, variables, extensions } = params;
  const isGood =
    Object.keys(params).every((name) => KNOWN.has(name) || params[name] == null) &&
    [query, documentId, operationName].every((one) => one == null || typeof one === 'string') &&
    [variables, extensions].every((one) => one == null || isObject(one)) &&
    (query != null || namesOperation(params));
  return isGood ? params : undefined;
}

function refuse(req: IncomingMessage, res: ServerResponse, refused: GraphQLError): void {
  const { status, headers } = refusalHead(refused);
  const type = typeOfRefusal(req.headers.accept);
  write(res, status, type, headers, JSON.stringify({ errors: [refused] }));
}

function send(
  res: ServerResponse,
  type: string,
  answer: ExecutionResult,
  stringify: (shown: ExecutionResult) => string = JSON.stringify,
): void {
  const { status, headers } = headOf(answer, type === PLAIN_JSON);
  write(res, status, type, headers, stringify(withoutHints(answer)));
}

function write(
  res: ServerResponse,
  status: number,
  type: string,
  headers: Readonly<Record<string, string>>,
  text: string,
): void {
  if (res.destroyed) return;
  const bytes = Buffer.from(text);
  res.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Length': bytes.length,
    ...headers,
  });
  res.end(bytes);
}
