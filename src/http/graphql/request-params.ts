import type { IncomingMessage } from 'node:http';
import type { GraphQLError } from 'graphql';
import { bodyTooLarge } from '../../graphql/errors.ts';
import { MAX_BODY_BYTES } from '../../graphql/limits/limits.ts';
import type { OperationParams } from '../../persisted/request.ts';
import { namesOperation } from '../../persisted/request.ts';
import { isObject } from '../../shared/is-object.ts';

/** @returns undefined when the request ended before all of it had come. */
export function bodyOf(req: IncomingMessage): Promise<Buffer | GraphQLError | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    req.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= MAX_BODY_BYTES) parts.push(part);
      // The rest is read and dropped, so that the peer finishes sending and reads the answer.
      else resolve(bodyTooLarge());
    });
    req.on('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    const gone = () => resolve(undefined);
    req.on('error', gone);
    req.on('close', () => {
      if (!req.readableEnded) gone();
    });
  });
}

const KNOWN: ReadonlySet<string> = new Set([
  ...['query', 'documentId', 'operationName', 'variables', 'extensions'],
]);

/** @returns undefined for a malformed body, about which `others` says what is wrong. */
export function paramsOfBody(body: Buffer): OperationParams | undefined {
  try {
    return wellFormed(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
}

/** @returns undefined for a malformed address, about which `others` says what is wrong. */
export function paramsOfUrl({ searchParams }: URL): OperationParams | undefined {
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
  for (const name of Object.keys(params)) {
    if (!KNOWN.has(name) && params[name] != null) return undefined;
  }
  const { query, documentId, operationName, variables, extensions } = params;
  const isGood =
    isTextOrNone(query) &&
    isTextOrNone(documentId) &&
    isTextOrNone(operationName) &&
    (variables == null || isObject(variables)) &&
    (extensions == null || isObject(extensions)) &&
    (query != null || namesOperation(params));
  return isGood ? params : undefined;
}

function isTextOrNone(value: unknown): boolean {
  return value == null || typeof value === 'string';
}
