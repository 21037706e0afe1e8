import { Prisma } from '../db/client.ts';
import type { Customer } from '../db/generated/client/client.ts';
import { firstNamedSql, hasNameSql } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import type { DeskEntry } from '../events/append.ts';
import { appendEntries } from '../events/append.ts';
import type { Fields } from '../events/changes.ts';
import { diffFields, fieldsOf } from '../events/changes.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { Money } from '../shared/money.ts';
import { WORDS_VERSION } from '../shared/search-words.ts';
import type { CustomerTier, LifecycleStage } from '../shared/vocabulary.ts';
import { keepSearched, searchedBy } from './customer.search.service.ts';
import type { CustomerFacts } from './customer.state.ts';

/** By key or by the identifier in the customer's own system, of which exactly one is given. */
export interface CustomerRef {
  id?: string | undefined;
  externalId?: string | undefined;
}

export interface Contact {
  name: string;
  email: string;
}

export interface CustomerChange {
  customerId: string;
  eventIds: bigint[];
}

/** `tierMoved`: a customer that was there came to another tier, so other policies may be in force. */
export interface UpsertedCustomer extends CustomerChange {
  tierMoved: boolean;
}

const DEFAULT_CURRENCY = 'USD';
const DEFAULT_STAGE: LifecycleStage = 'ONBOARDING';

type Visible = Work['customerIds'];

/**
 * The customer, whose currency stays as it is until the transaction ends. Those who open cases for
 * one customer do not wait for each other.
 *
 * @throws Refusal NOT_FOUND when there is none, or it is not visible.
 */
export async function requireCustomer(
  tx: Tx,
  ref: CustomerRef,
  customerIds: Visible,
  field: readonly string[],
): Promise<CustomerFacts> {
  const customer = await readCustomer(tx, ref, customerIds, Prisma.sql`FOR SHARE`);
  if (customer === null) throw noSuchCustomer(ref, field);
  return customer;
}

async function readCustomer(
  tx: Tx,
  { id, externalId }: CustomerRef,
  customerIds: Visible,
  lock: Prisma.Sql,
): Promise<CustomerFacts | null> {
  const named =
    id === undefined ? hasNameSql('customer', externalId ?? '') : Prisma.sql`id = ${id}::uuid`;
  const visible =
    customerIds === null ? Prisma.sql`TRUE` : Prisma.sql`id = ANY(${[...customerIds]}::uuid[])`;
  const [row] = await tx.$queryRaw<(Omit<CustomerFacts, 'arr'> & Money)[]>`
    SELECT id, name, tier, arr_amount::text AS amount, arr_currency AS currency
    FROM customer WHERE ${named} AND ${visible} ${firstNamedSql('customer')} LIMIT 1 ${lock}`;
  if (row === undefined) return null;
  const { amount, currency, ...facts } = row;
  return { ...facts, arr: { amount, currency } };
}

function noSuchCustomer({ externalId }: CustomerRef, field: readonly string[]) {
  const given = externalId === undefined ? 'this id' : `the externalId ${externalId}`;
  return refuse('NOT_FOUND', `There is no customer with ${given}.`, field);
}

export interface UpsertCustomer {
  externalId: string;
  name: string;
  tier: CustomerTier;
  /** Without a currency: the customer's, USD for a new one. */
  arr: { amount: string; currency?: string | undefined };
  healthScore: number;
  lifecycleStage?: LifecycleStage | undefined;
  contacts?: Contact[] | undefined;
}

/**
 * Makes a customer, or changes the one with that `externalId`; what is left out stays as it is.
 *
 * @throws Refusal INVALID for a new currency while cases hold amounts in the old one.
 */
export async function upsertCustomer(work: Work, input: UpsertCustomer): Promise<UpsertedCustomer> {
  const { tx } = work;
  const created = await insertIfNew(work, input);
  const before = await lockCustomer(work, { externalId: input.externalId }, ['externalId']);
  const customerId = before.id;
  if (created) {
    await recordLifecycle(work, customerId, null, before.lifecycleStage);
    const changes = diffFields(new Map(), customerFields(before));
    const summary = `${before.name} added`;
    const entry = deskEntry(work, 'CUSTOMER_CHANGED', customerId, summary, changes);
    return { customerId, eventIds: await appendEntries(tx, [entry]), tierMoved: false };
  }
  const after = {
    ...before,
    name: input.name,
    tier: input.tier,
    arrAmount: new Prisma.Decimal(input.arr.amount),
    arrCurrency: input.arr.currency ?? before.arrCurrency,
    healthScore: input.healthScore,
    contacts: input.contacts === undefined ? before.contacts : toJson(input.contacts),
  };
  if (after.arrCurrency !== before.arrCurrency) await checkNoMoneyIn(tx, before);
  const changes = diffFields(customerFields(before), customerFields(after));
  const entries =
    changes.length === 0
      ? []
      : [deskEntry(work, 'CUSTOMER_CHANGED', customerId, `${after.name} changed`, changes)];
  entries.push(...(await moveTo(work, after, input.lifecycleStage ?? before.lifecycleStage, null)));
  if (entries.length === 0) return { customerId, eventIds: [], tierMoved: false };
  const { name, tier, arrAmount, arrCurrency, healthScore, contacts } = after;
  await tx.customer.update({
    where: { id: customerId },
    data: {
      ...{ name, tier, arrAmount, arrCurrency, healthScore },
      contacts: contacts as Prisma.InputJsonValue,
      lifecycleStage: input.lifecycleStage ?? before.lifecycleStage,
      version: before.version + 1,
      updatedAt: work.recordedAt,
    },
  });
  if (name !== before.name) await keepSearched(tx, [after]);
  const eventIds = await appendEntries(tx, entries);
  return { customerId, eventIds, tierMoved: tier !== before.tier };
}

