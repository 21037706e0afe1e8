import { visibleSql } from '../auth/visibility.ts';
import { Prisma } from '../db/client.ts';
import type { Customer } from '../db/generated/client/client.ts';
import { firstNamedSql, hasNameSql } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import type { Fields } from '../events/changes.ts';
import { fieldsOf } from '../events/changes.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';
import type { Money } from '../shared/money.ts';
import type { CustomerFacts } from './customer.state.ts';

/** Names a customer by key or by its identifier in the customer's own system. Exactly one is given. */
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

type Visible = Work['customerIds'];

/**
 * Finds a customer, whose currency stays as it is until the transaction ends. Transactions that open
 * cases for one customer do not wait for each other.
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

/** The condition, with its order, that finds in `customer` the visible one that is named. */
export function isCustomerSql({ id, externalId }: CustomerRef, customerIds: Visible): Prisma.Sql {
  const named =
    id === undefined ? hasNameSql('customer', externalId ?? '') : Prisma.sql`id = ${id}::uuid`;
  const visible = visibleSql({ customerIds }, Prisma.sql`id`);
  return Prisma.sql`WHERE ${named} AND ${visible} ${firstNamedSql('customer')} LIMIT 1`;
}

async function readCustomer(
  tx: Tx,
  ref: CustomerRef,
  customerIds: Visible,
  lock: Prisma.Sql,
): Promise<CustomerFacts | null> {
  const [row] = await tx.$queryRaw<(Omit<CustomerFacts, 'arr'> & Money)[]>`
    SELECT id, name, tier, arr_amount::text AS amount, arr_currency AS currency
    FROM customer ${isCustomerSql(ref, customerIds)} ${lock}`;
  if (row === undefined) return null;
  const { amount, currency, ...facts } = row;
  return { ...facts, arr: { amount, currency } };
}

function noSuchCustomer({ externalId }: CustomerRef, field: readonly string[]) {
  const given = externalId === undefined ? 'this id' : `the externalId ${externalId}`;
  return refuse('NOT_FOUND', `There is no customer with ${given}.`, field);
}

/**
 * Reads a customer that this transaction is about to change. The lock leaves the key alone: changes of
 * the customer's cases go on meanwhile, but no case is opened.
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

/** A customer as flat fields, from which `changes` of desk entries are taken and to which they must fold. */
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
