import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { execute, urlOfDatabase } from './postgres-admin.ts';

export interface TestDatabase {
  url: string;
  /** Ends what is still connected. */
  drop: () => Promise<void>;
}

/** PostgreSQL copies a database only while nobody is connected to it. */
const TEMPLATE_IN_USE = '55006';

/** A migrated, empty database of the test file's own. */
export function createTestDatabase(): Promise<TestDatabase> {
  return create(` TEMPLATE ${inject('templateDatabase')}`);
}

/** A database without tables. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create('');
}

async function create(from: string): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `${inject('templateDatabase')}_${randomBytes(4).toString('hex')}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await execute(server, `CREATE DATABASE ${name}${from}`);
      break;
    } catch (error) {
      // Autovacuum may just be looking at the template; PostgreSQL itself waited 5 s for it.
      const retry = error instanceof pg.DatabaseError && error.code === TEMPLATE_IN_USE;
      if (!retry || attempt >= 5) throw error;
    }
  }
  return {
    url: urlOfDatabase(server, name),
    drop: async () => {
      await execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
