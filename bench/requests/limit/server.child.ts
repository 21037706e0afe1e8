import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { answerCalls } from '../../support/calls.ts';
import type { Recording } from '../recording.ts';
import type { ReadName, Variables } from '../works.ts';
import { readStatement } from './read-statements.ts';
import type { Write } from './writes.ts';
import { createWrites } from './writes.ts';

/**
 * The limit: what Node.js and PostgreSQL alone can do. It knows each work beforehand, by the path, and
 * asks one prepared statement that returns the answer. It reads no document, knows no callers, has no limits.
 */
const POOL_SIZE = 10;
const TYPENAME = '{"__typename":"Query"}';

let pool: pg.Pool | undefined;
let write: ((write: Write) => Promise<string>) | undefined;

async function answer(work: string, body: string): Promise<string> {
  const asked = JSON.parse(body) as Asked;
  if (write !== undefined) return write(asked as Write);
  const { variables = {} } = asked;
  const statement = readStatement(work as ReadName, variables);
  if (statement === undefined) return TYPENAME;
  const { name, text } = statement;
  const result = await pool?.query<{ json: string }>({
    name,
    text,
    values: statement.values(variables),
  });
  return result?.rows[0]?.json ?? 'null';
}

type Asked = Partial<Write> & { variables?: Variables };

function handle(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const data = await answer((request.url ?? '').slice(1), Buffer.concat(chunks).toString());
      send(response, 200, `{"data":${data}}`);
    } catch (error) {
      send(response, 500, JSON.stringify({ errors: [{ message: String(error) }] }));
    }
  });
}

function send(response: ServerResponse, status: number, text: string): void {
  const length = Buffer.byteLength(text);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': length });
  response.end(text);
}

interface Serving {
  databaseUrl: string;
  recording?: Recording | undefined;
}

const calls = {
  /** @param recording of what is to be written; without it reads are answered. */
  async listen({ databaseUrl, recording }: Serving): Promise<string> {
    pool = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE });
    pool.on('connect', (client) => {
      void client.query("SET TIME ZONE 'UTC'; SET jit = off");
    });
    if (recording !== undefined) write = createWrites(pool, recording);
    const server = createServer(handle);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
};

export type LimitCalls = typeof calls;
answerCalls(calls);
