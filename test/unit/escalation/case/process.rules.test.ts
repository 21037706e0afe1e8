import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  currentStage,
  isFixed,
  openSteps,
  stageOf,
  stageState,
  stepsOf,
} from '../../../../src/escalation/case/process.rules.ts';
import type { Step } from '../../../../src/shared/vocabulary.ts';
import { STAGES, STEPS } from '../../../../src/shared/vocabulary.ts';

type State = 'DONE' | 'SKIPPED';

function taken(steps: readonly Step[], state: State = 'DONE') {
  return new Map(steps.map((step) => [step, { state }]));
}

const CLASSIFY: Step[] = [
  'ASSESS_TIER_IMPACT',
  'ASSESS_REVENUE_AT_RISK',
  'ASSESS_REPUTATION_RISK',
  'ASSESS_LEGAL_RISK',
];
const UP_TO_RESOLVE: Step[] = ['UNDERSTAND_ISSUE', ...CLASSIFY, 'ASSIGN_OWNER'];

describe('the stage', () => {
  test.for<[string, Step[]]>([
    ['ASSESS', []],
    ['ASSESS', ['REVIEW_HISTORY', ...CLASSIFY, 'ASSIGN_OWNER', 'CONFIRM_RESOLUTION']],
    ['CLASSIFY', ['UNDERSTAND_ISSUE']],
    ['CLASSIFY', ['UNDERSTAND_ISSUE', ...CLASSIFY.slice(1)]],
    ['MOBILIZE', ['UNDERSTAND_ISSUE', ...CLASSIFY]],
    ['RESOLVE', UP_TO_RESOLVE],
    ['RESOLVE', [...UP_TO_RESOLVE, 'EXECUTE_FIX', 'DOCUMENT_OUTCOME']],
    ['FOLLOW_UP', [...UP_TO_RESOLVE, 'CONFIRM_RESOLUTION']],
  ])('is %s, whose gate is the first closed one, with %o', ([stage, steps]) => {
    expect(currentStage('OPEN', taken(steps))).toBe(stage);
    expect(currentStage('WAITING_ON_CUSTOMER', taken(steps))).toBe(stage);
    expect(currentStage('CANCELLED', taken(steps))).toBe(stage);
  });

  test('goes on over a gate whose steps were skipped', () => {
    expect(currentStage('OPEN', taken(UP_TO_RESOLVE, 'SKIPPED'))).toBe('RESOLVE');
  });

  test('is FOLLOW_UP of a resolved or closed case, whatever was done before', () => {
    expect(currentStage('RESOLVED', taken([]))).toBe('FOLLOW_UP');
    expect(currentStage('CLOSED', taken([]))).toBe('FOLLOW_UP');
  });
});

test('each of the twenty steps belongs to one stage, four to each, in order', () => {
  expect(STAGES.flatMap(stepsOf)).toEqual(STEPS);
  for (const stage of STAGES) expect(stepsOf(stage).map(stageOf)).toEqual(Array(4).fill(stage));
});

describe('the state of a stage', () => {
  const four = stepsOf('ASSESS');

  test('is DONE when its four steps are done or skipped', () => {
    const mixed = new Map([...taken(four), ...taken(four.slice(0, 2), 'SKIPPED')]);
    expect(stageState('ASSESS', 'RESOLVE', taken(four))).toBe('DONE');
    expect(stageState('ASSESS', 'RESOLVE', mixed)).toBe('DONE');
    expect(stageState('ASSESS', 'RESOLVE', taken(four, 'SKIPPED'))).toBe('DONE');
  });

  test('is IN_PROGRESS from its first step on, also where that was taken early', () => {
    expect(stageState('FOLLOW_UP', 'ASSESS', taken(['HOLD_RETROSPECTIVE']))).toBe('IN_PROGRESS');
    expect(stageState('ASSESS', 'CLASSIFY', taken(['UNDERSTAND_ISSUE']))).toBe('IN_PROGRESS');
  });

  test('is IN_PROGRESS while the case is in it, and otherwise PENDING', () => {
    expect(stageState('ASSESS', 'ASSESS', taken([]))).toBe('IN_PROGRESS');
    expect(stageState('CLASSIFY', 'ASSESS', taken([]))).toBe('PENDING');
  });
});

test('the open steps are the rest, in the order of the process', () => {
  const subsets = fc.subarray([...STEPS]);
  fc.assert(
    fc.property(subsets, (steps) => {
      expect(openSteps(taken(steps))).toEqual(STEPS.filter((step) => !steps.includes(step)));
    }),
  );
});

test('taking one more step never leads to an earlier stage', () => {
  fc.assert(
    fc.property(fc.subarray([...STEPS]), fc.constantFrom(...STEPS), (steps, step) => {
      const before = STAGES.indexOf(currentStage('OPEN', taken(steps)));
      const after = STAGES.indexOf(currentStage('OPEN', taken([...steps, step])));
      expect(after).toBeGreaterThanOrEqual(before);
    }),
  );
});

test('a case is fixed when EXECUTE_FIX is done, not when it was skipped', () => {
  expect(isFixed(taken(['EXECUTE_FIX']))).toBe(true);
  expect(isFixed(taken(['EXECUTE_FIX'], 'SKIPPED'))).toBe(false);
  expect(isFixed(taken([]))).toBe(false);
});
