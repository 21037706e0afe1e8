import type { DataOf, TypedEntry } from '../../events/catalogue.ts';
import type { EscalationStatus, EventType } from '../../shared/vocabulary.ts';
import type { ClockFact } from '../../sla/clock/clock.rules.ts';
import { BREACH_PERCENT } from '../../sla/clock/cycle.rules.ts';
import type { RecordedFiring, RecordedNotice } from '../../sla/clock/firing.rules.ts';

/** A log entry as far as the clocks read it. */
export type ClockEntry = TypedEntry & { at: Date; recordedAt: Date };

/** The types of entries that move a clock or record what a clock did. Other entries need not be read. */
export const CLOCK_ENTRY_TYPES: EventType[] = [
  'ESCALATION_OPENED',
  'SEVERITY_CHANGED',
  'RESPONSE_TIMELINE_SET',
  'COMMUNICATION_SENT',
  'COMMUNICATION_LOGGED',
  'COMMUNICATION_FAILED',
  'STATUS_CHANGED',
  'SLA_WARNING',
  'SLA_BREACHED',
  'SLA_MET',
  'SLA_POLICY_CHANGED',
  'STAKEHOLDERS_NOTIFIED',
];

/** The fact that an entry is to the clocks; undefined for an entry that moves no clock. */
export function clockFactOf({
  type,
  at,
  data,
}: TypedEntry & Pick<ClockEntry, 'at'>): ClockFact | undefined {
  switch (type) {
    case 'ESCALATION_OPENED':
      return { type: 'OPENED', at, policy: data.policy };
    case 'SEVERITY_CHANGED':
    case 'SLA_POLICY_CHANGED':
      return { type: 'POLICY_CHANGED', at, policy: data.policy };
    case 'RESPONSE_TIMELINE_SET':
      return { type: 'PROMISED', at, ...promised(data) };
    case 'COMMUNICATION_SENT':
    case 'COMMUNICATION_LOGGED':
      return communicationFact(at, data);
    case 'STATUS_CHANGED':
      return statusFact(at, data.from, data.to);
    default:
      return undefined;
  }
}

/** An inbound message ends a wait at its own time, even if it is logged after the wait has ended. */
function communicationFact(
  at: Date,
  { counts, direction, communicationId }: DataOf<'COMMUNICATION_SENT' | 'COMMUNICATION_LOGGED'>,
): ClockFact | undefined {
  if (counts) return { type: 'COMMUNICATED', at, id: communicationId };
  return direction === 'INBOUND' ? { type: 'RESUMED', at } : undefined;
}

function promised({ nextUpdateAt, resolveBy }: DataOf<'RESPONSE_TIMELINE_SET'>): {
  nextUpdateAt?: Date;
  resolveBy?: Date;
} {
  return {
    ...(nextUpdateAt === null ? {} : { nextUpdateAt: new Date(nextUpdateAt) }),
    ...(resolveBy === null ? {} : { resolveBy: new Date(resolveBy) }),
  };
}

function statusFact(at: Date, from: EscalationStatus, to: EscalationStatus): ClockFact | undefined {
  if (to === 'WAITING_ON_CUSTOMER') return { type: 'WAITING', at };
  if (to === 'RESOLVED') return { type: 'RESOLVED', at };
  if (to === 'CANCELLED') return { type: 'CANCELLED', at };
  if (to === 'OPEN') return { type: from === 'WAITING_ON_CUSTOMER' ? 'RESUMED' : 'REOPENED', at };
  return undefined;
}

/** Takes out the facts of communications that failed, because those no longer count. */
export function withoutFailed(
  facts: readonly ClockFact[],
  failedIds: ReadonlySet<string>,
): ClockFact[] {
  return facts.filter((fact) => fact.type !== 'COMMUNICATED' || !failedIds.has(fact.id));
}

/** The warning or breach that an entry put on record; undefined for other entries. */
export function recordedFiringOf({
  type,
  recordedAt,
  data,
}: TypedEntry & Pick<ClockEntry, 'recordedAt'>): RecordedFiring | undefined {
  if (type !== 'SLA_WARNING' && type !== 'SLA_BREACHED') return undefined;
  return {
    kind: data.kind,
    cycleStartedAt: new Date(data.cycleStartedAt),
    threshold: data.threshold,
    corrected: false,
    recordedAt,
  };
}

/** The repeated notice of a breach that an entry put on record; undefined for other entries. */
export function recordedNoticeOf({ type, data }: TypedEntry): RecordedNotice | undefined {
  if (type !== 'STAKEHOLDERS_NOTIFIED' || !('repeat' in data)) return undefined;
  const { kind, cycleStartedAt, repeat } = data;
  return { kind, cycleStartedAt: new Date(cycleStartedAt), repeat };
}

/** The cycle whose breach an SLA_MET entry with `corrected` takes back; undefined for other entries. */
export function correctedCycleOf({
  type,
  data,
}: TypedEntry): Pick<RecordedFiring, 'kind' | 'cycleStartedAt'> | undefined {
  if (type !== 'SLA_MET' || !('corrected' in data)) return undefined;
  return { kind: data.kind, cycleStartedAt: new Date(data.cycleStartedAt) };
}

/** Marks as corrected the breach that the entry takes back. All other firings stay as they are. */
export function applyCorrection<Recorded extends RecordedFiring>(
  firings: readonly Recorded[],
  entry: TypedEntry,
): Recorded[] {
  const cycle = correctedCycleOf(entry);
  if (cycle === undefined) return [...firings];
  const startedAt = cycle.cycleStartedAt.getTime();
  return firings.map((firing) =>
    firing.kind === cycle.kind &&
    firing.cycleStartedAt.getTime() === startedAt &&
    firing.threshold === BREACH_PERCENT
      ? { ...firing, corrected: true }
      : firing,
  );
}
