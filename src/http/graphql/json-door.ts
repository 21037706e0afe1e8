import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import type { Answer } from '../../graphql/answer.ts';
import { textOf } from '../../graphql/answer.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import type { Admission } from '../doors/admission.ts';
import type { Bodies } from '../doors/bodies.ts';
import { pointsOfBody } from '../doors/bodies.ts';
import { refusalHead } from '../doors/challenge.ts';
import type { Connections } from '../doors/connections.ts';
import { setEach } from '../doors/rate-headers.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import { matches } from '../etag.ts';
import type { OperationFigures } from '../run/operation-figures.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { arrivedAt } from '../run/operation-run.ts';
import type { Operations } from '../run/operations.ts';
import type { Handler } from '../server.ts';
import type { AnswerHead, AnswerText } from './http-answer.ts';
import {
  counted,
  executeRun,
  headOf,
  keepRoom,
  rateOf,
  refusalOf,
  withoutHints,
  writeAnswer,
} from './http-answer.ts';
import { jsonTypeOf, PLAIN_JSON, typeOfRefusal } from './media-types.ts';
import { withStatus } from './refusal-status.ts';
import { bodyOf, paramsOfBody, paramsOfUrl } from './request-params.ts';
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
  figures: OperationFigures;
  /** Takes over every other request: streams, other types, and malformed ones, to say what is wrong. */
  others(req: IncomingMessage, res: ServerResponse, taken: TakenOver): Promise<void>;
}

/**
 * Answers plain requests, which nearly all are: a POST of JSON or a GET, answered as JSON, without a web
 * framework around them. Every other request is handed on as it came.
 */
export function createJsonDoor(options: JsonDoorOptions): Handler {
  const { signIn, addressOf, admission, connections, bounds, bodies, operations } = options;
  const { figures, others } = options;

  async function receive(
    req: IncomingMessage,
    principal: Principal,
  ): Promise<Buffer | GraphQLError | undefined> {
    const release = bodies.hold(principal.id, req.headers['content-length']);
    if (release instanceof GraphQLError) return unread(release);
    try {
      const body = await bodyOf(req);
      if (body === undefined) return undefined;
      if (body instanceof GraphQLError) return unread(body);
      const received = operations.receive(principal, pointsOfBody(body.length));
      return (received instanceof Promise ? await received : received) ?? body;
    } finally {
      release();
    }
  }

  function unread(refused: GraphQLError): GraphQLError {
    figures.refusedUnread(refused);
    return refused;
  }

  /** Awaits only what is not there yet: each turn of waiting costs as much as a step. */
  async function answer(
    req: IncomingMessage,
    res: ServerResponse,
    url: URL,
    type: string,
  ): Promise<void> {
    const { headers, method } = req;
    const signedIn = signIn(headers.authorization, addressOf(req));
    const principal = signedIn instanceof Promise ? await signedIn : signedIn;
    if (principal instanceof GraphQLError) return refuse(req, res, unread(principal));
    connections.signedIn(req);
    const early = admission.refuseEarly(principal);
    if (early !== undefined) return refuse(req, res, unread(early));
    const hasBody = method === 'POST';
    const received = hasBody ? receive(req, principal) : operations.receive(principal);
    const body = received instanceof Promise ? await received : received;
    if (body instanceof GraphQLError) return void send(res, type, { errors: [withStatus(body)] });
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
      since: arrivedAt(),
      isGone: () => res.destroyed,
    };
    const preparing = operations.prepare(run);
    const notRun = preparing instanceof Promise ? await preparing : preparing;
    if (notRun !== undefined) return void send(res, type, refusalOf(notRun));
    if (operations.isSubscription(run)) return handOn(run);
    const executing = executeRun(operations, run);
    const result = executing instanceof Promise ? await executing : executing;
    const kept = method === 'GET' ? keepableOf(run, result) : undefined;
    if (kept !== undefined) {
      sayKeepable(res, kept);
      if (matches(headers['if-none-match'], kept.etag)) {
        setEach(res, rateOf(result));
        res.writeHead(304).end();
        return keepRoom(res, run, 0);
      }
    }
    let bytes = 0;
    try {
      bytes = send(res, type, result, (shown) => writeAnswer(bounds, run, shown));
    } finally {
      keepRoom(res, run, bytes);
    }
  }

  return (req, res, url) => {
    const type = isPlain(req) ? jsonTypeOf(req.headers.accept) : undefined;
    return type === undefined ? others(req, res, {}) : answer(req, res, url, type);
  };
}

function isPlain({ method, headers }: IncomingMessage): boolean {
  if (method === 'GET') return true;
  const type = headers['content-type'] ?? '';
  return (
    method === 'POST' &&
    headers['content-encoding'] === undefined &&
    (type === PLAIN_JSON || /^application\/json(?:\s*;\s*charset="?utf-8"?)?$/i.test(type))
  );
}

function refuse(req: IncomingMessage, res: ServerResponse, refused: GraphQLError): void {
  const type = typeOfRefusal(req.headers.accept);
  write(res, refusalHead(refused), type, [], counted(JSON.stringify({ errors: [refused] })));
}

/** @returns the number of bytes of the answer. */
function send(
  res: ServerResponse,
  type: string,
  answer: Answer,
  stringify: (shown: Answer) => AnswerText = (shown) => counted(textOf(shown)),
): number {
  const head = headOf(answer, type === PLAIN_JSON);
  const text = stringify(withoutHints(answer));
  write(res, head, type, rateOf(answer), text);
  return text.bytes;
}

/** Up to this length a text goes out with its head in one piece. */
const SHORT_BYTES = 64_000;

function write(
  res: ServerResponse,
  { status, headers }: AnswerHead,
  type: string,
  rate: readonly string[],
  { text, bytes }: AnswerText,
): void {
  if (res.destroyed) return;
  const ofBody = ['Content-Type', `${type}; charset=utf-8`, 'Content-Length', String(bytes)];
  const names = Object.keys(headers);
  if (names.length === 0) {
    res.writeHead(status, [...rate, ...ofBody]);
  } else {
    // An error may have a value of its own for a header that is set already.
    setEach(res, rate);
    setEach(res, ofBody);
    res.writeHead(status, headers);
  }
  if (bytes > SHORT_BYTES) res.end(Buffer.from(text));
  // As many bytes as characters: it is all ASCII.
  else res.end(text, bytes === text.length ? 'latin1' : 'utf8');
}
