import { refuse } from '../shared/errors.ts';
import type { Role } from '../shared/vocabulary.ts';
import { isFor, rolesFrom } from './authority.rules.ts';

const EVERYBODY: readonly Role[] = ['ADMIN', 'MANAGER', 'AGENT', 'VIEWER', 'PARTNER'];
const STAFF: readonly Role[] = ['ADMIN', 'MANAGER', 'AGENT', 'VIEWER'];
const WORKERS: readonly Role[] = ['ADMIN', 'MANAGER', 'AGENT'];
const WORKERS_AND_PARTNERS: readonly Role[] = [...WORKERS, 'PARTNER'];
const MANAGERS: readonly Role[] = ['ADMIN', 'MANAGER'];
const ADMINS: readonly Role[] = ['ADMIN'];

/**
 * The roles that may call each field of Query, Mutation and Subscription. Partners see what belongs to
 * their customers and nothing else, whatever they call. A schema with a field that is not here does not
 * build.
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
  'Mutation.patchCustomer': WORKERS,
  'Mutation.patchPerson': MANAGERS,
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
  // What moves and whose it is decides besides, in the services: docs/permissions.md lists it.
  'Mutation.upsertCustomer': WORKERS,
  'Mutation.upsertSlaPolicy': MANAGERS,
  'Mutation.upsertUser': MANAGERS,
  'Mutation.waitForCustomer': WORKERS,

  'Subscription.escalationEvents': EVERYBODY,
  'Subscription.escalationStatusChanged': EVERYBODY,
  'Subscription.slaWarnings': EVERYBODY,
  'Subscription.stats': EVERYBODY,
};

/** Permissions that depend on more than the name of the field that is called. */
export const MAY = {
  /** To give a case to somebody else while its owner is there to work on it. */
  REASSIGN: MANAGERS,
  /** To say something to the customer, or to record that somebody has. */
  SPEAK_FOR_THE_DESK: WORKERS,
  /** To change tier, ARR or currency of a known customer: its policies and figures depend on them. */
  MOVE_TERMS: MANAGERS,
  /** To own a case; checked of the future owner. */
  WORK_CASES: WORKERS,
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof MAY;

export function has({ role }: { role: Role }, permission: Permission): boolean {
  const allowed: readonly Role[] = MAY[permission];
  return allowed.includes(role);
}

/**
 * Refuses an action for which a role lacks the permission.
 *
 * @param what names the action as the beginning of a sentence, for the message.
 * @param field of the input whose value needs the permission.
 * @throws Refusal NOT_ALLOWED
 */
export function requirePermission(
  { role }: { role: Role },
  permission: Permission,
  what: string,
  field: readonly string[],
): void {
  if (has({ role }, permission)) return;
  throw refuse('NOT_ALLOWED', `${what} ${isFor(MAY[permission], role)}`, field);
}

/**
 * Refuses to give a role above one's own, or to change whoever has one.
 *
 * @param target the role that is given, or the role of whoever is changed.
 * @param what names the action as the beginning of a sentence, for the message.
 * @throws Refusal NOT_ALLOWED when the target is above one's own role.
 */
export function requireRank(
  { role }: { role: Role },
  target: Role,
  what: string,
  field: readonly string[],
): void {
  const allowed = rolesFrom(target);
  if (allowed.includes(role)) return;
  throw refuse('NOT_ALLOWED', `${what} ${isFor(allowed, role)}`, field);
}

/** Types that only some roles see, by id or as part of another type. */
export const MAY_SEE: Readonly<Record<string, readonly Role[]>> = {
  ApiKey: ADMINS,
  DeskEvent: STAFF,
};

/** Fields that partners do not see even of their own customers: they get null, or an empty list. */
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

/**
 * Input fields that partners may not use. A document that uses one is refused whole, before any of it runs:
 * an empty list in its place would be a lie.
 */
export const INPUTS_FOR_STAFF: ReadonlySet<string> = new Set([
  'EscalationFilter.dueBefore',
  'EscalationFilter.stakeholder',
  'EscalationFilter.team',
  'EscalationFilter.unassigned',
]);

export function isHiddenFrom({ role }: { role: Role }, field: string): boolean {
  return role === 'PARTNER' && field in HIDDEN_FROM_PARTNERS;
}
