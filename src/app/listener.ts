import type { Store } from '../db/store.ts';
import type { Listener } from '../events/listener.ts';
import { createListener } from '../events/listener.ts';
import { LOG_CHANNEL } from '../events/sequencer.ts';
import type { Logger } from '../log.ts';

/** A connection that is made anew by then was no loss worth a line. */
const PATIENCE_MS = 5_000;

/** Starts to listen for new entries of the log; undefined when the database sends no notifications. */
export function listenTo(
  { listenUrl }: Store,
  log: Logger,
  isDatabaseAway: () => boolean,
  wake: (upTo: bigint | undefined) => void,
): Listener | undefined {
  if (listenUrl === undefined) return undefined;
  let isSaid = false;
  const listener = createListener({
    url: listenUrl,
    channel: LOG_CHANNEL,
    onNotify: (upTo) => wake(upTo === undefined ? undefined : BigInt(upTo)),
    onConnected() {
      if (isSaid) log.warn('Notifications of PostgreSQL come again.');
      isSaid = false;
    },
    onLost: (error) =>
      void setTimeout(() => {
        // Where all of the database is away that says enough.
        if (isSaid || listener.isConnected() || isDatabaseAway()) return;
        isSaid = true;
        log.warn(
          `PostgreSQL sends no notifications (${String(error)}): the log is looked at once a second.`,
        );
      }, PATIENCE_MS).unref(),
  });
  listener.start();
  return listener;
}
