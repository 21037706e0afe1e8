import type { EscalationStatus } from '../../shared/vocabulary.ts';

/**
 * The statuses in which each mutation on a case is allowed. For example, `recordUnderstanding` may be
 * called while the case is open or waiting, and in no other status.
 */
const ACTIVE = ['OPEN', 'WAITING_ON_CUSTOMER'] as const;
const UNTIL_CLOSED = [...ACTIVE, 'RESOLVED'] as const;
const UNLESS_CANCELLED = [...UNTIL_CLOSED, 'CLOSED'] as const;
const ALWAYS = [...UNLESS_CANCELLED, 'CANCELLED'] as const;

export const ALLOWED_IN = {
  recordUnderstanding: ACTIVE,
  reviewHistory: ACTIVE,
  identifyRootCause: UNTIL_CLOSED,
  assessImpact: UNTIL_CLOSED,
  classifyEscalation: ACTIVE,
  changeSeverity: ACTIVE,
  assignOwner: UNTIL_CLOSED,
  notifyStakeholders: ACTIVE,
  setResponseTimeline: ACTIVE,
  recordAction: ACTIVE,
  documentOutcome: UNTIL_CLOSED,
  skipSteps: UNTIL_CLOSED,
  recordSatisfaction: UNLESS_CANCELLED,
  recordRetrospective: UNTIL_CLOSED,
  proposeImprovement: UNTIL_CLOSED,
  createPreventionPlan: UNTIL_CLOSED,
  updatePreventionPlan: UNLESS_CANCELLED,
  completePreventionAction: UNLESS_CANCELLED,
  prepareCommunication: UNTIL_CLOSED,
  sendCommunication: UNTIL_CLOSED,
  postProgressUpdate: UNTIL_CLOSED,
  logCommunication: UNLESS_CANCELLED,
  waitForCustomer: ['OPEN'],
  resumeWork: ['WAITING_ON_CUSTOMER'],
  confirmResolution: ACTIVE,
  closeEscalation: ['RESOLVED'],
  reopenEscalation: ['RESOLVED', 'CLOSED'],
  cancelEscalation: ACTIVE,
  addNote: ALWAYS,
  linkEscalations: UNLESS_CANCELLED,
} as const satisfies Record<string, readonly EscalationStatus[]>;

export type CaseMutation = keyof typeof ALLOWED_IN;

export function isAllowed(mutation: CaseMutation, status: EscalationStatus): boolean {
  return (ALLOWED_IN[mutation] as readonly EscalationStatus[]).includes(status);
}
