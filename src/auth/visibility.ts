import { Prisma } from '../db/client.ts';
import { audienceOf } from './partner-view.rules.ts';
import type { Principal } from './principal.ts';

/** Whose customers count: those of the principal, or of the work that is done for it. */
type Viewer = Pick<Principal, 'customerIds'>;

/** The condition under which rows that belong to a customer are visible, for a Prisma `where`. */
export function visibleByCustomer({ customerIds }: Viewer): { customerId?: { in: string[] } } {
  return customerIds === null ? {} : { customerId: { in: [...customerIds] } };
}

/** The condition under which customers themselves are visible, for a Prisma `where`. */
export function visibleCustomers({ customerIds }: Viewer): { id?: { in: string[] } } {
  return customerIds === null ? {} : { id: { in: [...customerIds] } };
}

/** The condition under which rows are visible, as SQL over a column that holds the customer's key. */
export function visibleSql({ customerIds }: Viewer, column: Prisma.Sql): Prisma.Sql {
  return customerIds === null
    ? Prisma.sql`TRUE`
    : Prisma.sql`${column} = ANY(${[...customerIds]}::uuid[])`;
}

/** Whether a record in memory belongs to a visible customer. */
export function isOfVisibleCustomer({ customerIds }: Viewer, customerId: string): boolean {
  return customerIds === null || customerIds.includes(customerId);
}

/** The condition for policies. Everybody sees the defaults and those of tiers, which are no customer's. */
export function visiblePolicies(viewer: Viewer): Prisma.SlaPolicyWhereInput {
  return viewer.customerIds === null
    ? {}
    : { OR: [{ customerId: null }, visibleByCustomer(viewer)] };
}

/** The condition for calendars. They are no customer's, but their names tell whose policies use them. */
export function visibleCalendars(viewer: Viewer): Prisma.BusinessCalendarWhereInput {
  return viewer.customerIds === null ? {} : { policies: { some: visiblePolicies(viewer) } };
}

/**
 * The condition for people. Partners see who works on cases; of each other only who did something on a case
 * that both see.
 */
export function visiblePeople(principal: Principal): Prisma.UserWhereInput {
  if (audienceOf(principal) === 'STAFF') return {};
  const { userId } = principal;
  return { OR: [{ role: { not: 'PARTNER' } }, ...(userId === null ? [] : [{ id: userId }])] };
}

/** The condition for messages, by the customers of their cases. Partners see no drafts. */
export function visibleCommunications(principal: Principal): Prisma.CommunicationWhereInput {
  return {
    ...visibleByCustomer(principal),
    ...(audienceOf(principal) === 'STAFF' ? {} : { state: { not: 'DRAFT' } }),
  };
}

/** Returns a key that is equal for principals who see the same. */
export function visibilityKey({ role, customerIds, userId }: Principal): string {
  const customers = customerIds === null ? null : [...customerIds].sort();
  // A partner sees itself where others do not see it.
  return JSON.stringify([role, customers, role === 'PARTNER' ? userId : null]);
}
