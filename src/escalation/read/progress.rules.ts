import type { EscalationStatus, Stage, Step, StepState } from '../../shared/vocabulary.ts';
import { STAGES } from '../../shared/vocabulary.ts';
import { openSteps, stageState, stepsOf } from '../case/process.rules.ts';

/** A step that is done or skipped. */
export interface TakenStep {
  step: Step;
  state: StepState;
  at: Date;
}

export interface ProgressFacts<Taken extends TakenStep> {
  status: EscalationStatus;
  stage: Stage;
  stageSince: Date;
  openedAt: Date;
  steps: readonly Taken[];
}

/** A step of the process, with its row once the step is done or skipped. */
export interface StepProgress<Taken extends TakenStep = TakenStep> {
  step: Step;
  state: StepState;
  taken: Taken | null;
}

export interface StageProgress<Taken extends TakenStep = TakenStep> {
  stage: Stage;
  state: StepState;
  steps: StepProgress<Taken>[];
  startedAt: Date | null;
  completedAt: Date | null;
}

/** The five stages, in order, each with its four steps. */
export function stageProgress<Taken extends TakenStep>(
  facts: ProgressFacts<Taken>,
): StageProgress<Taken>[] {
  const taken = new Map(facts.steps.map((step) => [step.step, step]));
  return STAGES.map((stage) => {
    const steps = stepsOf(stage).map((step) => ({
      step,
      state: taken.get(step)?.state ?? ('PENDING' as const),
      taken: taken.get(step) ?? null,
    }));
    const times = steps.flatMap((step) => step.taken?.at.getTime() ?? []);
    return {
      stage,
      state: stageState(stage, facts.stage, taken),
      steps,
      startedAt: startOf(stage, facts, times),
      completedAt: times.length < steps.length ? null : new Date(Math.max(...times)),
    };
  });
}

/** When a stage began. Steps may be taken early, so a stage can begin before the case comes to it. */
function startOf(
  stage: Stage,
  { stage: current, stageSince, openedAt }: ProgressFacts<TakenStep>,
  times: readonly number[],
): Date | null {
  if (stage === 'ASSESS') return openedAt;
  const starts = stage === current ? [...times, stageSince.getTime()] : times;
  return starts.length === 0 ? null : new Date(Math.min(...starts));
}

/** What to do next: the open steps in order; none once the case is cancelled. */
export function nextSteps({
  status,
  steps,
}: Pick<ProgressFacts<TakenStep>, 'status' | 'steps'>): Step[] {
  return status === 'CANCELLED'
    ? []
    : openSteps(new Map(steps.map((step) => [step.step, step] as const)));
}
