import { join } from 'node:path';
import { execute } from '../../support/postgres-admin.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import { replicaOf } from '../../support/postgres-server.ts';
import { until } from '../../support/until.ts';
import { DATABASE } from '../harness/lab.ts';
import type { Lab, PreparedLab, Scenario, Setting } from '../harness/scenario.ts';

const replicas = new WeakMap<PostgresServer, PostgresServer>();

/** Commits wait for the replica: without that a failover may lose what was confirmed, whatever a client does. */
const SYNCHRONOUS: Setting = {
  // The other that the tests have comes without `pg_basebackup`.
  versions: [15],
  async prepare(lab) {
    replicas.set(lab.postgres, await startReplica(lab));
    await execute(lab.postgres.url(), `ALTER SYSTEM SET synchronous_standby_names = '*'`);
    await execute(lab.postgres.url(), 'SELECT pg_reload_conf()');
  },
};

/** Another PostgreSQL takes over; the line leads to it from then on. */
export const FAILOVERS: readonly Scenario[] = [
  {
    name: 'failover-kill',
    title: 'The primary killed, its (synchronous) replica promoted',
    quick: true,
    setting: SYNCHRONOUS,
    async breakIt(lab) {
      await lab.postgres.stop('immediate');
      await promote(lab);
      return undefined;
    },
  },
  {
    name: 'failover-demotion',
    title: 'The replica promoted; the old primary goes on, read-only, and is not cut',
    setting: SYNCHRONOUS,
    async breakIt(lab) {
      const old = lab.postgres;
      await execute(old.url(), 'ALTER SYSTEM SET default_transaction_read_only = on');
      await execute(old.url(), 'SELECT pg_reload_conf()');
      await hasAll(replicaFor(lab), old);
      await promote(lab);
      return undefined;
    },
  },
];

async function startReplica({ postgres, folder, atEnd }: PreparedLab): Promise<PostgresServer> {
  const replica = await replicaOf(postgres, join(folder, 'replica'));
  atEnd(() => replica.remove());
  await replica.start();
  return replica;
}

function replicaFor({ postgres }: Lab): PostgresServer {
  const replica = replicas.get(postgres);
  if (replica === undefined) throw new Error('It has no replica.');
  return replica;
}

async function promote(lab: Lab): Promise<void> {
  const replica = replicaFor(lab);
  await execute(replica.url(), 'SELECT pg_promote()');
  lab.line.leadTo(replica.url());
  lab.movedTo(replica);
}

/** Transactions that had begun to commit before are over, and the replica has them. */
async function hasAll(replica: PostgresServer, primary: PostgresServer): Promise<void> {
  const writing = `SELECT 1 FROM pg_stat_activity WHERE usename = 'desk' AND backend_xid IS NOT NULL`;
  await until(
    async () => ((await execute(primary.url(DATABASE), writing)).length === 0 ? true : undefined),
    'transactions to end',
  );
  const [row] = await execute(primary.url(), 'SELECT pg_current_wal_lsn()::text AS lsn');
  const replayed = `SELECT pg_last_wal_replay_lsn() >= '${row?.['lsn']}' AS done`;
  await until(
    async () => ((await execute(replica.url(), replayed))[0]?.['done'] === true ? true : undefined),
    'the replica to have all',
  );
}
