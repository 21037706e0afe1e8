import type { Status } from './status-table.fixture.ts';
import { isAllowedIn } from './status-table.fixture.ts';

/** The process in small, written from the rules of the desk and not from the code. */
export const STAGES: Readonly<Record<string, readonly string[]>> = {
  ASSESS: ['UNDERSTAND_ISSUE', 'REVIEW_HISTORY', 'IDENTIFY_ROOT_CAUSE', 'ASSESS_BUSINESS_IMPACT'],
  CLASSIFY: [
    'ASSESS_TIER_IMPACT',
    'ASSESS_REVENUE_AT_RISK',
    'ASSESS_REPUTATION_RISK',
    'ASSESS_LEGAL_RISK',
  ],
  MOBILIZE: [
    'ASSIGN_OWNER',
    'NOTIFY_STAKEHOLDERS',
    'SET_RESPONSE_TIMELINE',
    'PREPARE_COMMUNICATION',
  ],
  RESOLVE: ['EXECUTE_FIX', 'COMMUNICATE_PROGRESS', 'CONFIRM_RESOLUTION', 'DOCUMENT_OUTCOME'],
  FOLLOW_UP: ['CHECK_SATISFACTION', 'HOLD_RETROSPECTIVE', 'IMPROVE_PROCESS', 'PLAN_PREVENTION'],
};
export const STEPS = Object.values(STAGES).flat();

const GATES: Readonly<Record<string, readonly string[]>> = {
  ASSESS: ['UNDERSTAND_ISSUE'],
  CLASSIFY: STAGES['CLASSIFY'] ?? [],
  MOBILIZE: ['ASSIGN_OWNER'],
  RESOLVE: ['CONFIRM_RESOLUTION'],
};

/** What the model knows of a case: enough to say what every mutation does to status and steps. */
export interface Model {
  status: Status;
  /** Milliseconds; null where nothing resumes the case by itself. */
  waitUntil: number | null;
  steps: Map<string, 'DONE' | 'SKIPPED'>;
  openedAt: number;
  reopenedAt: number | null;
  /** What this case is to the other one. */
  links: Set<string>;
}

export function newModel(openedAt: number): Model {
  return {
    status: 'OPEN',
    waitUntil: null,
    steps: new Map(),
    openedAt,
    reopenedAt: null,
    links: new Set(),
  };
}

/** The status that decides: a wait that has run out is over, whoever looks first. */
export function statusAt({ status, waitUntil }: Model, now: number): Status {
  const isOver = status === 'WAITING_ON_CUSTOMER' && waitUntil !== null && waitUntil <= now;
  return isOver ? 'OPEN' : status;
}

export function takes(model: Model, mutation: string, now: number): boolean {
  const inShown = mutation === 'resumeWork' && isAllowedIn(model.status, mutation);
  return inShown || isAllowedIn(statusAt(model, now), mutation);
}

export function stageOf({ status, steps }: Pick<Model, 'status' | 'steps'>): string {
  if (status === 'RESOLVED' || status === 'CLOSED') return 'FOLLOW_UP';
  const closed = Object.entries(GATES).find(([, gate]) => gate.some((step) => !steps.has(step)));
  return closed?.[0] ?? 'FOLLOW_UP';
}

export function openSteps({ steps }: Pick<Model, 'steps'>): string[] {
  return STEPS.filter((step) => !steps.has(step));
}

export function stageState(model: Model, stage: string): string {
  const steps = STAGES[stage] ?? [];
  const taken = steps.filter((step) => model.steps.has(step)).length;
  if (taken === steps.length) return 'DONE';
  return taken > 0 || stageOf(model) === stage ? 'IN_PROGRESS' : 'PENDING';
}
