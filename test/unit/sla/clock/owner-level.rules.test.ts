import { expect, test } from 'vitest';
import { isBelow, neededOwnerLevel } from '../../../../src/sla/clock/owner-level.rules.ts';

test.each([
  ['TEAM_LEAD', 0, 'TEAM_LEAD'],
  ['TEAM_LEAD', 1, 'MANAGER'],
  ['TEAM_LEAD', 3, 'EXECUTIVE'],
  ['DIRECTOR', 1, 'EXECUTIVE'],
  ['DIRECTOR', 2, 'EXECUTIVE'],
  ['EXECUTIVE', 3, 'EXECUTIVE'],
] as const)(
  'a policy that wants %s with %i breached clocks needs %s',
  (level, breached, needed) => {
    expect(neededOwnerLevel(level, breached)).toBe(needed);
  },
);

test('a level is below those after it, not below itself', () => {
  expect(isBelow('TEAM_LEAD', 'MANAGER')).toBe(true);
  expect(isBelow('MANAGER', 'MANAGER')).toBe(false);
  expect(isBelow('EXECUTIVE', 'DIRECTOR')).toBe(false);
});
