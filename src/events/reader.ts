import type { Db } from '../db/client.ts';
import { Prisma, partsOf } from '../db/client.ts';
import { ask } from '../db/reads/ask.ts';
import { readEntryRows } from './entry-rows.ts';
import type { PlacedEntry } from './placed-entry.ts';

export type { PlacedEntry } from './placed-entry.ts';

/** A stream that nodes share and that brings entries sooner than the database does. */
export interface EntryFeed {
  /** Whether entries that get their place can be expected to come by themselves. */
  isConnected(): boolean;
}

export type EntrySource = 'database' | 'stream';

export interface ReaderOptions {
  db: Db;
  /** Called with entries in the order of the log, each once and without gaps: all there are up to `upTo`. */
  deliver: (entries: readonly PlacedEntry[], upTo: bigint) => void;
  /** Whether somebody follows cases; else only entries of the desk are read and delivered. Default: true. */
  isWatched?: () => boolean;
  feed?: EntryFeed | undefined;
  /** Called with how many entries came, and from where. */
  onRead?: (entries: number, source: EntrySource) => void;
  onError: (error: unknown) => void;
  /** Reads entries behind a place, in order. Default: from `db`. */
  read?: (after: bigint, limit: number, where?: object) => Promise<PlacedEntry[]>;
}

/** Follows the log of all nodes. */
export interface Reader {
  /** Begins at the end of the log; what is placed from then on is delivered. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Begins again at the end of the log, as it is another one now. */
  beginAnew(): Promise<void>;
  /** The place up to which entries were delivered. */
  position(): bigint;
  /** The place up to which entries are known to be there, delivered or not. */
  known(): bigint;
  /** How many entries are known to be there and are not delivered yet. */
  behind(): bigint;
  /** Tells that there are entries up to this place; without a place, that there may be more. */
  wake(upTo?: bigint): void;
  /** Resolves to whether the reader comes to a place within so many milliseconds. */
  reached(place: bigint, withinMs: number): Promise<boolean>;
  /** Takes entries that came another way. Those missing before them are read from the database. */
  offer(entries: readonly PlacedEntry[]): void;
}

const PAGE_SIZE = 1_000;
/** How often the log is looked at anyway: a lost notification delays entries by so much at most. */
const POLL_INTERVAL_MS = 1_000;
/** How long entries are left for the feed to bring before the database is read. */
const FEED_GRACE_MS = 50;
/**
 * While nobody follows cases, entries of the desk alone are looked for, and so often at most: each write would
 * otherwise bring a look of its own.
 */
const UNWATCHED_GRACE_MS = 20;
/** A log that cannot be read is asked again after so long. */
const RETRY_MS = 250;

