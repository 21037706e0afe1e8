import type { EventType, Role } from '../shared/vocabulary.ts';

/** Whom data is shown to. Partners see neither a customer's worth nor what is internal to the desk. */
export type Audience = 'STAFF' | 'PARTNER';

export function audienceOf({ role }: { role: Role }): Audience {
  return role === 'PARTNER' ? 'PARTNER' : 'STAFF';
}

/** Fields of a case, as `changes` name them, that partners see. A field in neither list is hidden too. */
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

/** Fields of parts that partners do not see: addresses of recipients, and reasons meant for colleagues. */
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

/** The `changes` of an entry of this type as the audience sees them. */
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

/**
 * The label of an actor, as the audience reads it. Whoever signs in with a token and is not known goes by
 * the address in the token, and partners see no addresses.
 */
export function labelShown(audience: Audience, label: string): string {
  return audience === 'PARTNER' && /\S@\S/.test(label) ? 'desk' : label;
}
