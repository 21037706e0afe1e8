import type { Prisma } from '../../db/client.ts';

/** The defaults, those of tiers, those of customers; in each the most severe first. */
export const POLICY_ORDER: Prisma.SlaPolicyOrderByWithRelationInput[] = [
  { customerId: { sort: 'asc', nulls: 'first' } },
  { tier: { sort: 'asc', nulls: 'first' } },
  { severity: 'asc' },
  { id: 'asc' },
];
