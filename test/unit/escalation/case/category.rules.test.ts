import { expect, test } from 'vitest';
import {
  CATEGORY_PATHS,
  resolutionPathOf,
} from '../../../../src/escalation/case/category.rules.ts';

test.each([
  ['TECHNICAL', 'ENGINEERING', ['bugs', 'outages', 'performance']],
  ['BILLING', 'FINANCE', ['charges', 'invoices', 'refunds']],
  ['SERVICE', 'OPERATIONS', ['SLA', 'response time', 'quality']],
  ['RELATIONSHIP', 'EXECUTIVE', ['communication', 'trust']],
  ['OTHER', 'OPERATIONS', ['none of these']],
] as const)('%s is resolved by %s', (category, resolutionPath, typicalCauses) => {
  expect(CATEGORY_PATHS[category]).toEqual({ resolutionPath, typicalCauses });
  expect(resolutionPathOf(category)).toBe(resolutionPath);
});
