import type { Db } from '../db/client.ts';
import { onBehalfOfDesk } from '../shared/caller.ts';
import type { Place } from './cursor.ts';
import { BEGINNING, placeOf } from './cursor.ts';
import { leaveEpoch, readEpoch } from './epoch.ts';
import type { PlacedEntry } from './placed-entry.ts';

export interface LogLifeOptions {
  db: Db;
  /** The epoch that the node has started with. */
  epoch: string;
  /** The place up to which entries were delivered. */
  position(): bigint;
  /** Called when the log is another one than before, until it succeeds. */
  onNewLife(epoch: string): Promise<void>;
  /** Called when it has succeeded. */
  log(message: string): void;
}

/** Watches whether the log is still the one that the node follows: a backup may be restored under it. */
export interface LogLife {
  start(): void;
  stop(): Promise<void>;
  /** Looks now. Never rejects. */
  look(): Promise<void>;
  /**
   * Resolves to whether an entry of the stream between nodes is of this log; if it is not, another life of
   * the log has begun. The entry has to be read before the call: what is published has been committed.
   */
  isOurs(entry: PlacedEntry): Promise<boolean>;
}

const LOOK_INTERVAL_MS = 1_000;

/**
 * `desk restore` changes the epoch. A plain pg_restore cannot, and brings back that of its backup: it is
 * found out by a log that ends before what it had, or has another entry there. Whoever finds it changes the
 * epoch, once for all nodes.
 */
export function createLogLife({ db, epoch, position, onNewLife, log }: LogLifeOptions): LogLife {
  let current = epoch;
  /** Where the log ended when it was looked at last. */
  let anchor: Place = BEGINNING;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function lookOnce(): Promise<void> {
    const delivered = position();
    const { epoch: found, end, atAnchor } = await lookAt(db, anchor.seq);
    if (isStopped) return;
    const isRestored =
      end.seq < anchor.seq ||
      end.seq < delivered ||
      // Without an entry it has been pruned.
      (atAnchor !== undefined && atAnchor.mark !== anchor.mark);
    if (found === current && isRestored) await leaveEpoch(db, current);
    if (found !== current || isRestored) await move(await readEpoch(db));
    else anchor = end;
  }

  async function move(next: string): Promise<void> {
    await onNewLife(next);
    current = next;
    anchor = BEGINNING;
    log('The log is another one, as after a restored backup: subscribers begin anew.');
  }

  function look(): Promise<void> {
    if (isStopped) return Promise.resolve();
    running ??= onBehalfOfDesk(lookOnce)
      // Who reads the log says so as well, and the next look tries again.
      .catch(() => {})
      .finally(() => {
        running = undefined;
      });
    return running;
  }

  return {
    start() {
      timer = setInterval(() => void look(), LOOK_INTERVAL_MS);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
    look,
    async isOurs(entry) {
      const { seq, mark } = placeOf(entry);
      const left = current;
      const { epoch: found, end, atAnchor } = await onBehalfOfDesk(() => lookAt(db, seq));
      if (found !== left) {
        await look();
        return false;
      }
      if (atAnchor === undefined ? seq <= end.seq : atAnchor.mark === mark) return true;
      await leaveEpoch(db, left);
      await look();
      return false;
    },
  };
}

interface Looked {
  epoch: string;
  end: Place;
  /** What stands at the place that was asked for. */
  atAnchor: Place | undefined;
}

interface LookedRow {
  epoch: string;
  seq: bigint | null;
  id: bigint | null;
  recordedAt: Date | null;
  anchorId: bigint | null;
  anchorAt: Date | null;
}

async function lookAt(db: Db, seq: bigint): Promise<Looked> {
  const [row] = await db.$queryRaw<LookedRow[]>`
    SELECT desk.epoch::text, last.seq, last.id, last.recorded_at AS "recordedAt",
      anchor.id AS "anchorId", anchor.recorded_at AS "anchorAt"
    FROM desk
    LEFT JOIN LATERAL (
      SELECT * FROM log_entry WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1
    ) AS last ON true
    LEFT JOIN log_entry AS anchor ON anchor.seq = ${seq}`;
  if (row === undefined) throw new Error('The database has no desk.');
  return {
    epoch: row.epoch,
    end: placed(row.seq, row.id, row.recordedAt) ?? BEGINNING,
    atAnchor: placed(seq, row.anchorId, row.anchorAt),
  };
}

function placed(seq: bigint | null, id: bigint | null, recordedAt: Date | null): Place | undefined {
  return seq === null || id === null || recordedAt === null
    ? undefined
    : placeOf({ seq, id, recordedAt });
}
