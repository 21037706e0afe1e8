import type { Config } from '../config.ts';
import type { Db } from '../db/client.ts';
import { partsOf } from '../db/client.ts';
import type { DeskClock } from '../db/desk-clock.ts';
import type { DatabaseLimits, Store } from '../db/store.ts';
import { openStore } from '../db/store.ts';
import { readEpoch } from '../events/epoch.ts';
import type { LogCursors } from '../events/log-cursors.ts';
import { openLogCursors } from '../events/log-cursors.ts';
import type { RedisFeed } from '../events/redis-feed.ts';
import type { Sequencer } from '../events/sequencer.ts';
import { createSequencer } from '../events/sequencer.ts';
import type { Logger } from '../log.ts';
import { createRetention } from '../retention/retention.ts';
import type { Clock } from '../shared/clock.ts';
import type { Tracing } from '../shared/tracing.ts';
import { createFolding } from '../stats/folding.ts';
import { fillStoredText } from '../upgrade/stored-text.service.ts';
import { startDeskClock } from './clocks.ts';
import type { Failures } from './failures.ts';
import { createFeed } from './redis.ts';
import type { Started } from './start-stop.ts';

interface Parts {
  config: Config;
  /** The clock of the machine. */
  system: Clock;
  /** The time for the desk; undefined: that of its own clock. */
  clock: Clock | undefined;
  limits: DatabaseLimits | undefined;
  failures: Failures;
  tracing: Tracing | undefined;
  log: Logger;
  started: Started;
}

/** What stands on the database alone: all else stands on it. */
export interface Ground {
  store: Store;
  db: Db;
  /** Which life of the log it is. */
  epoch: string;
  cursors: LogCursors;
  sequencer: Sequencer;
  feed: RedisFeed | undefined;
  clock: Clock;
  deskClock: DeskClock;
}

/** Opens the database, and starts what keeps it in order: places of entries, figures, old keys, the time. */
export async function layGround(parts: Parts): Promise<Ground> {
  const { config, system, failures, tracing, log, started } = parts;
  const store = await openStore({
    dataDir: config.dataDir,
    database: config.database,
    limits: parts.limits,
    log: (message) => log.info(message),
    onLost: failures.lost,
    onAnswered: failures.database.worked,
    tracing,
    prepare: fillStoredText,
  });
  started.push(store.close);
  const { db } = store;

  const cursors = await openLogCursors(db);
  const epoch = await readEpoch(db);
  const feed = await createFeed(db, epoch, config, failures.redisChanged);
  const sequencer = createSequencer(
    partsOf(db),
    (error) => failures.log(error, 'sequencing failed'),
    feed?.publish,
  );
  sequencer.start();
  started.push(sequencer.stop);

  const folding = createFolding(db, (error) => failures.log(error, 'figures were not added up'));
  folding.start();
  started.push(folding.stop);

  const deskClock = await startDeskClock(db, system, log, failures.log);
  started.push(async () => deskClock.stop());
  const clock = parts.clock ?? deskClock;

  const retention = createRetention(db, clock, (error) =>
    failures.log(error, 'old idempotency keys were not removed'),
  );
  retention.start();
  started.push(retention.stop);
  return { store, db, epoch, cursors, sequencer, feed, clock, deskClock };
}
