import { Prisma } from '../db/client.ts';
import { audienceOf } from './partner-view.rules.ts';
import type { Principal } from './principal.ts';

/** Whose customers count: the one who asks, or the work that is done for it. */
type Viewer = Pick<Principal, 'customerIds'>;

/** The condition under which rows that belong to a customer are visible, for a Prisma `where`. */
export function visibleByCustomer({ customerIds }: Viewer): { customerId?: { in: string[] } } {
  return customerIds === null ? {} : { customerId: { in: [...customerIds] } };
}

/** The same for customers themselves. */
export function visibleCustomers({ customerIds }: Viewer): { id?: { in: string[] } } {
  return customerIds === null ? {} : { id: { in: [...customerIds] } };
}

/** The same as SQL, over a column that holds the customer's key. */
export function visibleSql({ customerIds }: Viewer, column: Prisma.Sql): Prisma.Sql {
  return customerIds === null
    ? Prisma.sql`TRUE`
    : Prisma.sql`${column} = ANY(${[...customerIds]}::uuid[])`;
}

/** The same of what is in hand. */
export function isOfVisibleCustomer({ customerIds }: Viewer, customerId: string): boolean {
  return customerIds === null || customerIds.includes(customerId);
}

/** Policies of a tier and the defaults belong to nobody. */
export function visiblePolicies(viewer: Viewer): Prisma.SlaPolicyWhereInput {
  return viewer.customerIds === null
    ? {}
    : { OR: [{ customerId: null }, visibleByCustomer(viewer)] };
}

/** Calendars belong to nobody either; but their names tell of those whose policies count by them. */
export function visibleCalendars(viewer: Viewer): Prisma.BusinessCalendarWhereInput {
  return viewer.customerIds === null ? {} : { policies: { some: visiblePolicies(viewer) } };
}

/** Partners see who works on cases; of each other only who did something on a case that both see. */
export function visiblePeople(principal: Principal): Prisma.UserWhereInput {
  if (audienceOf(principal) === 'STAFF') return {};
  const { userId } = principal;
  return { OR: [{ role: { not: 'PARTNER' } }, ...(userId === null ? [] : [{ id: userId }])] };
}

/** Messages of one's cases; partners see none that was not sent. */
export function visibleCommunications(principal: Principal): Prisma.CommunicationWhereInput {
  return {
    ...visibleByCustomer(principal),
    ...(audienceOf(principal) === 'STAFF' ? {} : { state: { not: 'DRAFT' } }),
  };
}

/** The same for principals who see the same. */
export function visibilityKey({ role, customerIds, userId }: Principal): string {
  const customers = customerIds === null ? null : [...customerIds].sort();
  // A partner sees itself where others do not see it.
  return JSON.stringify([role, customers, role === 'PARTNER' ? userId : null]);
}
