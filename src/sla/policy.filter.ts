import type { Principal } from '../auth/principal.ts';
import { visibleByCustomer } from '../auth/visibility.ts';
import type { Prisma } from '../db/client.ts';

/** Those of a tier and the defaults belong to nobody. */
export function visiblePolicies(principal: Principal): Prisma.SlaPolicyWhereInput {
  return principal.customerIds === null
    ? {}
    : { OR: [{ customerId: null }, visibleByCustomer(principal)] };
}

/** The defaults, those of tiers, those of customers; in each the most severe first. */
export const POLICY_ORDER: Prisma.SlaPolicyOrderByWithRelationInput[] = [
  { customerId: { sort: 'asc', nulls: 'first' } },
  { tier: { sort: 'asc', nulls: 'first' } },
  { severity: 'asc' },
  { id: 'asc' },
];
