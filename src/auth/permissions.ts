import { Forbidden } from '../shared/errors.ts';
import type { DeskEventType, Role } from '../shared/vocabulary.ts';

const EVERYBODY: readonly Role[] = ['ADMIN', 'MANAGER', 'AGENT', 'VIEWER', 'PARTNER'];
const STAFF: readonly Role[] = ['ADMIN', 'MANAGER', 'AGENT', 'VIEWER'];
const WORKERS: readonly Role[] = ['ADMIN', 'MANAGER', 'AGENT'];
const WORKERS_AND_PARTNERS: readonly Role[] = [...WORKERS, 'PARTNER'];
const MANAGERS: readonly Role[] = ['ADMIN', 'MANAGER'];
const ADMINS: readonly Role[] = ['ADMIN'];

/**
 * Who may call what: every field of Query, Mutation and Subscription. Partners see what belongs to
 * their customers and nothing else, whatever they call. A field that is not here does not build.
 */
export const MAY_CALL: Readonly<Record<string, readonly Role[]>> = {
  'Query.apiKeys': ADMINS,
  'Query.businessCalendars': STAFF,
  'Query.customer': EVERYBODY,
  'Query.customers': EVERYBODY,
  'Query.deskEvents': STAFF,
  'Query.escalation': EVERYBODY,
  'Query.escalations': EVERYBODY,
  'Query.events': EVERYBODY,
  'Query.improvements': STAFF,
  'Query.logCursor': EVERYBODY,
  'Query.node': EVERYBODY,
  'Query.nodes': EVERYBODY,
  'Query.preventionPlans': EVERYBODY,
  'Query.registeredOperations': ADMINS,
  'Query.renderTemplate': STAFF,
  'Query.resolutionPaths': EVERYBODY,
  'Query.severityMatrix': EVERYBODY,
  'Query.slaPolicies': EVERYBODY,
  'Query.stats': EVERYBODY,
  'Query.user': STAFF,
  'Query.users': STAFF,
  'Query.viewer': EVERYBODY,

  'Mutation.addNote': WORKERS,
  'Mutation.assessImpact': WORKERS,
  // Of a case that has an owner: for managers, see MAY.REASSIGN.
  'Mutation.assignOwner': WORKERS,
  'Mutation.cancelEscalation': WORKERS,
  'Mutation.changeSeverity': WORKERS,
  'Mutation.classifyEscalation': WORKERS,
  'Mutation.closeEscalation': WORKERS,
  'Mutation.completePreventionAction': WORKERS,
  'Mutation.confirmResolution': WORKERS_AND_PARTNERS,
  'Mutation.createApiKey': ADMINS,
  'Mutation.createPreventionPlan': WORKERS,
  'Mutation.documentOutcome': WORKERS,
  'Mutation.identifyRootCause': WORKERS,
  'Mutation.importHolidays': MANAGERS,
  'Mutation.linkEscalations': WORKERS,
  // Outbound: not for partners, see MAY.SPEAK_FOR_THE_DESK.
  'Mutation.logCommunication': WORKERS_AND_PARTNERS,
  'Mutation.notifyStakeholders': WORKERS,
  'Mutation.openEscalation': WORKERS_AND_PARTNERS,
  'Mutation.postProgressUpdate': WORKERS,
  'Mutation.prepareCommunication': WORKERS,
  'Mutation.proposeImprovement': WORKERS,
  'Mutation.recordAction': WORKERS,
  'Mutation.recordRetrospective': WORKERS,
  'Mutation.recordSatisfaction': WORKERS_AND_PARTNERS,
  'Mutation.recordUnderstanding': WORKERS,
  'Mutation.registerOperations': ADMINS,
  'Mutation.reopenEscalation': WORKERS,
  'Mutation.resumeWork': WORKERS,
  'Mutation.retireBusinessCalendar': MANAGERS,
  'Mutation.retireSlaPolicy': MANAGERS,
  'Mutation.reviewHistory': WORKERS,
  'Mutation.revokeApiKey': ADMINS,
  'Mutation.sendCommunication': WORKERS,
  'Mutation.setLifecycleStage': WORKERS,
  'Mutation.setResponseTimeline': WORKERS,
  'Mutation.skipSteps': WORKERS,
  'Mutation.updatePreventionPlan': WORKERS,
  'Mutation.upsertBusinessCalendar': MANAGERS,
  'Mutation.upsertCustomer': WORKERS,
  'Mutation.upsertSlaPolicy': MANAGERS,
  'Mutation.upsertUser': MANAGERS,
  'Mutation.waitForCustomer': WORKERS,

  'Subscription.escalationEvents': EVERYBODY,
  'Subscription.escalationStatusChanged': EVERYBODY,
  'Subscription.slaWarnings': EVERYBODY,
  'Subscription.stats': EVERYBODY,
};

/** What depends on more than the name of what is called. */
export const MAY = {
  /** Give a case that somebody owns to somebody else. */
  REASSIGN: MANAGERS,
  /** Say something to the customer, or say that somebody has. */
  SPEAK_FOR_THE_DESK: WORKERS,
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof MAY;

/**
 * Throws unless the role has the permission.
 *
 * @param what the deed as the beginning of a sentence, for the message.
 */
export function requirePermission(
  { role }: { role: Role },
  permission: Permission,
  what: string,
): void {
  const allowed: readonly Role[] = MAY[permission];
  if (allowed.includes(role)) return;
  throw new Forbidden(`${what} is for ${allowed.join(', ')}; these credentials are ${role}.`);
}

/** Types of which only some see anything, by id or as part of something else. */
export const MAY_SEE: Readonly<Record<string, readonly Role[]>> = {
  ApiKey: ADMINS,
  DeskEvent: STAFF,
};

/** Types of events of the desk that only some of those see who see such events. */
export const MAY_SEE_DESK_EVENTS: Readonly<Partial<Record<DeskEventType, readonly Role[]>>> = {
  KEY_CREATED: ADMINS,
  KEY_REVOKED: ADMINS,
  OPERATIONS_REGISTERED: ADMINS,
};

/** What partners do not see even of their own customers: null, or an empty list. */
export const HIDDEN_FROM_PARTNERS: Readonly<Record<string, 'null' | 'empty'>> = {
  'Communication.recipients': 'empty',
  'Contact.email': 'null',
  'Customer.arr': 'null',
  'Customer.churnRisk': 'null',
  'Customer.healthScore': 'null',
  'Escalation.classification': 'null',
  'Escalation.retrospective': 'null',
  'LifecycleChange.reason': 'null',
  'StepProgress.skippedReason': 'null',
  'User.email': 'null',
};

export function isHiddenFrom({ role }: { role: Role }, field: string): boolean {
  return role === 'PARTNER' && field in HIDDEN_FROM_PARTNERS;
}
