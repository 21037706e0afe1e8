import { constants } from 'node:os';
import type { Config } from '../config.ts';
import { loadConfig } from '../config.ts';
import { partsOf } from '../db/client.ts';
import { openDatabase } from '../db/database.ts';
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

/** A database as a command finds it: not looked at, not migrated. */
export interface Address {
  /** Of PostgreSQL itself. */
  directUrl: string;
  connectTimeoutMs: number;
  interrupted: AbortSignal;
}

/** Runs a command with the address of the database. @throws what `use` throws, and StartupError. */
export function withDatabase<Result>(use: (address: Address) => Promise<Result>): Promise<Result> {
  return interruptible(loadConfig(), async ({ dataDir, database }, interrupted, opened) => {
    const { url, directUrl, connectTimeoutMs } = database;
    // A pooler that was only asked would keep connections to the database, as if a desk used it.
    const databaseUrl = url === undefined ? undefined : (directUrl ?? url);
    const settings = { dataDir, databaseUrl, directUrl, connectTimeoutMs, log: note, join: true };
    const { directUrl: address, stop } = await openDatabase(settings);
    opened(stop);
    return use({ directUrl: address, connectTimeoutMs, interrupted });
  });
}

/** Runs a command with a session. @throws what `use` throws, and StartupError when there is no database. */
export function withSession<Result>(use: (session: Session) => Promise<Result>): Promise<Result> {
  return interruptible(loadConfig(), async (config, interrupted, opened) => {
    const store = await openStore({
      dataDir: config.dataDir,
      database: config.database,
      log: note,
      prepare: fillStoredText,
      join: true,
    });
    opened(store.close);
    const sequencer = createSequencer(partsOf(store.db), (error) => note(reasonOf(error)));
    const clock = createDeskClock({ db: store.db });
    await clock.measure();
    const result = await use({ ...store, config, sequencer, clock, interrupted });
    await sequencer.stop();
    return result;
  });
}

/**
 * Runs a command that a signal interrupts.
 *
 * @param run calls `opened` with what closes the database, which is called when the command is over.
 */
async function interruptible<Result>(
  config: Config,
  run: (
    config: Config,
    interrupted: AbortSignal,
    opened: (close: () => Promise<void>) => void,
  ) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  let close = async (): Promise<void> => {};
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    // Ends a command that ignores the interruption, after the database is closed.
    setTimeout(() => {
      void close().finally(() => process.exit(128 + constants.signals[signal]));
    }, GRACE_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const slow = setTimeout(() => note('opening the database…'), SLOW_MS);
  try {
    return await run(config, controller.signal, (closing) => {
      clearTimeout(slow);
      close = closing;
    });
  } catch (error) {
    if (controller.signal.aborted) throw new CommandFailure('Interrupted.', { cause: error });
    throw error;
  } finally {
    clearTimeout(slow);
    await close();
    for (const signal of SIGNALS) process.off(signal, onSignal);
  }
}
