import type { Category, ResolutionPath } from '../../shared/vocabulary.ts';

export interface CategoryPath {
  /** Causes that are typical of the category, for people to read. */
  typicalCauses: readonly string[];
  /** The team that resolves cases of the category. */
  resolutionPath: ResolutionPath;
}

export const CATEGORY_PATHS: Record<Category, CategoryPath> = {
  TECHNICAL: { typicalCauses: ['bugs', 'outages', 'performance'], resolutionPath: 'ENGINEERING' },
  BILLING: { typicalCauses: ['charges', 'invoices', 'refunds'], resolutionPath: 'FINANCE' },
  SERVICE: { typicalCauses: ['SLA', 'response time', 'quality'], resolutionPath: 'OPERATIONS' },
  RELATIONSHIP: { typicalCauses: ['communication', 'trust'], resolutionPath: 'EXECUTIVE' },
  OTHER: { typicalCauses: ['none of these'], resolutionPath: 'OPERATIONS' },
};

export function resolutionPathOf(category: Category): ResolutionPath {
  return CATEGORY_PATHS[category].resolutionPath;
}
