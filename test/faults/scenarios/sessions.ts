import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { DATABASE } from '../harness/lab.ts';
import type { Lab, Scenario } from '../harness/scenario.ts';

/** Of the desk's own sequencer: whoever holds it keeps entries from getting their places. */
const SEQUENCER_LOCK = 0x6465_736b;
/** Ends all that the desk's role has open. */
export const TERMINATE = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'desk'`;

/** PostgreSQL stands, and does not do what it is asked. */
export const SESSIONS: readonly Scenario[] = [
  {
    name: 'terminated',
    title: 'All backends terminated, ten times, under 16 writers',
    quick: true,
    setting: { writers: 16 },
    async breakIt(lab) {
      for (let time = 0; time < (lab.isQuick ? 4 : 10); time += 1) {
        await lab.sql(TERMINATE);
        await setTimeout(1_000);
      }
      return undefined;
    },
  },
  {
    name: 'no-connections',
    title: 'No connection left in PostgreSQL for 10 s',
    setting: { postgres: { max_connections: '40' } },
    breakIt: takeConnections,
  },
  {
    name: 'table-locked',
    title: 'The table of cases locked for 20 s',
    breakIt: (lab) => holdLock(lab, 'LOCK TABLE escalation IN ACCESS EXCLUSIVE MODE'),
  },
  {
    name: 'sequencer-locked',
    title: "The sequencer's lock held for 20 s",
    breakIt: (lab) => holdLock(lab, `SELECT pg_advisory_xact_lock(${SEQUENCER_LOCK})`),
  },
  {
    name: 'read-only',
    title: 'PostgreSQL read-only for 10 s',
    quick: true,
    async breakIt(lab) {
      await lab.sql('ALTER SYSTEM SET default_transaction_read_only = on');
      await lab.sql('SELECT pg_reload_conf()');
      await setTimeout(lab.lasting(10_000, 5_000));
      // The superuser's session is read-only as well, for all but this.
      await lab.sql('ALTER SYSTEM RESET default_transaction_read_only');
      await lab.sql('SELECT pg_reload_conf()');
      return undefined;
    },
  },
];

/** Takes what is free, then what the nodes have, as somebody else's runaway program does. */
async function takeConnections(lab: Lab): Promise<undefined> {
  const taken: pg.Client[] = [];
  async function takeFree(): Promise<void> {
    for (;;) {
      const client = new pg.Client({ connectionString: lab.postgres.url(DATABASE, 'greedy') });
      client.on('error', () => {});
      try {
        await client.connect();
      } catch {
        return;
      }
      taken.push(client);
    }
  }
  await lab.sql('CREATE ROLE greedy LOGIN');
  await takeFree();
  const until = performance.now() + lab.lasting(10_000, 5_000);
  await lab.sql(TERMINATE);
  while (performance.now() < until) {
    await takeFree();
    await setTimeout(100);
  }
  await Promise.all(taken.map((client) => client.end()));
  return undefined;
}

async function holdLock(lab: Lab, statement: string): Promise<undefined> {
  const client = new pg.Client({ connectionString: lab.postgres.url(DATABASE) });
  await client.connect();
  await client.query('BEGIN');
  await client.query(statement);
  await setTimeout(lab.lasting(20_000, 5_000));
  await client.query('ROLLBACK');
  await client.end();
  return undefined;
}
