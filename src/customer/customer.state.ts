import type { Money } from '../shared/money.ts';
import type { CustomerTier } from '../shared/vocabulary.ts';

/** The facts about a customer that the rules of cases use. */
export interface CustomerFacts {
  id: string;
  name: string;
  tier: CustomerTier;
  arr: Money;
}
