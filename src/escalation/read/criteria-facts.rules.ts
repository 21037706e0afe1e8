import type { TypedEntry } from '../../events/catalogue.ts';
import type { EventType, SlaKind, SlaState, Step, StepState } from '../../shared/vocabulary.ts';
import type { RecordedFiring } from '../../sla/clock/firing.rules.ts';
import { isClockOverdue } from '../../sla/clock/stored-clock.rules.ts';
import { applyCorrection, recordedFiringOf } from '../case/clock-facts.rules.ts';
import type { CriteriaFacts, Deed } from './criteria.rules.ts';

/** The types of log entries that the criteria are judged by. */
export const CRITERIA_ENTRY_TYPES: EventType[] = [
  'ISSUE_UNDERSTOOD',
  'ESCALATION_CLASSIFIED',
  'ROOT_CAUSE_IDENTIFIED',
  'PREVENTION_PLAN_CREATED',
  'COMMUNICATION_SENT',
  'COMMUNICATION_LOGGED',
  'COMMUNICATION_FAILED',
  'SLA_BREACHED',
  'SLA_MET',
];

export type CriteriaEntry = TypedEntry & { at: Date; actorLabel: string };

interface CriteriaClock {
  kind: SlaKind;
  cycle: number;
  state: SlaState;
  dueAt: Date | null;
  metAt: Date | null;
  breachedAt: Date | null;
}

/** A case as far as the criteria read it. `log` is in order and has at least {@link CRITERIA_ENTRY_TYPES}. */
export interface CriteriaRow {
  resolvedAt: Date | null;
  classifiedAt: Date | null;
  classifiedSeverity: NonNullable<CriteriaFacts['classification']>['severity'] | null;
  suggestedSeverity: NonNullable<CriteriaFacts['classification']>['severity'] | null;
  classificationReason: string | null;
  rootCauseAt: Date | null;
  steps: readonly { step: Step; state: StepState; at: Date }[];
  clocks: readonly CriteriaClock[];
  plan: { owner: { name: string }; dueDate: Date; _count: { actions: number } } | null;
  log: readonly CriteriaEntry[];
}

export function criteriaFacts(row: CriteriaRow, now: Date): CriteriaFacts {
  const understood = row.steps.find(({ step }) => step === 'UNDERSTAND_ISSUE');
  const clock = (kind: SlaKind) => row.clocks.find((one) => one.kind === kind);
  const overdueUpdate = overdueSince(clock('UPDATE'), now);
  return {
    understood: understood?.state === 'DONE' ? deed(row, 'ISSUE_UNDERSTOOD', understood.at) : null,
    classification: classificationOf(row),
    responseClock: responseClock(clock('RESPONSE'), now),
    updateBreaches: [
      ...updateBreaches(row.log),
      ...(overdueUpdate === null ? [] : [overdueUpdate]),
    ],
    communications: countingCommunications(row.log),
    resolvedAt: row.resolvedAt,
    rootCause:
      row.rootCauseAt === null ? null : deed(row, 'ROOT_CAUSE_IDENTIFIED', row.rootCauseAt),
    plan: planOf(row),
  };
}

function responseClock(
  clock: CriteriaClock | undefined,
  now: Date,
): CriteriaFacts['responseClock'] {
  const { dueAt = null, metAt = null, breachedAt = null } = clock ?? {};
  return { dueAt, metAt, breachedAt: breachedAt ?? overdueSince(clock, now) };
}

/** When a clock ran out, if it has. The breach reaches the log a moment later; readers need not wait. */
function overdueSince(clock: CriteriaClock | undefined, now: Date): Date | null {
  return clock !== undefined && isClockOverdue(clock, now) ? clock.dueAt : null;
}

/** The row tells when it happened; the latest entry of the type tells who did it. */
function deed({ log }: CriteriaRow, type: EventType, at: Date): Deed {
  return { at, by: log.findLast((entry) => entry.type === type)?.actorLabel ?? 'desk' };
}

function classificationOf(row: CriteriaRow): CriteriaFacts['classification'] {
  const { classifiedAt, classifiedSeverity: severity, suggestedSeverity } = row;
  if (classifiedAt === null || severity === null || suggestedSeverity === null) return null;
  return {
    ...deed(row, 'ESCALATION_CLASSIFIED', classifiedAt),
    severity,
    suggestedSeverity,
    rationale: row.classificationReason,
  };
}

function planOf({ plan, log }: CriteriaRow): CriteriaFacts['plan'] {
  const created = log.find(({ type }) => type === 'PREVENTION_PLAN_CREATED');
  if (plan === null || created === undefined) return null;
  return {
    at: created.at,
    by: created.actorLabel,
    owner: plan.owner.name,
    dueDate: plan.dueDate.toISOString().slice(0, 10),
    actionCount: plan._count.actions,
  };
}

function countingCommunications(log: readonly CriteriaEntry[]): Deed[] {
  const told = new Map<string, Deed>();
  for (const { type, at, actorLabel, data } of log) {
    if (type === 'COMMUNICATION_FAILED') told.delete(data.communicationId);
    if (type !== 'COMMUNICATION_SENT' && type !== 'COMMUNICATION_LOGGED') continue;
    if (data.counts) told.set(data.communicationId, { at, by: actorLabel });
  }
  return [...told.values()].sort(byTime);
}

/** When cycles of the update clock breached, without breaches that were corrected. */
function updateBreaches(log: readonly CriteriaEntry[]): Date[] {
  let breaches: Breach[] = [];
  for (const entry of log) {
    const breach = recordedFiringOf({ ...entry, recordedAt: entry.at });
    if (breach?.kind === 'UPDATE' && entry.type === 'SLA_BREACHED') {
      breaches.push({ ...breach, dueAt: new Date(entry.data.dueAt) });
    }
    breaches = applyCorrection(breaches, entry);
  }
  return breaches
    .filter(({ corrected }) => !corrected)
    .map(({ dueAt }) => dueAt)
    .sort((a, b) => a.getTime() - b.getTime());
}

type Breach = RecordedFiring & { dueAt: Date };

function byTime(a: Deed, b: Deed): number {
  return a.at.getTime() - b.at.getTime();
}