export function createReader({
  db,
  deliver,
  isWatched = () => true,
  feed,
  onRead = () => {},
  onError,
  read = (after, limit, where) => readEntries(db, after, limit, where),
}: ReaderOptions): Reader {
  let position = 0n;
  /** Entries are known to be there up to here. */
  let target = 0n;
  /** Somebody says that there may be more than is known. */
  let isUnsure = false;
  let running: Promise<void> | undefined;
  let poll: NodeJS.Timeout | undefined;
  let later: NodeJS.Timeout | undefined;
  let isStopped = false;
  /** While it is not known where the log ends nothing is taken. */
  let isHeld = false;

  async function advance(): Promise<void> {
    while (!isStopped && !isHeld && (isUnsure || target > position)) {
      isUnsure = false;
      const told = target;
      try {
        if (!isWatched() && (await skip(told))) continue;
        const page = await read(position, PAGE_SIZE);
        if (isHeld) return;
        take(page, 'database');
        // Told of more than there is: the transaction that placed it is not to be seen yet. Of what
        // was told since the read began nothing is known: it gets a read of its own.
        if (page.length < PAGE_SIZE && target === told) target = position;
      } catch (error) {
        if (isStopped) return;
        onError(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        isUnsure = true;
      }
    }
  }

  /**
   * Delivers only the entries of the desk, up to the end of the log.
   *
   * @returns false when somebody began to follow meanwhile, who would miss the skipped entries.
   */
  async function skip(told: bigint): Promise<boolean> {
    const { end, isOfDesk } = await lookAhead(db, position);
    const page = isOfDesk
      ? await read(position, PAGE_SIZE, { deskType: { not: null }, seq: { lte: end } })
      : [];
    if (isWatched() || isStopped || isHeld) return false;
    const upTo = page.length < PAGE_SIZE ? end : (page.at(-1)?.seq ?? end);
    if (upTo <= position) {
      if (target === told) target = position;
      return true;
    }
    position = upTo;
    if (target < position) target = position;
    onRead(page.length, 'database');
    deliver(page, position);
    return true;
  }

  /** Delivers entries that come in order and without gaps; those that were delivered already are left out. */
  function take(entries: readonly PlacedEntry[], source: EntrySource): void {
    const fresh = entries.filter(({ seq }) => seq > position);
    const last = fresh.at(-1);
    if (last === undefined) return;
    position = last.seq;
    if (target < position) target = position;
    onRead(fresh.length, source);
    deliver(fresh, position);
  }

  function look(): void {
    if (isStopped || isHeld) return;
    running ??= advance().finally(() => {
      running = undefined;
      // Somebody may have called between the last look and the end of it.
      if (isUnsure || target > position) look();
    });
  }

  function lookLater(): void {
    later ??= setTimeout(() => {
      later = undefined;
      look();
    }, UNWATCHED_GRACE_MS).unref();
  }

  return {
    async start() {
      position = await lastPlace(db);
      target = position;
      poll = setInterval(() => {
        isUnsure = true;
        look();
      }, POLL_INTERVAL_MS);
      poll.unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(poll);
      clearTimeout(later);
      await running;
    },
    async beginAnew() {
      isHeld = true;
      try {
        await running;
        position = await lastPlace(db);
        target = position;
      } finally {
        isHeld = false;
      }
      isUnsure = true;
      look();
    },
    position: () => position,
    known: () => (target > position ? target : position),
    behind: () => (target > position ? target - position : 0n),
    wake(upTo) {
      if (upTo !== undefined && upTo <= position) return;
      if (upTo === undefined) isUnsure = true;
      else if (upTo > target) target = upTo;
      if (feed?.isConnected() === true) setTimeout(look, FEED_GRACE_MS).unref();
      else if (!isWatched()) lookLater();
      else look();
    },
    async reached(place, withinMs) {
      const giveUpAt = performance.now() + withinMs;
      while (position < place && performance.now() < giveUpAt) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return position >= place;
    },
    offer(entries) {
      const first = entries[0];
      if (first === undefined || isStopped || isHeld) return;
      const isNext = first.seq <= position + 1n && running === undefined;
      if (isNext && isDense(entries)) take(entries, 'stream');
      else {
        const last = entries.at(-1)?.seq ?? position;
        if (last > target) target = last;
        look();
      }
    },
  };
}

function isDense(entries: readonly PlacedEntry[]): boolean {
  return entries.every(({ seq }, place) => seq === (entries[0]?.seq ?? 0n) + BigInt(place));
}

/** Reads entries after a place, in order. */
export async function readEntries(
  db: Db,
  after: bigint,
  limit: number,
  where: object = {},
): Promise<PlacedEntry[]> {
  const wanted = { AND: [{ seq: { gt: after } }, where] };
  return readEntryRows(partsOf(db), wanted, limit);
}

/** The last place of the log, and whether an entry of the desk comes after another place. */
async function lookAhead(db: Db, after: bigint): Promise<{ end: bigint; isOfDesk: boolean }> {
  const [row] = await ask<{ end: bigint; isOfDesk: boolean }>(
    db,
    Prisma.sql`SELECT coalesce(max(seq), 0) AS end,
      EXISTS (SELECT FROM log_entry WHERE desk_type IS NOT NULL AND seq > ${after}) AS "isOfDesk"
      FROM log_entry`,
  );
  return row ?? { end: 0n, isOfDesk: false };
}

export async function lastPlace(db: Db): Promise<bigint> {
  const [row] = await db.$queryRaw<
    { last: bigint | null }[]
  >`SELECT max(seq) AS last FROM log_entry`;
  return row?.last ?? 0n;
}
