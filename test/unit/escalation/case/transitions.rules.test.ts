import { expect, test } from 'vitest';
import type { CaseMutation } from '../../../../src/escalation/case/transitions.rules.ts';
import { ALLOWED_IN, isAllowed } from '../../../../src/escalation/case/transitions.rules.ts';
import { STATUSES } from '../../../../src/shared/vocabulary.ts';
import {
  CASE_MUTATIONS,
  isAllowedIn,
} from '../../../integration/escalation/status-table.fixture.ts';

const MUTATIONS = Object.keys(ALLOWED_IN) as CaseMutation[];

test('there are rules for the mutations of the table, and for no others', () => {
  expect(MUTATIONS.toSorted()).toEqual([...CASE_MUTATIONS].toSorted());
});

test.for(MUTATIONS)('%s is allowed in the statuses of the table', (mutation) => {
  const allowed = STATUSES.filter((status) => isAllowed(mutation, status));
  expect(allowed).toEqual(STATUSES.filter((status) => isAllowedIn(status, mutation)));
});
