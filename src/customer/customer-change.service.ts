import { requirePermission } from '../auth/permissions.ts';
import { Prisma } from '../db/client.ts';
import type { Customer } from '../db/generated/client/client.ts';
import type { Tx } from '../db/transaction.ts';
import { diffFields } from '../events/changes.ts';
import { recordDesk } from '../events/desk-entry.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { WORDS_VERSION } from '../shared/text/search-words.ts';
import { checkVersion } from '../shared/version.ts';
import type { CustomerTier, LifecycleStage } from '../shared/vocabulary.ts';
import type { Contact, CustomerChange, CustomerRef } from './customer.load.ts';
import { customerFields, lockCustomer } from './customer.load.ts';
import { keepSearched, searchedBy } from './customer-search.service.ts';
import { moveTo, ofCustomer, recordLifecycle } from './lifecycle.service.ts';

/** `tierMoved`: an existing customer came to another tier, so other policies may be in force. */
export interface ChangedCustomer extends CustomerChange {
  tierMoved: boolean;
}

const DEFAULT_CURRENCY = 'USD';
const DEFAULT_STAGE: LifecycleStage = 'ONBOARDING';

/** The fields of a customer that can be changed. What is left out stays as it is. */
interface CustomerPatch {
  name?: string | undefined;
  tier?: CustomerTier | undefined;
  /** The currency is the customer's by default, or USD for a new customer. */
  arr?: { amount: string; currency?: string | undefined } | undefined;
  healthScore?: number | undefined;
  lifecycleStage?: LifecycleStage | undefined;
  contacts?: Contact[] | undefined;
}

export interface UpsertCustomer extends CustomerPatch {
  externalId: string;
  name: string;
  tier: CustomerTier;
  arr: { amount: string; currency?: string | undefined };
  healthScore: number;
  expectedVersion?: number | undefined;
}

/**
 * Makes a customer, or changes the one with that `externalId`.
 *
 * @throws Refusal STALE_VERSION; NOT_ALLOWED to change the terms of an existing customer; INVALID for a
 *   new currency while cases hold amounts in the old one.
 */
export async function upsertCustomer(work: Work, input: UpsertCustomer): Promise<ChangedCustomer> {
  const { expectedVersion, externalId, ...patch } = input;
  const created = await insertIfNew(work, input);
  const customer = await lockCustomer(work, { externalId }, ['externalId']);
  checkVersion(externalId, created ? undefined : customer.version, expectedVersion);
  if (!created) return change(work, customer, patch);
  const { id: customerId, name, lifecycleStage } = customer;
  await recordLifecycle(work, customerId, null, lifecycleStage);
  const changes = diffFields(new Map(), customerFields(customer));
  const entry = ofCustomer('CUSTOMER_CHANGED', customerId, `${name} added`, changes);
  return { customerId, eventIds: await recordDesk(work, entry), tierMoved: false };
}

export interface PatchCustomer extends CustomerPatch {
  customer: CustomerRef;
  expectedVersion?: number | undefined;
}

/**
 * Changes the given fields of a customer and leaves the others.
 *
 * @throws Refusal NOT_FOUND, and those of `upsertCustomer`.
 */
export async function patchCustomer(
  work: Work,
  { customer: ref, expectedVersion, ...patch }: PatchCustomer,
): Promise<ChangedCustomer> {
  const customer = await lockCustomer(work, ref, ['customer']);
  checkVersion(customer.name, customer.version, expectedVersion);
  return change(work, customer, patch);
}

