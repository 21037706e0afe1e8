import pg from 'pg';
import { hangUp } from '../db/line.ts';
import { APPLICATION_NAME, KEEP_ALIVE_DELAY_MS } from '../db/pool.ts';
import { onReadOnly } from '../db/servers.ts';

export interface ListenerOptions {
  /** Address of PostgreSQL itself: a transaction pooler does not pass notifications on. */
  url: string;
  channel: string;
  /**
   * Called with each notification, and with undefined after each connecting: what was sent before is lost.
   */
  onNotify: (payload: string | undefined) => void;
  onConnected(): void;
  /** Called once for each connection that had been made. */
  onLost(error: unknown): void;
}

export interface Listener {
  start(): void;
  stop(): Promise<void>;
  /** Whether notifications can be expected to come. */
  isConnected(): boolean;
}

const FIRST_RETRY_MS = 100;
const MAX_RETRY_MS = 5_000;
/** How often the connection is asked something: that is how one that broke silently is found. */
const PROBE_INTERVAL_MS = 10_000;
const PROBE_TIMEOUT_MS = 5_000;

/**
 * Listens to a channel of PostgreSQL on a connection of its own, and connects anew when that is lost.
 * Notifications are a hint to look, never more: whoever relies on them also looks now and then without one.
 */
export function createListener(options: ListenerOptions): Listener {
  const { url, channel, onNotify } = options;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let retryMs = FIRST_RETRY_MS;
  let isStopped = false;
  let isConnected = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: `${APPLICATION_NAME} listener`,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
      connectionTimeoutMillis: PROBE_TIMEOUT_MS,
      query_timeout: PROBE_TIMEOUT_MS,
    });
    client = next;
    next.on('notification', ({ payload }) => onNotify(payload));
    // Not once: a connection that is lost may fail again while it ends, and the process with it.
    next.on('error', (error) => lost(next, error));
    next.once('end', () => lost(next, undefined));
    try {
      await next.connect();
      // After a failover the primary is elsewhere; the old one may go on, and tells nothing.
      onReadOnly(next, () => lost(next, 'its server has become read-only'));
      await next.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      lost(next, error);
      return;
    }
    if (next !== client) return;
    isConnected = true;
    retryMs = FIRST_RETRY_MS;
    options.onConnected();
    onNotify(undefined);
    probeLater(next);
  }

  function probeLater(of: pg.Client): void {
    timer = setTimeout(() => {
      of.query('SELECT 1').then(
        () => of === client && probeLater(of),
        (error: unknown) => lost(of, error),
      );
    }, PROBE_INTERVAL_MS);
    timer.unref();
  }

  /** Drops a connection that is lost and plans the next. Of several signs of one loss the first counts. */
  function lost(which: pg.Client, error: unknown): void {
    if (which !== client) return;
    client = undefined;
    clearTimeout(timer);
    void hangUp(which);
    if (isStopped) return;
    const wasConnected = isConnected;
    isConnected = false;
    if (wasConnected) options.onLost(error ?? 'it ended');
    timer = setTimeout(() => void connect(), retryMs);
    timer.unref();
    retryMs = Math.min(MAX_RETRY_MS, retryMs * 2);
  }

  return {
    start: () => void connect(),
    async stop() {
      isStopped = true;
      isConnected = false;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      if (last !== undefined) await hangUp(last);
    },
    isConnected: () => isConnected,
  };
}
