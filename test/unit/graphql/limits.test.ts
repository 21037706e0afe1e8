import { expect, test } from 'vitest';
import { UNDER_WAY } from '../../../src/graphql/limits.ts';

test('one principal has 32 operations under way at most, and the next one waits a second', () => {
  expect(UNDER_WAY).toMatchObject({ share: 32, waitMs: 1_000 });
});