export interface SetLifecycleStage {
  customer: CustomerRef;
  stage: LifecycleStage;
  reason?: string | undefined;
}

/** Moves a customer to a stage of its life cycle. To be there already is no mistake and no change. */
export async function setLifecycleStage(
  work: Work,
  { customer: ref, stage, reason }: SetLifecycleStage,
): Promise<CustomerChange> {
  const customer = await lockCustomer(work, ref, ['customer']);
  const customerId = customer.id;
  const entries = await moveTo(work, customer, stage, reason ?? null);
  if (entries.length === 0) return { customerId, eventIds: [] };
  await work.tx.customer.update({
    where: { id: customerId },
    data: {
      lifecycleStage: stage,
      version: customer.version + 1,
      updatedAt: work.recordedAt,
    },
  });
  return { customerId, eventIds: await appendEntries(work.tx, entries) };
}

/** Race-free: of two who make the same customer at once, one does and the other changes it. */
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

/**
 * Reads a customer that this transaction is about to change. The lock is the one that leaves the
 * key alone: cases of the customer go on being written meanwhile, but none is opened.
 *
 * @throws Refusal NOT_FOUND when there is none, or it is not visible.
 */
export async function lockCustomer(
  { tx, customerIds }: Work,
  ref: CustomerRef,
  field: readonly string[],
): Promise<Customer> {
  const found = await readCustomer(tx, ref, customerIds, Prisma.sql`FOR NO KEY UPDATE`);
  if (found === null) throw noSuchCustomer(ref, field);
  return tx.customer.findUniqueOrThrow({ where: { id: found.id } });
}

/** Waits for running changes of the customer's cases, so that none brings in an amount unseen. */
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

/** The entries of a move to another stage, whose row in the history it writes; none without a move. */
async function moveTo(
  work: Work,
  { id, name, lifecycleStage: from }: Customer,
  to: LifecycleStage,
  reason: string | null,
): Promise<DeskEntry[]> {
  if (from === to) return [];
  await recordLifecycle(work, id, from, to, reason);
  const changes = [{ field: 'lifecycleStage', from, to }];
  return [deskEntry(work, 'LIFECYCLE_CHANGED', id, `${name} moved from ${from} to ${to}`, changes)];
}

async function recordLifecycle(
  { tx, now: at, actor }: Work,
  customerId: string,
  fromStage: LifecycleStage | null,
  toStage: LifecycleStage,
  reason: string | null = null,
): Promise<void> {
  const id = newId();
  await tx.lifecycleChange.create({
    data: { id, customerId, at, fromStage, toStage, reason, actorId: actor.userId },
  });
}

function deskEntry(
  { now: at, recordedAt, actor }: Work,
  deskType: DeskEntry['deskType'],
  customerId: string,
  summary: string,
  changes: DeskEntry['changes'],
): DeskEntry {
  return {
    deskType,
    subjectType: 'Customer',
    subjectId: customerId,
    customerId,
    at,
    recordedAt,
    summary,
    actorId: actor.userId,
    actorLabel: actor.label,
    changes,
    data: {},
  };
}

/** A customer as flat fields: what `changes` of desk entries are taken from, and must fold to. */
export function customerFields(
  row: Pick<
    Customer,
    | 'externalId'
    | 'name'
    | 'tier'
    | 'arrAmount'
    | 'arrCurrency'
    | 'healthScore'
    | 'lifecycleStage'
    | 'contacts'
  >,
): Fields {
  const { externalId, name, tier, arrAmount, arrCurrency, healthScore, lifecycleStage, contacts } =
    row;
  return fieldsOf([
    ['', { externalId, name, tier, healthScore, lifecycleStage, contacts }],
    ['arr', { amount: arrAmount.toFixed(2), currency: arrCurrency }],
  ]);
}

function toJson(contacts: readonly Contact[]): Prisma.JsonValue {
  return contacts.map(({ name, email }) => ({ name, email }));
}
