import type { Money } from '../shared/money.ts';
import type { CustomerTier } from '../shared/vocabulary.ts';

/** What the rules of cases know about a customer. */
export interface CustomerFacts {
  id: string;
  name: string;
  tier: CustomerTier;
  arr: Money;
}
