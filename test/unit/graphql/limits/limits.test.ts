import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { loadConfig } from '../../../../src/config.ts';
import { HEAVY, PACE, UNDER_WAY } from '../../../../src/graphql/limits/limits.ts';

test('one principal has 32 operations under way at most, and the next one waits a second', () => {
  expect(UNDER_WAY).toMatchObject({ share: 32, waitMs: 1_000 });
});

test('the documentation says how many heavy operations one principal has at a time', () => {
  const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
  expect(page).toContain(
    `| heavy ones       | ${HEAVY.share} of them of over ${HEAVY.overPoints.toLocaleString('en')} points at a time; the next waits up to ${HEAVY.waitMs / 1_000} seconds`,
  );
});

test('the documentation says the pace that the usual budget comes to', () => {
  const perSecond = loadConfig({}).rates.points.staff / 60;
  const page = readFileSync(new URL('../../../../docs/api.md', import.meta.url), 'utf8');
  const [row] = page.split('\n').filter((line) => line.startsWith('| pace '));
  for (const share of [PACE.calmShareOfBudget, PACE.shareOfBudget]) {
    expect(row).toContain(`${(perSecond * share).toLocaleString('en')} points a second`);
  }
  expect(row).toContain(`over ${PACE.maxWaitMs / 1_000} seconds`);
  const design = readFileSync(new URL('../../../../docs/design.md', import.meta.url), 'utf8');
  expect(PACE.reachMs).toBe(3_000);
  expect(design).toContain('No operation waits more than three seconds for the one before it');
});
