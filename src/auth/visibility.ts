import { Prisma } from '../db/client.ts';
import { audienceOf } from './partner-view.rules.ts';
import type { Principal } from './principal.ts';

/** The condition under which rows that belong to a customer are visible, for a Prisma `where`. */
export function visibleByCustomer(principal: Principal): { customerId?: { in: string[] } } {
  return principal.customerIds === null ? {} : { customerId: { in: [...principal.customerIds] } };
}

/** The same for customers themselves. */
export function visibleCustomers(principal: Principal): { id?: { in: string[] } } {
  return principal.customerIds === null ? {} : { id: { in: [...principal.customerIds] } };
}

/** The same as SQL, over a column that holds the customer's key. */
export function visibleSql(principal: Principal, column: Prisma.Sql): Prisma.Sql {
  return principal.customerIds === null
    ? Prisma.sql`TRUE`
    : Prisma.sql`${column} = ANY(${[...principal.customerIds]}::uuid[])`;
}

/** Policies of a tier and the defaults belong to nobody. */
export function visiblePolicies(principal: Principal): Prisma.SlaPolicyWhereInput {
  return principal.customerIds === null
    ? {}
    : { OR: [{ customerId: null }, visibleByCustomer(principal)] };
}

/** Calendars belong to nobody either; but their names tell of those whose policies count by them. */
export function visibleCalendars(principal: Principal): Prisma.BusinessCalendarWhereInput {
  return principal.customerIds === null ? {} : { policies: { some: visiblePolicies(principal) } };
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
