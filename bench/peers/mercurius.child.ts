import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import { GraphQLScalarType } from 'graphql';
import mercurius from 'mercurius';
import pg from 'pg';
import { FOUND } from '../requests/limit/read-statements.ts';
import type { Recording } from '../requests/recording.ts';
import { answerCalls } from '../support/calls.ts';
import { loaders } from './mercurius-loaders.ts';
import { key, one, STATS } from './mercurius-rows.ts';
import { SCHEMA, writeTypes } from './mercurius-schema.ts';
import { createWrites } from './mercurius-writes.ts';

/**
 * Mercurius with compiled operations and hand-written loaders on `pg` with prepared statements: what a
 * team that writes its SQL itself gets out of it. One key is compared; there are no limits and no roles.
 */
const POOL_SIZE = 10;
const CASE = 'SELECT e.*, e.opened_at AS "openedAt" FROM escalation e';

interface Serving {
  databaseUrl: string;
  recording?: Recording | undefined;
  authorization: string;
  /** Documents that are named by their hashes. */
  documents: Readonly<Record<string, string>>;
}

const calls = {
  async listen({ databaseUrl, recording, authorization, documents }: Serving): Promise<string> {
    const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE });
    pool.on('connect', (client) => {
      void client.query("SET TIME ZONE 'UTC'; SET jit = off");
    });
    const app = fastify();
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers.authorization !== authorization) await reply.code(401).send();
    });
    app.register(mercurius, {
      schema: SCHEMA + (recording === undefined ? '' : writeTypes(recording)),
      jit: 1,
      ...(Object.keys(documents).length === 0 ? {} : { persistedQueries: { ...documents } }),
      loaders: loaders(pool) as never,
      resolvers: {
        DateTime: new GraphQLScalarType<Date, string>({
          name: 'DateTime',
          serialize: (value) => (value as Date).toISOString(),
        }),
        Query: {
          async escalation(_root: unknown, { by }: { by: { id?: string; reference?: string } }) {
            const { rows } = await pool.query(
              by.id === undefined
                ? one('case_by_reference', `${CASE} WHERE reference = $1`, [by.reference])
                : one('case_by_id', `${CASE} WHERE id = $1`, [key('Escalation', by.id)]),
            );
            return rows[0] ?? null;
          },
          async escalations(_root: unknown, { first, filter }: ListArgs) {
            const newest = 'ORDER BY e.opened_at DESC, e.id DESC LIMIT';
            const { search } = filter ?? {};
            if (search === undefined) {
              const all = `${CASE} ${newest} $1`;
              return { nodes: (await pool.query(one('list', all, [first]))).rows };
            }
            const [begin, end] = search.split(' ');
            const found = `${CASE} WHERE e.id IN (
              SELECT s.escalation_id FROM search_text s
              WHERE ${FOUND.replaceAll('$N', '$1')} AND ${FOUND.replaceAll('$N', '$2')}) ${newest} $3`;
            const values = [`'${begin}'`, `'${end}':*`, first];
            return { nodes: (await pool.query(one('search', found, values))).rows };
          },
          stats: async () => (await pool.query(one('stats', STATS, []))).rows[0].stats,
        },
        Escalation: { id: ({ id }: { id: string }) => global('Escalation', id) },
        Customer: { id: ({ id }: { id: string }) => global('Customer', id) },
        ...(recording === undefined ? {} : { Mutation: createWrites(pool, recording) }),
      } as never,
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
  },
};

interface ListArgs {
  first: number;
  filter?: { search?: string };
}

function global(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}

export type MercuriusCalls = typeof calls;
answerCalls(calls);
