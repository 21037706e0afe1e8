import type { Store } from '../db/store.ts';
import type { Listener } from '../events/listener.ts';
import { createListener } from '../events/listener.ts';
import { LOG_CHANNEL } from '../events/sequencer.ts';
import type { Logger } from '../log.ts';

/** Starts to listen for new entries of the log; undefined when the database sends no notifications. */
export function listenTo(
  { listenUrl }: Store,
  log: Logger,
  wake: (upTo: bigint | undefined) => void,
): Listener | undefined {
  if (listenUrl === undefined) return undefined;
  const listener = createListener({
    url: listenUrl,
    channel: LOG_CHANNEL,
    onNotify: (upTo) => wake(upTo === undefined ? undefined : BigInt(upTo)),
    log: (message) => log.warn(message),
  });
  listener.start();
  return listener;
}
