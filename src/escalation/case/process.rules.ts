import type { EscalationStatus, Stage, Step, StepState } from '../../shared/vocabulary.ts';
import { STAGES, STEPS } from '../../shared/vocabulary.ts';

const STEPS_PER_STAGE = 4;

/** The four steps of a stage, in order. */
export function stepsOf(stage: Stage): readonly Step[] {
  const from = STAGES.indexOf(stage) * STEPS_PER_STAGE;
  return STEPS.slice(from, from + STEPS_PER_STAGE);
}

export function stageOf(step: Step): Stage {
  return STAGES[Math.floor(STEPS.indexOf(step) / STEPS_PER_STAGE)] as Stage;
}

/** The steps that must be done or skipped before the next stage begins. The last stage ends with closing. */
const GATES: Readonly<Record<Stage, readonly Step[]>> = {
  ASSESS: ['UNDERSTAND_ISSUE'],
  CLASSIFY: stepsOf('CLASSIFY'),
  MOBILIZE: ['ASSIGN_OWNER'],
  RESOLVE: ['CONFIRM_RESOLUTION'],
  FOLLOW_UP: [],
};

/** The steps that are done or skipped. A step that is missing here is pending. */
export type StepStates = ReadonlyMap<Step, { state: StepState }>;

/** The first stage whose gate is closed; a resolved or closed case is in FOLLOW_UP. */
export function currentStage(status: EscalationStatus, steps: StepStates): Stage {
  if (status === 'RESOLVED' || status === 'CLOSED') return 'FOLLOW_UP';
  return STAGES.find((stage) => GATES[stage].some((step) => !steps.has(step))) ?? 'FOLLOW_UP';
}

/** Steps that are open, in the order in which to take them. */
export function openSteps(steps: StepStates): Step[] {
  return STEPS.filter((step) => !steps.has(step));
}

/** DONE when all four steps are done or skipped; IN_PROGRESS when one is, or the case is in the stage. */
export function stageState(stage: Stage, current: Stage, steps: StepStates): StepState {
  const states = stepsOf(stage).map((step) => steps.get(step)?.state ?? 'PENDING');
  if (!states.includes('PENDING')) return 'DONE';
  return stage === current || states.some((state) => state !== 'PENDING')
    ? 'IN_PROGRESS'
    : 'PENDING';
}

export function isFixed(steps: StepStates): boolean {
  return steps.get('EXECUTE_FIX')?.state === 'DONE';
}
