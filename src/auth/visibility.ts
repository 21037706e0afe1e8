import { Prisma } from '../db/client.ts';
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
