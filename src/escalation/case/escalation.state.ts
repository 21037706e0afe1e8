import type {
  Communication,
  Escalation,
  EscalationLink,
  EscalationStep,
  Improvement,
  PreventionAction,
  PreventionPlan,
  ResolutionAction,
  Stakeholder,
} from '../../db/generated/client/client.ts';
import type { Fields } from '../../events/changes.ts';
import { fieldsOf } from '../../events/changes.ts';
import type { OwnerLevel, SlaKind, Step } from '../../shared/vocabulary.ts';
import type { StoredClock } from '../../sla/clock/stored-clock.rules.ts';

/** The columns by which the row of a part refers to its case and its customer. */
type CaseKeys = 'escalationId' | 'customerId';

/** The case's own row, with money as text. */
export type CaseRow = Omit<Escalation, 'revenueAtRisk' | 'classifiedRevenue'> & {
  revenueAtRisk: string | null;
  classifiedRevenue: string | null;
};
export type StepRow = Omit<EscalationStep, CaseKeys | 'eventId' | 'step'> & {
  /** Id of the log entry that did the step; below zero, the provisional id of an entry not yet written. */
  eventId: bigint;
};
export type StakeholderRow = Omit<Stakeholder, CaseKeys>;
export type ClockRow = StoredClock & { id: string };
export type ActionRow = Omit<ResolutionAction, CaseKeys>;
export type CommunicationRow = Omit<Communication, CaseKeys>;
export type ImprovementRow = Omit<Improvement, CaseKeys>;
export type PlanRow = Omit<PreventionPlan, CaseKeys>;
export type PlanActionRow = Omit<PreventionAction, CaseKeys>;
export type LinkRow = Omit<EscalationLink, CaseKeys>;

export interface PersonFacts {
  id: string;
  name: string;
  level: OwnerLevel;
  active: boolean;
}

/**
 * A case with its parts, as the rules see it. Of the parts that can be many (actions, communications,
 * improvements, links) only the rows that a change touches are here: the rest stays in the database.
 */
export interface CaseState {
  row: CaseRow;
  steps: Map<Step, StepRow>;
  stakeholders: Map<string, StakeholderRow>;
  clocks: Map<SlaKind, ClockRow>;
  actions: Map<string, ActionRow>;
  communications: Map<string, CommunicationRow>;
  improvements: Map<string, ImprovementRow>;
  plan: PlanRow | null;
  planActions: Map<string, PlanActionRow>;
  links: Map<string, LinkRow>;
}

export const linkKey = (link: Pick<LinkRow, 'otherId' | 'kind'>): string =>
  `${link.kind}.${link.otherId}`;

/** The values of a row that are still empty when a case is opened. */
export const EMPTY_ROW = {
  version: 0,
  status: 'OPEN',
  stage: 'ASSESS',
  ownerId: null,
  resolvedAt: null,
  closedAt: null,
  dueAt: null,
  slaBreach: false,
  waitUntil: null,
  policyRecheck: false,
  understanding: null,
  historyFindings: null,
  businessImpact: null,
  usersAffected: null,
  revenueAtRisk: null,
  revenueCurrency: null,
  rootCauseCategory: null,
  rootCause: null,
  contributingFactors: [],
  rootCauseAt: null,
  rootCauseById: null,
  classifiedSeverity: null,
  suggestedSeverity: null,
  classifiedCategory: null,
  tierImpact: null,
  classifiedRevenue: null,
  classifiedCurrency: null,
  reputationRisk: null,
  legalRisk: null,
  classificationReason: null,
  classifiedAt: null,
  classifiedById: null,
  nextUpdateAt: null,
  resolveBy: null,
  respondBy: null,
  actionTaken: null,
  outcome: null,
  howToConfirm: null,
  documentedAt: null,
  confirmedBy: null,
  confirmationText: null,
  customerConfirmedAt: null,
  satisfactionRating: null,
  satisfactionComment: null,
  satisfactionAt: null,
  retrospectiveAt: null,
  participantIds: [],
  wentWell: [],
  wentWrong: [],
} satisfies Partial<CaseRow>;

/**
 * The case as flat fields, from which `changes` of its log entries are taken and to which they must
 * fold. Left out is what no entry records: keys, the version (each entry has it), and the bookkeeping
 * of the due-time queue.
 */
export function caseFields(state: CaseState): Fields {
  return fieldsOf(sections(state));
}

function* sections(state: CaseState): Iterable<readonly [string, object]> {
  const {
    id: _id,
    version: _version,
    updatedAt: _updatedAt,
    stageSince: _since,
    policyRecheck: _recheck,
    ...own
  } = state.row;
  yield ['', own];
  for (const [step, { eventId: _eventId, ...row }] of state.steps) yield [`steps.${step}`, row];
  for (const [id, { since }] of state.stakeholders) yield [`stakeholders.${id}`, { since }];
  for (const [kind, clock] of state.clocks) yield [`sla.${kind}`, clockFields(clock)];
  yield* keyed('actions', state.actions);
  yield* keyed('communications', state.communications);
  yield* keyed('improvements', state.improvements);
  if (state.plan !== null) yield ['preventionPlan', state.plan];
  for (const [id, { id: _own, planId: _plan, ...row }] of state.planActions) {
    yield [`preventionActions.${id}`, row];
  }
  for (const [key, { since }] of state.links) yield [`related.${key}`, { since }];
}

function* keyed(
  name: string,
  rows: ReadonlyMap<string, { id: string }>,
): Iterable<readonly [string, object]> {
  for (const [id, { id: _own, ...row }] of rows) yield [`${name}.${id}`, row];
}

function clockFields({
  cycle,
  state,
  targetMs,
  startedAt,
  dueAt,
  metAt,
  breachedAt,
}: ClockRow): object {
  return { cycle, state, targetMs, startedAt, dueAt, metAt, breachedAt };
}
