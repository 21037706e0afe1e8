import { setTimeout } from 'node:timers/promises';
import { execute } from '../../support/postgres-admin.ts';
import { DATABASE } from '../harness/lab.ts';
import { stopLabNode } from '../harness/nodes.ts';
import type { Lab, Scenario } from '../harness/scenario.ts';

const FINISH_MS = 30_000;
const REFUSED_WITHIN_MS = 2_000;

/** The database is an older one, and everything around it has seen the newer one. */
export const RESTORED: readonly Scenario[] = [
  {
    name: 'restored-redis-kept',
    title:
      'PostgreSQL restored from a backup, Redis kept; clients come with cursors of the lost life',
    quick: true,
    setting: { redis: true },
    async breakIt(lab) {
      await lab.writers.finish(FINISH_MS);
      await stopNodes(lab);
      for (const follower of lab.followers) follower.mark();
      await execute(lab.postgres.url(), `CREATE DATABASE backup TEMPLATE ${DATABASE} OWNER desk`);
      const kept = new Set(lab.writers.confirmed.map(({ text }) => text));
      await startNodes(lab);
      lab.writers.start();
      await lab.confirm(30);
      await lab.writers.finish(FINISH_MS);
      await stopNodes(lab);
      await Promise.all(lab.followers.map((follower) => follower.stop()));
      await execute(lab.postgres.url(), `DROP DATABASE ${DATABASE} WITH (FORCE)`);
      await execute(lab.postgres.url(), `ALTER DATABASE backup RENAME TO ${DATABASE}`);
      const gone = lab.writers.confirmed.filter(({ text }) => !kept.has(text));
      lab.forget(new Set(gone.map(({ text }) => text)));
      await startNodes(lab);
      lab.writers.start();
      // So many that the lost places are given again: the cursors lead to other entries then.
      await lab.confirm(gone.length + 20);
      for (const follower of lab.followers) follower.start();
      await setTimeout(REFUSED_WITHIN_MS);
      const refused = lab.followers.filter(({ refusals }) => refusals.length > 0).length;
      return {
        notes: [
          `${gone.length} calls undone by the restore, ${refused} of ${lab.followers.length} cursors refused`,
        ],
        failures:
          refused < lab.followers.length
            ? ['a cursor of the lost life was taken as one of this']
            : [],
      };
    },
  },
];

async function stopNodes(lab: Lab): Promise<void> {
  await Promise.all(lab.nodes.map((node) => stopLabNode(node, 'SIGTERM')));
}

async function startNodes(lab: Lab): Promise<void> {
  for (const place of lab.nodes.keys()) await lab.startNode(place);
}
