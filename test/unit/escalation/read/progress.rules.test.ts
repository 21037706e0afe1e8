import { describe, expect, it } from 'vitest';
import { stepsOf } from '../../../../src/escalation/case/process.rules.ts';
import type { ProgressFacts, TakenStep } from '../../../../src/escalation/read/progress.rules.ts';
import { nextSteps, stageProgress } from '../../../../src/escalation/read/progress.rules.ts';
import type { Stage, Step } from '../../../../src/shared/vocabulary.ts';
import { STAGES, STEPS } from '../../../../src/shared/vocabulary.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);

function done(step: Step, time: string): TakenStep {
  return { step, state: 'DONE', at: at(time) };
}

function facts(overrides: Partial<ProgressFacts<TakenStep>> = {}): ProgressFacts<TakenStep> {
  return {
    status: 'OPEN',
    stage: 'ASSESS',
    stageSince: at('09:00:00'),
    openedAt: at('09:00:00'),
    steps: [],
    ...overrides,
  };
}

function stage(name: Stage, given: ProgressFacts<TakenStep>) {
  const found = stageProgress(given).find((one) => one.stage === name);
  if (found === undefined) throw new Error(`${name} is missing`);
  return found;
}

describe('the progress of a case', () => {
  it('has the five stages and their twenty steps in order', () => {
    const progress = stageProgress(facts());
    expect(progress.map((one) => one.stage)).toEqual(STAGES);
    expect(progress.flatMap(({ steps }) => steps.map(({ step }) => step))).toEqual(STEPS);
  });

  it('begins with the opening', () => {
    expect(stage('ASSESS', facts())).toMatchObject({
      state: 'IN_PROGRESS',
      startedAt: at('09:00:00'),
      completedAt: null,
    });
  });

  it('has no times for a stage that the case has not come to and no step was taken of', () => {
    expect(stage('RESOLVE', facts())).toMatchObject({
      state: 'PENDING',
      startedAt: null,
      completedAt: null,
    });
  });

  it('starts a stage when the case comes to it', () => {
    const given = facts({ stage: 'CLASSIFY', stageSince: at('10:00:00') });
    expect(stage('CLASSIFY', given).startedAt).toEqual(at('10:00:00'));
  });

  it('starts a stage with its first step when that was taken before the case came to it', () => {
    const given = facts({
      stage: 'MOBILIZE',
      stageSince: at('11:00:00'),
      steps: [done('NOTIFY_STAKEHOLDERS', '10:30:00'), done('ASSIGN_OWNER', '10:15:00')],
    });
    expect(stage('MOBILIZE', given).startedAt).toEqual(at('10:15:00'));
  });

  it('starts a stage with its first step when the case has not come to it', () => {
    const given = facts({ steps: [done('EXECUTE_FIX', '09:20:00')] });
    expect(stage('RESOLVE', given)).toMatchObject({
      state: 'IN_PROGRESS',
      startedAt: at('09:20:00'),
    });
  });

  it('completes a stage with the last of its four steps, skipped ones included', () => {
    const [first, second, third, fourth] = stepsOf('ASSESS') as [Step, Step, Step, Step];
    const given = facts({
      steps: [
        done(first, '09:10:00'),
        { step: second, state: 'SKIPPED', at: at('09:40:00') },
        done(third, '09:30:00'),
      ],
    });
    expect(stage('ASSESS', given).completedAt).toBeNull();
    const complete = facts({ steps: [...given.steps, done(fourth, '09:20:00')] });
    expect(stage('ASSESS', complete)).toMatchObject({
      state: 'DONE',
      completedAt: at('09:40:00'),
    });
  });

  it('keeps what is known of a step that was taken, and nothing of one that is pending', () => {
    const taken = done('UNDERSTAND_ISSUE', '09:05:00');
    const { steps } = stage('ASSESS', facts({ steps: [taken] }));
    expect(steps[0]).toEqual({ step: 'UNDERSTAND_ISSUE', state: 'DONE', taken });
    expect(steps[1]).toEqual({ step: 'REVIEW_HISTORY', state: 'PENDING', taken: null });
  });
});

describe('the next steps of a case', () => {
  it('are the open ones in order', () => {
    const steps = [done('REVIEW_HISTORY', '09:10:00'), done('UNDERSTAND_ISSUE', '09:20:00')];
    expect(nextSteps(facts({ steps }))).toEqual(STEPS.slice(2));
  });

  it('are none when the case is cancelled', () => {
    expect(nextSteps(facts({ status: 'CANCELLED' }))).toEqual([]);
  });
});