/** @param before the customer, whose row is locked. */
async function change(
  work: Work,
  before: Customer,
  { lifecycleStage = before.lifecycleStage, arr, contacts, ...given }: CustomerPatch,
): Promise<ChangedCustomer> {
  const { tx } = work;
  const customerId = before.id;
  const after = {
    ...before,
    name: given.name ?? before.name,
    tier: given.tier ?? before.tier,
    arrAmount: arr === undefined ? before.arrAmount : new Prisma.Decimal(arr.amount),
    arrCurrency: arr?.currency ?? before.arrCurrency,
    healthScore: given.healthScore ?? before.healthScore,
    contacts: contacts === undefined ? before.contacts : toJson(contacts),
  };
  const changes = diffFields(customerFields(before), customerFields(after));
  for (const { field } of changes) checkTerms(work, field);
  if (after.arrCurrency !== before.arrCurrency) await checkNoMoneyIn(tx, before);
  const summary = `${after.name} changed`;
  const moves = await moveTo(work, after, lifecycleStage, null);
  if (changes.length === 0 && moves.length === 0)
    return { customerId, eventIds: [], tierMoved: false };
  const { name, tier, arrAmount, arrCurrency, healthScore } = after;
  await tx.customer.update({
    where: { id: customerId },
    data: {
      ...{ name, tier, arrAmount, arrCurrency, healthScore, lifecycleStage },
      contacts: after.contacts as Prisma.InputJsonValue,
      version: before.version + 1,
      updatedAt: work.recordedAt,
    },
  });
  if (name !== before.name) await keepSearched(tx, [after]);
  const changed = ofCustomer('CUSTOMER_CHANGED', customerId, summary, changes);
  const eventIds = await recordDesk(work, changed, ...moves);
  return { customerId, eventIds, tierMoved: tier !== before.tier };
}

/** The fields that are terms, as `customerFields` names them; the names are also paths in the input. */
const TERMS: Readonly<Record<string, string>> = {
  tier: 'the tier',
  'arr.amount': 'the annual recurring revenue',
  'arr.currency': 'the currency',
};

/** Refuses a change of terms. @throws Refusal NOT_ALLOWED unless the role may MOVE_TERMS. */
function checkTerms(work: Work, field: string): void {
  const term = TERMS[field];
  if (term === undefined) return;
  requirePermission(work, 'MOVE_TERMS', `Changing ${term} of a customer`, field.split('.'));
}

/** Inserts the customer unless it exists. When two callers make it at once, the second changes it. */
async function insertIfNew(work: Work, input: UpsertCustomer): Promise<boolean> {
  const { externalId, name, arr, healthScore, lifecycleStage, contacts } = input;
  const { folded, nameWords } = searchedBy({ externalId, name });
  const inserted = await work.tx.$executeRaw`
    INSERT INTO customer (id, external_id, name, tier, arr_amount, arr_currency, health_score,
      lifecycle_stage, contacts, created_at, updated_at, folded, name_words, words_version)
    SELECT ${newId()}::uuid, ${externalId}, ${name}, ${input.tier}::"CustomerTier",
      ${arr.amount}::numeric, ${arr.currency ?? DEFAULT_CURRENCY}, ${healthScore},
      ${lifecycleStage ?? DEFAULT_STAGE}::"LifecycleStage",
      ${JSON.stringify(contacts ?? [])}::jsonb, ${work.recordedAt}, ${work.recordedAt},
      ${folded}, ${nameWords}::tsvector, ${WORDS_VERSION}
    WHERE NOT EXISTS (SELECT FROM customer WHERE external_id_nfc = ${externalId})
    ON CONFLICT (external_id) DO NOTHING`;
  return inserted === 1;
}

/** Refuses while cases hold money. Waits for running changes of the cases, so that none goes unseen. */
async function checkNoMoneyIn(tx: Tx, { id, arrCurrency }: Customer): Promise<void> {
  await tx.$queryRaw`SELECT id FROM escalation WHERE customer_id = ${id}::uuid ORDER BY id FOR SHARE`;
  const holder = await tx.escalation.findFirst({
    where: {
      customerId: id,
      OR: [{ revenueAtRisk: { not: null } }, { classifiedRevenue: { not: null } }],
    },
    select: { reference: true },
    orderBy: { openedAt: 'asc' },
  });
  if (holder === null) return;
  throw refuse(
    'INVALID',
    `Must stay ${arrCurrency}: ${holder.reference} holds an amount in ${arrCurrency}.`,
    ['arr', 'currency'],
  );
}

function toJson(contacts: readonly Contact[]): Prisma.JsonValue {
  return contacts.map(({ name, email }) => ({ name, email }));
}
