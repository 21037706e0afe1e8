import { constants } from 'node:os';
import type { Config } from '../config.ts';
import { loadConfig } from '../config.ts';
import { partsOf } from '../db/client.ts';
import { createDeskClock } from '../db/desk-clock.ts';
import type { Store } from '../db/store.ts';
import { openStore } from '../db/store.ts';
import type { Sequencer } from '../events/sequencer.ts';
import { createSequencer } from '../events/sequencer.ts';
import type { Clock } from '../shared/clock.ts';
import { fillStoredText } from '../upgrade/stored-text.service.ts';
import { CommandFailure, note, reasonOf } from './output.ts';

/** What a command works with: the database of a running desk, or an embedded one started for the command. */
export interface Session extends Store {
  config: Config;
  sequencer: Sequencer;
  /** The desk's clock. */
  clock: Clock;
  /** Aborted by SIGINT or SIGTERM; the database is closed as soon as the command returns. */
  interrupted: AbortSignal;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Milliseconds for an interrupted command to return. After them its transaction is rolled back. */
const GRACE_MS = 3_000;
const SLOW_MS = 2_000;

/** Runs a command with a session. @throws what `use` throws, and StartupError when there is no database. */
export async function withSession<Result>(
  use: (session: Session) => Promise<Result>,
): Promise<Result> {
  const config = loadConfig();
  const controller = new AbortController();
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    // Ends a command that ignores the interruption, after the database is closed.
    setTimeout(() => {
      void store?.close().finally(() => process.exit(128 + constants.signals[signal]));
    }, GRACE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const slow = setTimeout(() => note('opening the database…'), SLOW_MS);
  let store: Store | undefined;
  try {
    store = await openStore({
      dataDir: config.dataDir,
      database: config.database,
      log: note,
      prepare: fillStoredText,
      join: true,
    });
    clearTimeout(slow);
    const sequencer = createSequencer(partsOf(store.db), (error) => note(reasonOf(error)));
    const clock = createDeskClock({ db: store.db });
    await clock.measure();
    const session = { ...store, config, sequencer, clock, interrupted: controller.signal };
    const result = await use(session);
    await sequencer.stop();
    return result;
  } catch (error) {
    if (controller.signal.aborted) throw new CommandFailure('Interrupted.', { cause: error });
    throw error;
  } finally {
    clearTimeout(slow);
    await store?.close();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
