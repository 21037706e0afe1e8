import { setTimeout } from 'node:timers/promises';
import { hasPgbouncer } from '../../support/pgbouncer.ts';
import type { Scenario, Setting } from '../harness/scenario.ts';

const POOLED: Setting = { pooler: true };

/** The same through a real PgBouncer that hands out backends by the transaction. */
export const POOLERS: readonly Scenario[] = hasPgbouncer
  ? [
      {
        name: 'pooler-restart',
        title: 'Through PgBouncer (transaction mode): PostgreSQL restarted',
        setting: POOLED,
        async breakIt(lab) {
          await lab.postgres.stop('fast');
          await lab.postgres.start();
          return undefined;
        },
      },
      {
        name: 'pooler-silent',
        title: 'Through PgBouncer: its connections to PostgreSQL silent for good',
        setting: POOLED,
        async breakIt(lab) {
          lab.line.swallow(['to client', 'to server']);
          return undefined;
        },
      },
      {
        name: 'pooler-frozen',
        title: 'Through PgBouncer: PostgreSQL frozen for 10 s',
        setting: POOLED,
        async breakIt(lab) {
          lab.postgres.freeze();
          await setTimeout(lab.lasting(10_000));
          lab.postgres.thaw();
          return undefined;
        },
      },
    ]
  : [];
