import type { CustomerRef } from '../../customer/customer.load.ts';
import { isCustomerSql, requireCustomer } from '../../customer/customer.load.ts';
import { Prisma } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { entryIdsOf, entryIdsSql } from '../../events/append.ts';
import type { Work } from '../../events/work.ts';
import { DAY_MS } from '../../shared/duration.ts';
import { refuse } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import type { Category, Severity } from '../../shared/vocabulary.ts';
import { policiesOfFound } from '../../sla/terms/policy.load.ts';
import { workingTimeOf } from '../../sla/terms/working-time.load.ts';
import { addEntry } from '../case/entry.draft.ts';
import type { CaseChange } from '../case/escalation.change.ts';
import { lookupsOf, settle } from '../case/escalation.change.ts';
import type { Draft } from '../case/escalation.draft.ts';
import { startNewCase } from '../case/escalation.draft.ts';
import { emptyParts } from '../case/escalation.load.ts';
import { saveCase } from '../case/escalation.save.ts';
import type { CaseRow } from '../case/escalation.state.ts';
import { EMPTY_ROW } from '../case/escalation.state.ts';
import { firstLine, interactionsIn } from './history.rules.ts';
import { numberSequenceOf } from './number-sequence.ts';

/** The past of a new case is worked out at once. The limit bounds how much of it a partner can cause. */
const MAX_PARTNER_DAYS_BACK = 90;
/** A time further back than this is a mistyped year. */
const MAX_YEARS_BACK = 10;
/** The earliest time that an import takes: what happened elsewhere may be older than this desk. */
export const FIRST_IMPORTED = new Date('2000-01-01T00:00:00Z');

export interface OpenEscalation {
  customer: CustomerRef;
  issue: string;
  severity: Severity;
  history?: Record<string, unknown> | undefined;
  summary?: string | undefined;
  category?: Category | undefined;
  occurredAt?: Date | undefined;
}

export async function openEscalation(work: Work, input: OpenEscalation): Promise<CaseChange> {
  const { tx, now } = work;
  const openedAt = input.occurredAt ?? now;
  checkOpening(work, openedAt);
  const named = isCustomerSql(input.customer, work.customerIds);
  // Asked for in one go. The first holds the customer, so that the second finds the tier that it has.
  const [customer, policies, numbers] = await Promise.all([
    requireCustomer(tx, input.customer, work.customerIds, ['customer']),
    policiesOfFound(tx, named),
    nextNumbers(tx, openedAt.getUTCFullYear(), named),
  ]);
  const policy = policies[input.severity];
  const row: CaseRow = {
    ...EMPTY_ROW,
    id: newId(),
    reference: numbers.reference,
    customerId: customer.id,
    summary: input.summary ?? firstLine(input.issue),
    issue: input.issue,
    history: (input.history as Prisma.JsonObject | undefined) ?? null,
    severity: input.severity,
    category: input.category ?? 'OTHER',
    ownerLevel: policy.ownerLevel,
    openedAt,
    stageSince: openedAt,
    updatedAt: now,
  };
  const draft = startNewCase({
    state: { ...emptyParts(), row },
    customer,
    now,
    imported: work.imported,
    actor: work.actor,
    newId,
    entryIds: numbers.entryIds,
    timeOf: workingTimeOf,
  });
  addEntry(draft, 'ESCALATION_OPENED', { policy }, 'Escalation received', { at: openedAt });
  await settle(draft, 'after', lookupsOf(tx));
  keepInteractions(work, draft);
  const eventIds = await saveCase(work, null, draft);
  return { escalationId: row.id, eventIds };
}

function checkOpening(work: Work, openedAt: Date): void {
  const { now } = work;
  if (openedAt > now) {
    throw refuse('INVALID', `Must not be later than now, ${now.toISOString()}.`, ['occurredAt']);
  }
  const { at, words } = earliestOpening(work);
  if (openedAt >= at) return;
  throw refuse('INVALID', `Must not be ${words}, ${at.toISOString()}.`, ['occurredAt']);
}

function earliestOpening({ role, imported, now }: Work): { at: Date; words: string } {
  if (imported) return { at: FIRST_IMPORTED, words: 'before the first moment of 2000' };
  if (role === 'PARTNER') {
    const at = new Date(now.getTime() - MAX_PARTNER_DAYS_BACK * DAY_MS);
    return { at, words: `more than ${MAX_PARTNER_DAYS_BACK} days before now` };
  }
  const at = new Date(now);
  at.setUTCFullYear(at.getUTCFullYear() - MAX_YEARS_BACK);
  return { at, words: `more than ${MAX_YEARS_BACK} years before now` };
}

const MIN_DIGITS = 3;
/** More entries than an opening writes of which nothing is breached. */
const USUAL_ENTRIES = 4;

interface Numbers {
  reference: string;
  entryIds: bigint[];
}

/**
 * The next reference of a year, and ids for entries. Each year has a sequence: two creations never wait for
 * each other, a number is never given twice, and the number of a creation that failed stays unused.
 *
 * @param named what follows `FROM customer` to find the case's: no number is taken where there is none.
 */
async function nextNumbers(tx: Tx, year: number, named: Prisma.Sql): Promise<Numbers> {
  const sequence = numberSequenceOf(year);
  const [found] = await tx.$queryRaw<{ number: bigint | null; ids: string[] }[]>`
    SELECT ${entryIdsSql(USUAL_ENTRIES)} AS ids, CASE
      WHEN EXISTS (SELECT FROM customer ${named}) AND to_regclass(${sequence}) IS NOT NULL
      THEN nextval(to_regclass(${sequence})) END AS number`;
  const number = found?.number ?? (await beginYear(tx, year, sequence));
  const reference = `ESC-${year}-${String(number).padStart(MIN_DIGITS, '0')}`;
  return { reference, entryIds: entryIdsOf(found?.ids ?? []) };
}

/** Makes the sequence of a year for its first case. The DDL waits for another transaction that does so too. */
async function beginYear(tx: Tx, year: number, sequence: string): Promise<bigint> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${YEAR_LOCK}, ${year}::int)`;
  await tx.$executeRaw`${Prisma.raw(`CREATE SEQUENCE IF NOT EXISTS ${sequence}`)}`;
  const [{ number } = { number: 0n }] = await tx.$queryRaw<{ number: bigint }[]>`
    SELECT nextval(${sequence}::regclass) AS number`;
  return number;
}

const YEAR_LOCK = 0x79_6561;

/** Keeps the case itself, and earlier contacts from its history, as interactions of the customer. */
function keepInteractions({ tx }: Work, { row, newId: makeId }: Draft): void {
  const told = interactionsIn(row.history).map(({ at, channel, summary }) => ({
    escalationId: null,
    at,
    channel,
    summary,
    sortAt: at ?? row.openedAt,
  }));
  const own = {
    escalationId: row.id,
    at: row.openedAt,
    channel: null,
    summary: row.summary,
    sortAt: row.openedAt,
  };
  tx.insert(
    'interaction',
    [own, ...told].map((one) => ({ id: makeId(), customerId: row.customerId, ...one })),
  );
}
