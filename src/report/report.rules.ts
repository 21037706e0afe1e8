import type { Audience } from '../auth/partner-view.rules.ts';
import { formatDuration } from '../shared/duration.ts';
import type { Money } from '../shared/money.ts';
import type {
  ActionKind,
  Category,
  Channel,
  CommunicationState,
  CustomerTier,
  Direction,
  RootCauseCategory,
  Severity,
} from '../shared/vocabulary.ts';
import type { ReportEvent, ReportLogEntry } from './timeline.rules.ts';
import { inOrderOfTime, latest, timelineOf } from './timeline.rules.ts';

/** The facts that a case's rows hold. Dates without a time are YYYY-MM-DD. */
export interface ReportFacts {
  reference: string;
  openedAt: Date;
  /** Null until the case is resolved, and again after a reopening. */
  resolvedAt: Date | null;
  customer: {
    externalId: string;
    name: string;
    tier: CustomerTier;
    arr: Money;
    healthScore: number;
  };
  summary: string;
  severity: Severity;
  category: Category;
  impact: ReportImpact;
  /** In the order of the log. */
  log: readonly ReportLogEntry[];
  rootCause: ReportRootCause | null;
  /** In the order of recording. */
  actions: readonly { kind: ActionKind; description: string; at: Date }[];
  /** `actionTaken` as documented. */
  resolution: { actionTaken: string | null; owner: string | null };
  /** 1 to 5. */
  satisfactionRating: number | null;
  preventionPlan: ReportPrevention | null;
  /** Messages of every state and direction, in the order of recording. */
  communications: readonly ReportedMessage[];
}

export interface ReportedMessage {
  channel: Channel;
  direction: Direction;
  state: CommunicationState;
  at: Date;
  summary: string;
  customerResponse: string | null;
}

export interface ReportImpact {
  businessImpact: string | null;
  revenueAtRisk: Money | null;
  usersAffected: number | null;
  slaBreach: boolean;
}

export interface ReportRootCause {
  category: RootCauseCategory;
  description: string;
  contributingFactors: readonly string[];
}

export interface ReportPrevention {
  immediateActions: readonly string[];
  longTermImprovements: readonly string[];
  owner: string | null;
  dueDate: string | null;
}

export interface ReportCommunication {
  channel: Channel;
  date: string;
  summary: string;
  customerResponse: string | null;
}

/** The report, as `EscalationReport` of the API shows it. */
export interface Report {
  id: string;
  dateOpened: string;
  dateResolved: string | null;
  customer: {
    id: string;
    name: string;
    tier: CustomerTier;
    arr: Money | null;
    healthScore: number | null;
  };
  escalation: { summary: string; severity: Severity; category: Category };
  impact: ReportImpact;
  timeline: ReportEvent[];
  rootCause: ReportRootCause | null;
  resolution: {
    actionTaken: string | null;
    owner: string | null;
    /** ISO 8601 duration, from the opening to the resolution. */
    timeToResolve: string | null;
    /** For example `3/5`. */
    customerSatisfaction: string | null;
  };
  prevention: ReportPrevention;
  communicationLog: ReportCommunication[];
}

export function buildReport(facts: ReportFacts, audience: Audience): Report {
  const { customer, resolvedAt, satisfactionRating: rating } = facts;
  const forStaff = audience === 'STAFF';
  const remedy = latest(facts.actions, ({ kind }) => kind !== 'INVESTIGATION');
  return {
    id: facts.reference,
    dateOpened: dateOf(facts.openedAt),
    dateResolved: resolvedAt && dateOf(resolvedAt),
    customer: {
      id: customer.externalId,
      name: customer.name,
      tier: customer.tier,
      arr: forStaff ? customer.arr : null,
      healthScore: forStaff ? customer.healthScore : null,
    },
    escalation: { summary: facts.summary, severity: facts.severity, category: facts.category },
    impact: facts.impact,
    timeline: timelineOf(facts.log, audience),
    rootCause: facts.rootCause,
    resolution: {
      actionTaken: facts.resolution.actionTaken ?? remedy?.description ?? null,
      owner: facts.resolution.owner,
      timeToResolve: resolvedAt && formatDuration(resolvedAt.getTime() - facts.openedAt.getTime()),
      customerSatisfaction: rating === null ? null : `${rating}/5`,
    },
    prevention: facts.preventionPlan ?? {
      immediateActions: [],
      longTermImprovements: [],
      owner: null,
      dueDate: null,
    },
    communicationLog: communicationLogOf(facts.communications),
  };
}

/** The inbound messages, and the outbound ones that count: a draft or a failed message reached nobody. */
function communicationLogOf(messages: readonly ReportedMessage[]): ReportCommunication[] {
  const shown = messages.filter(
    ({ direction, state }) =>
      direction === 'INBOUND' || state === 'SENT' || state === 'QUEUED' || state === 'LOGGED',
  );
  return inOrderOfTime(shown).map(({ channel, at, summary, customerResponse }) => ({
    channel,
    date: dateOf(at),
    summary,
    customerResponse,
  }));
}

/** The day of a time, in UTC. */
function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
