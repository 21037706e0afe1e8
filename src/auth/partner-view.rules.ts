import type { EventType, Role } from '../shared/vocabulary.ts';
import { EVENT_TYPES } from '../shared/vocabulary.ts';

/** Whom something is for: partners see neither a customer's worth nor what is internal to the desk. */
export type Audience = 'STAFF' | 'PARTNER';

export function audienceOf({ role }: { role: Role }): Audience {
  return role === 'PARTNER' ? 'PARTNER' : 'STAFF';
}

/** Whole, not at all, or with facts of its `data` emptied. */
type Showing = 'SHOWN' | { hidden: string } | { without: readonly string[]; because: string };

/** What partners see of the entries about their cases. A new type does not compile until it says. */
export const ENTRIES_FOR_PARTNERS = {
  ESCALATION_OPENED: 'SHOWN',
  ISSUE_UNDERSTOOD: 'SHOWN',
  HISTORY_REVIEWED: 'SHOWN',
  ROOT_CAUSE_IDENTIFIED: 'SHOWN',
  IMPACT_ASSESSED: 'SHOWN',
  ESCALATION_CLASSIFIED: 'SHOWN',
  SEVERITY_CHANGED: { without: ['reason'], because: 'it can be the rationale of a classification' },
  OWNER_ASSIGNED: { without: ['overrideReason'], because: 'it is about the desk itself' },
  STAKEHOLDERS_NOTIFIED: { without: ['message'], because: 'it is written to colleagues' },
  RESPONSE_TIMELINE_SET: 'SHOWN',
  COMMUNICATION_PREPARED: { hidden: 'a draft was said to nobody yet' },
  COMMUNICATION_SENT: { without: ['warnings'], because: 'they are for who sends it' },
  COMMUNICATION_LOGGED: 'SHOWN',
  COMMUNICATION_FAILED: 'SHOWN',
  CUSTOMER_RESPONDED: 'SHOWN',
  ACTION_RECORDED: 'SHOWN',
  PROGRESS_UPDATED: 'SHOWN',
  RESOLUTION_CONFIRMED: 'SHOWN',
  OUTCOME_DOCUMENTED: 'SHOWN',
  SATISFACTION_RECORDED: 'SHOWN',
  RETROSPECTIVE_HELD: { hidden: 'retrospectives are internal' },
  IMPROVEMENT_PROPOSED: 'SHOWN',
  PREVENTION_PLAN_CREATED: 'SHOWN',
  PREVENTION_PLAN_CHANGED: 'SHOWN',
  PREVENTION_ACTION_COMPLETED: 'SHOWN',
  STAGE_CHANGED: 'SHOWN',
  STATUS_CHANGED: 'SHOWN',
  STEPS_SKIPPED: { without: ['reason'], because: 'it is written to colleagues' },
  SLA_WARNING: 'SHOWN',
  SLA_BREACHED: 'SHOWN',
  SLA_PAUSED: 'SHOWN',
  SLA_RESUMED: 'SHOWN',
  SLA_MET: 'SHOWN',
  SLA_POLICY_CHANGED: 'SHOWN',
  OWNER_LEVEL_RAISED: 'SHOWN',
  ESCALATION_LINKED: {
    hidden: "the other case can be another customer's; `Escalation.related` shows the rest",
  },
  NOTE_ADDED: { hidden: 'notes are for colleagues' },
  ESCALATION_CLOSED: 'SHOWN',
  ESCALATION_REOPENED: 'SHOWN',
  ESCALATION_CANCELLED: 'SHOWN',
} as const satisfies Record<EventType, Showing>;

function showing(type: EventType): Showing {
  return ENTRIES_FOR_PARTNERS[type];
}

/** The types of entries that partners see something of. */
export const SHOWN_TO_PARTNERS: readonly EventType[] = EVENT_TYPES.filter((type) => {
  const shown = showing(type);
  return shown === 'SHOWN' || 'without' in shown;
});

export function isShownTo(audience: Audience, type: EventType): boolean {
  return audience === 'STAFF' || SHOWN_TO_PARTNERS.includes(type);
}

