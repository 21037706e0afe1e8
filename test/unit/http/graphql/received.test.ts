import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { GraphQLError } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import type { Principal } from '../../../../src/auth/principal.ts';
import { rateLimited } from '../../../../src/graphql/errors.ts';
import { createBodies } from '../../../../src/http/doors/bodies.ts';
import { createJsonDoor } from '../../../../src/http/graphql/json-door.ts';
import { useBodies } from '../../../../src/http/graphql/use-bodies.ts';
import type { OperationFigures } from '../../../../src/http/run/operation-figures.ts';
import type { Operations } from '../../../../src/http/run/operations.ts';

const PRINCIPAL = { id: 'key:1', role: 'AGENT' } as Principal;
const BODY = JSON.stringify({ query: '{ __typename }' });
const REFUSED = rateLimited(7, 'What you sent in the last seconds waits already.');

/** Nothing has its turn. */
const operations = { receive: async () => REFUSED } as unknown as Operations;
const figures = { refusedUnread: (error: GraphQLError) => void counted.push(error) };
const counted: GraphQLError[] = [];
const bodies = createBodies({ onAnswerRefused: () => {} });

/** By the plain door. */
async function plainly(method: string): Promise<unknown> {
  const door = createJsonDoor({
    operations,
    figures,
    bodies,
    signIn: async () => PRINCIPAL,
    addressOf: () => '127.0.0.1',
    admission: { refuseEarly: () => undefined },
    connections: { signedIn() {} },
  } as unknown as Parameters<typeof createJsonDoor>[0]);
  const server = createServer(
    (req: IncomingMessage, res: ServerResponse) =>
      void door(req, res, new URL(req.url ?? '', 'http://localhost')),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const isGet = method === 'GET';
  const response = await fetch(`http://127.0.0.1:${port}/${isGet ? '?query={__typename}' : ''}`, {
    method,
    headers: { 'content-type': 'application/json', connection: 'close' },
    ...(isGet ? {} : { body: BODY }),
  });
  const { errors } = (await response.json()) as { errors: { extensions: object }[] };
  return errors[0]?.extensions;
}

/** As a plugin of Yoga. */
async function byYoga(method: string): Promise<unknown> {
  const { onRequestParse } = useBodies(operations, bodies, figures as OperationFigures);
  let parse: ((request: Request) => unknown) | undefined;
  await onRequestParse?.({
    requestParser: () => ({}),
    setRequestParser: (set: typeof parse) => {
      parse = set;
    },
    serverContext: { principal: PRINCIPAL },
  } as unknown as Parameters<NonNullable<typeof onRequestParse>>[0]);
  const request = new Request('http://localhost/', {
    method,
    ...(method === 'GET' ? {} : { body: BODY }),
  });
  const thrown = await Promise.resolve(parse?.(request)).catch((error: GraphQLError) => error);
  return (thrown as GraphQLError).extensions;
}

test.each(['GET', 'POST'])('a %s waits for its turn to be read, on either way', async (method) => {
  const refused = { code: 'RATE_LIMITED', retryAfterSeconds: 7 };
  expect(await plainly(method)).toMatchObject(refused);
  expect(await byYoga(method)).toMatchObject(refused);
});
