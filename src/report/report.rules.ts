import type { Audience } from '../auth/partner-view.rules.ts';
import { isShownTo } from '../events/entry-view.rules.ts';
import { formatDuration } from '../shared/duration.ts';
import type { Money } from '../shared/money.ts';
import type {
  ActionKind,
  Category,
  Channel,
  CommunicationState,
  CustomerTier,
  Direction,
  EventType,
  RootCauseCategory,
  Severity,
} from '../shared/vocabulary.ts';

/** What a case's rows say. Dates without a time are YYYY-MM-DD. */
export interface ReportFacts {
  reference: string;
  openedAt: Date;
  /** Null until resolved, and again after reopening. */
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
  /** Of every state and direction, in the order of recording. */
  communications: readonly ReportedMessage[];
}

export interface ReportLogEntry {
  type: EventType;
  at: Date;
  summary: string;
  /** The person who acted; null for the desk and for keys that stand for nobody. */
  actorName: string | null;
  /** The case's owner after this entry; read at OWNER_ASSIGNED. */
  ownerName: string | null;
  /** What ACTION_RECORDED recorded; null at all others. */
  actionKind: ActionKind | null;
  /** Whether it takes back a breach that stands before it. */
  isCorrection: boolean;
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

export interface ReportEvent {
  timestamp: Date;
  event: string;
  owner: string;
}

export interface ReportCommunication {
  channel: Channel;
  date: string;
  summary: string;
  customerResponse: string | null;
}

/** `EscalationReport` of the API. */
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
    /** ISO 8601, from opening to the resolution. */
    timeToResolve: string | null;
    /** `3/5` */
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

/**
 * What tells a reader nothing of its own: the stage is worked out from the steps, clocks warn, pause,
 * resume and are met by what the case itself did, and a progress update is a message beside it.
 * Breaches stay, because nothing else says them, and with them what takes one back; and so do skipped
 * steps, which somebody chose.
 */
export const BOOKKEEPING: ReadonlySet<EventType> = new Set([
  'STAGE_CHANGED',
  'PROGRESS_UPDATED',
  'SLA_WARNING',
  'SLA_PAUSED',
  'SLA_RESUMED',
  'SLA_MET',
]);

/** Entries that say by themselves that the status changed; waiting and resuming have no other entry. */
const TELLS_STATUS = new Set<EventType>([
  'ESCALATION_OPENED',
  'RESOLUTION_CONFIRMED',
  'ESCALATION_CLOSED',
  'ESCALATION_REOPENED',
  'ESCALATION_CANCELLED',
]);

function timelineOf(log: readonly ReportLogEntry[], audience: Audience): ReportEvent[] {
  const statusTold = new Set(
    log.filter(({ type }) => TELLS_STATUS.has(type)).map(({ at }) => at.getTime()),
  );
  const words = fixedWords(log);
  const owners = inOrderOfTime(log.filter((entry) => entry.type === 'OWNER_ASSIGNED'));
  const ownerAt = (at: Date) =>
    (owners.findLast((assigned) => assigned.at <= at) ?? owners[0])?.ownerName;
  const shown = log.filter(
    ({ type, at, isCorrection }) =>
      (!BOOKKEEPING.has(type) || isCorrection) &&
      !(type === 'STATUS_CHANGED' && statusTold.has(at.getTime())) &&
      isShownTo(audience, type),
  );
  return inOrderOfTime(shown).map((entry) => ({
    timestamp: entry.at,
    event: words.get(entry) ?? entry.summary,
    owner: entry.actorName ?? ownerAt(entry.at) ?? 'desk',
  }));
}

/**
 * Four events carry fixed words, each at most once. Where a case was taken up again, the last root
 * cause, remedy and confirmation are the ones that hold; earlier ones keep words of their own.
 */
function fixedWords(log: readonly ReportLogEntry[]): Map<ReportLogEntry, string> {
  const remedy =
    latest(log, ({ actionKind }) => actionKind === 'FIX') ??
    latest(log, ({ actionKind }) => actionKind === 'WORKAROUND');
  const chosen: [ReportLogEntry | undefined, string][] = [
    [log.find(({ type }) => type === 'ESCALATION_OPENED'), 'Escalation received'],
    [latest(log, ({ type }) => type === 'ROOT_CAUSE_IDENTIFIED'), 'Root cause identified'],
    [remedy, 'Resolution implemented'],
    [latest(log, ({ type }) => type === 'RESOLUTION_CONFIRMED'), 'Customer confirmed resolution'],
  ];
  return new Map(chosen.flatMap(([entry, words]) => (entry === undefined ? [] : [[entry, words]])));
}

/** Inbound messages, and outbound ones that count: a draft or a failed one reached nobody. */
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

/** Stable: what happened at the same instant keeps its order. */
function inOrderOfTime<T extends { at: Date }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function latest<T extends { at: Date }>(
  items: readonly T[],
  matches: (item: T) => boolean,
): T | undefined {
  return inOrderOfTime(items).findLast(matches);
}

/** The day in UTC. */
function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
