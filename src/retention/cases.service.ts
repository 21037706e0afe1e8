import type { Db } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import type { Queryable, Tx } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import type { Linked } from './linked.rules.ts';
import { batchesOf, unlinkedWithOthers } from './linked.rules.ts';

/** Cases of a transaction; their rows in all tables, some thousands, are locked meanwhile. */
const BATCH = 100;
const TIMEOUT_MS = 120_000;

/** The tables that hold parts of a case, in an order in which their rows can go. */
export const PARTS_OF_CASE = [
  'escalation_link',
  'escalation_step',
  'stakeholder',
  'sla_firing',
  'sla_clock',
  'resolution_action',
  'communication',
  'improvement',
  'prevention_action',
  'prevention_plan',
  'interaction',
  'search_text',
  'log_entry',
] as const;

export interface PrunedCases {
  /** References of the cases that were taken away, or would be. */
  references: string[];
  /** Their entries in the log. */
  entries: number;
  /** Cases closed as long ago that stay: linked with one that does, or with the last entry of the log. */
  kept: number;
}

interface Candidate extends Linked {
  reference: string;
  places: bigint[];
  /** Whether every entry has its place, and none has the last one. */
  isPlaced: boolean;
}

/** What {@link pruneCases} would do now. */
export async function findPrunableCases(db: Db, before: Date): Promise<PrunedCases> {
  const closed = await closedCases(db, before);
  const going = unlinkedWithOthers(closed);
  const [counted] = await db.$queryRaw<{ entries: number }[]>`
    SELECT count(*)::int AS entries FROM log_entry WHERE escalation_id = ANY(${idsOf(going)}::uuid[])`;
  return {
    references: going.map(({ reference }) => reference),
    entries: counted?.entries ?? 0,
    kept: closed.length - going.length,
  };
}

/**
 * Takes cases away that were closed before a time, with all that belongs to them. Of each a row of
 * `pruned_case` stays. Cases that are linked go together or stay together: the log of one that stays must not
 * tell of another that is gone. Works in batches, each of which is done or not; whoever changes a case
 * meanwhile comes before or after.
 *
 * @param goesOn asked before each batch.
 * @param onProgress called after each batch with how many are gone so far.
 */
export async function pruneCases(
  db: Db,
  { before, now }: { before: Date; now: Date },
  goesOn: () => boolean = () => true,
  onProgress: (cases: number) => void = () => {},
): Promise<PrunedCases> {
  const closed = await closedCases(db, before);
  const references: string[] = [];
  let entries = 0;
  let stopped = false;
  for (const batch of batchesOf(unlinkedWithOthers(closed), BATCH)) {
    stopped ||= !goesOn();
    if (stopped) break;
    const gone = await inTransaction(db, (tx) => pruneBatch(tx, batch, before, now), TIMEOUT_MS);
    for (const { reference, places } of gone) {
      references.push(reference);
      entries += places.length;
    }
    onProgress(references.length);
  }
  return { references, entries, kept: stopped ? 0 : closed.length - references.length };
}

const LINKS = Prisma.sql`
  ARRAY(SELECT other_id::text FROM escalation_link WHERE escalation_id = e.id) AS links`;

/** From the log's last entry the next place is counted: it stays, with its case. */
const HAS_LAST = Prisma.sql`
  EXISTS (SELECT FROM log_entry WHERE escalation_id = e.id AND seq = (SELECT max(seq) FROM log_entry))`;

type Closed = Linked & { reference: string };

/** The cases closed before a time; the one that has the last entry of the log counts as linked with another. */
async function closedCases(db: Queryable, before: Date): Promise<Closed[]> {
  const found = await db.$queryRaw<(Closed & { hasLast: boolean })[]>`
    SELECT e.id::text AS id, e.reference, ${LINKS}, ${HAS_LAST} AS "hasLast"
    FROM escalation e WHERE e.status = 'CLOSED' AND e.closed_at < ${before}
    ORDER BY e.closed_at, e.id`;
  return found.map(({ hasLast, links, ...one }) => ({
    ...one,
    links: hasLast ? [...links, THE_REST] : links,
  }));
}

/** Stands for a case that stays. */
const THE_REST = 'the rest of the log';

async function pruneBatch(
  tx: Tx,
  batch: readonly Closed[],
  before: Date,
  now: Date,
): Promise<Candidate[]> {
  // By themselves and before anything is read of them: what others were writing is read then.
  await tx.$executeRaw`
    SELECT FROM escalation WHERE id = ANY(${idsOf(batch)}::uuid[]) ORDER BY id FOR UPDATE`;
  const locked = await tx.$queryRaw<Candidate[]>`
    SELECT e.id::text AS id, e.reference, ${LINKS},
      ARRAY(SELECT seq FROM log_entry WHERE escalation_id = e.id AND seq IS NOT NULL ORDER BY seq) AS places,
      NOT ${HAS_LAST} AND NOT EXISTS (
        SELECT FROM log_entry WHERE escalation_id = e.id AND seq IS NULL) AS "isPlaced"
    FROM escalation e
    WHERE e.id = ANY(${idsOf(batch)}::uuid[]) AND e.status = 'CLOSED' AND e.closed_at < ${before}`;
  const going = unlinkedWithOthers(locked.filter(({ isPlaced }) => isPlaced));
  if (going.length === 0) return [];
  const ids = idsOf(going);
  await tx.$executeRaw`
    INSERT INTO pruned_case (id, reference, customer_id, closed_at, pruned_at, places)
    SELECT id, reference, customer_id, closed_at, ${now},
      ARRAY(SELECT seq FROM log_entry WHERE escalation_id = e.id ORDER BY seq)
    FROM escalation e WHERE id = ANY(${ids}::uuid[])`;
  for (const table of PARTS_OF_CASE) {
    await tx.$executeRaw`
      DELETE FROM ${Prisma.raw(table)} WHERE escalation_id = ANY(${ids}::uuid[])`;
  }
  await tx.$executeRaw`
    DELETE FROM last_change WHERE kind = 'Escalation' AND subject_id = ANY(${ids}::uuid[])`;
  await tx.$executeRaw`DELETE FROM escalation WHERE id = ANY(${ids}::uuid[])`;
  return going;
}

function idsOf(cases: readonly Linked[]): string[] {
  return cases.map(({ id }) => id);
}
