import type { Principal } from '../auth/principal.ts';
import type { Db } from '../db/client.ts';
import type { LogCursors } from '../events/log-cursors.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { Clock } from '../shared/clock.ts';

/** What resolvers work with. It is made anew for each request. */
export interface Context {
  principal: Principal;
  db: Db;
  sequencer: Sequencer;
  cursors: LogCursors;
  clock: Clock;
  /** The context of the request, of which this one is a variant; undefined for that context itself. */
  of?: Context;
}