/** Of the types asked for, where null is all, those that are shown; null for all. */
export function shownTypes(
  audience: Audience,
  asked: readonly EventType[] | null | undefined,
): EventType[] | null {
  if (audience === 'PARTNER') {
    return SHOWN_TO_PARTNERS.filter((type) => asked == null || asked.includes(type));
  }
  return asked == null ? null : [...asked];
}

/** Fields of a case, as `changes` name them, that partners see. One that is in no list is hidden too. */
export const FIELDS_FOR_PARTNERS = [
  ...['reference', 'customerId', 'summary', 'issue', 'history', 'severity', 'category'],
  ...['status', 'stage', 'ownerId', 'ownerLevel', 'openedAt', 'resolvedAt', 'closedAt', 'dueAt'],
  ...['slaBreach', 'waitUntil', 'understanding', 'historyFindings', 'businessImpact'],
  ...['usersAffected', 'revenueAtRisk', 'revenueCurrency', 'rootCauseCategory', 'rootCause'],
  ...['contributingFactors', 'rootCauseAt', 'rootCauseById', 'nextUpdateAt', 'resolveBy'],
  ...['respondBy', 'actionTaken', 'outcome', 'howToConfirm', 'documentedAt', 'confirmedBy'],
  ...['confirmationText', 'customerConfirmedAt', 'satisfactionRating', 'satisfactionComment'],
  'satisfactionAt',
] as const;

export const FIELDS_HIDDEN_FROM_PARTNERS = [
  ...['classifiedSeverity', 'suggestedSeverity', 'classifiedCategory', 'tierImpact'],
  ...['classifiedRevenue', 'classifiedCurrency', 'reputationRisk', 'legalRisk'],
  ...['classificationReason', 'classifiedAt', 'classifiedById'],
  ...['retrospectiveAt', 'participantIds', 'wentWell', 'wentWrong'],
] as const;

/** Parts of a case whose fields partners see: `steps.EXECUTE_FIX.at`. */
const PARTS_FOR_PARTNERS: ReadonlySet<string> = new Set([
  ...['steps', 'stakeholders', 'sla', 'actions', 'communications', 'improvements'],
  ...['preventionPlan', 'preventionActions'],
]);

/** To whom a message went is told by addresses; why a step was skipped, to colleagues. */
const HIDDEN_IN_PARTS: ReadonlySet<string> = new Set(['recipients', 'skippedReason']);

const SHOWN_FIELDS: ReadonlySet<string> = new Set(FIELDS_FOR_PARTNERS);

function isFieldShown(field: string): boolean {
  const path = field.split('.');
  const [part = ''] = path;
  if (path.length === 1) return SHOWN_FIELDS.has(part);
  return PARTS_FOR_PARTNERS.has(part) && !HIDDEN_IN_PARTS.has(path.at(-1) ?? '');
}

interface Change {
  field: string;
  from: string | null;
  to: string | null;
}

/** The `changes` of an entry of that type as the audience sees them. */
export function changesShown(
  audience: Audience,
  type: EventType,
  changes: readonly Change[],
): Change[] {
  if (audience === 'STAFF') return [...changes];
  const shown = changes.filter(({ field }) => isFieldShown(field));
  if (type !== 'COMMUNICATION_SENT') return shown;
  // What a message said while it was a draft was said to nobody.
  return shown
    .map((change) =>
      change.field.startsWith('communications.') ? { ...change, from: null } : change,
    )
    .filter(({ from, to }) => from !== to);
}

/** The `data` of an entry of that type as the audience sees it: the keys stay, hidden facts are null. */
export function dataShown(audience: Audience, type: EventType, data: object): object {
  const shown = showing(type);
  if (audience === 'STAFF' || shown === 'SHOWN') return data;
  if ('hidden' in shown) return {};
  const emptied = shown.without.filter((key) => key in data).map((key) => [key, null] as const);
  return { ...data, ...Object.fromEntries(emptied) };
}

/**
 * Who did it, as the audience reads it: whoever signs in with a token and is not known goes by the
 * address in it, and partners see no addresses.
 */
export function labelShown(audience: Audience, label: string): string {
  return audience === 'PARTNER' && /\S@\S/.test(label) ? 'desk' : label;
}
