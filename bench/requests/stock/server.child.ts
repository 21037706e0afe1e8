import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PrismaPg } from '@prisma/adapter-pg';
import { createYoga } from 'graphql-yoga';
import pg from 'pg';
import { PrismaClient } from '../../../src/db/generated/client/client.ts';
import { answerCalls } from '../../support/calls.ts';
import type { Recording } from '../recording.ts';
import { stockSchema } from './schema.ts';
import { createStockWrites } from './writes.ts';

/** The same Yoga, Pothos and Prisma that the desk is made with, as they come. One key is compared. */
interface Serving {
  databaseUrl: string;
  recording?: Recording | undefined;
  authorization: string;
}

const PATIENCE_MS = 30_000;

const calls = {
  async listen({ databaseUrl, recording, authorization }: Serving): Promise<string> {
    const db = new PrismaClient({
      adapter: new PrismaPg({ connectionString: databaseUrl }),
      // By default whoever waits two seconds for a connection is refused, as happens on a busy machine.
      transactionOptions: { maxWait: PATIENCE_MS, timeout: PATIENCE_MS },
    });
    const pool = new pg.Pool({ connectionString: databaseUrl });
    const writes = recording === undefined ? undefined : createStockWrites(db, pool, recording);
    const yoga = createYoga({ schema: stockSchema(db, writes) });
    const server = createServer((request, response) => {
      if (request.headers.authorization === authorization) void yoga(request, response);
      else response.writeHead(401).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return `http://127.0.0.1:${port}${yoga.graphqlEndpoint}`;
  },
};

export type StockCalls = typeof calls;
answerCalls(calls);
