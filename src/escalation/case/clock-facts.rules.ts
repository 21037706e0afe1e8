import type { EventType, SlaKind } from '../../shared/vocabulary.ts';
import type { ClockFact, PolicySnapshot } from '../../sla/clock/clock.rules.ts';
import type { RecordedFiring, RecordedNotice } from '../../sla/clock/firing.rules.ts';

/** What the clocks read of a log entry. */
export interface ClockEntry {
  type: EventType;
  at: Date;
  recordedAt: Date;
  data: { readonly [key: string]: unknown };
}

/** The types of entries that move a clock or tell what a clock did; the rest need not be read. */
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

/** What an entry means to the clocks; undefined when it means nothing to them. */
export function clockFactOf({
  type,
  at,
  data,
}: Omit<ClockEntry, 'recordedAt'>): ClockFact | undefined {
  switch (type) {
    case 'ESCALATION_OPENED':
      return { type: 'OPENED', at, policy: data['policy'] as PolicySnapshot };
    case 'SEVERITY_CHANGED':
    case 'SLA_POLICY_CHANGED':
      return { type: 'POLICY_CHANGED', at, policy: data['policy'] as PolicySnapshot };
    case 'RESPONSE_TIMELINE_SET':
      return {
        type: 'PROMISED',
        at,
        ...promised(data, 'nextUpdateAt'),
        ...promised(data, 'resolveBy'),
      };
    case 'COMMUNICATION_SENT':
    case 'COMMUNICATION_LOGGED':
      return communicationFact(at, data);
    case 'STATUS_CHANGED':
      return statusFact(at, String(data['from']), String(data['to']));
    default:
      return undefined;
  }
}

/** What came in ends a wait then, also a wait that has ended meanwhile: it is told later. */
function communicationFact(at: Date, data: ClockEntry['data']): ClockFact | undefined {
  if (data['counts'] === true) {
    return { type: 'COMMUNICATED', at, id: String(data['communicationId']) };
  }
  return data['direction'] === 'INBOUND' ? { type: 'RESUMED', at } : undefined;
}

function promised(
  data: ClockEntry['data'],
  name: 'nextUpdateAt' | 'resolveBy',
): { nextUpdateAt?: Date; resolveBy?: Date } {
  const time = data[name];
  return typeof time === 'string' ? { [name]: new Date(time) } : {};
}

function statusFact(at: Date, from: string, to: string): ClockFact | undefined {
  if (to === 'WAITING_ON_CUSTOMER') return { type: 'WAITING', at };
  if (to === 'RESOLVED') return { type: 'RESOLVED', at };
  if (to === 'CANCELLED') return { type: 'CANCELLED', at };
  if (to === 'OPEN') return { type: from === 'WAITING_ON_CUSTOMER' ? 'RESUMED' : 'REOPENED', at };
  return undefined;
}

/** Communications that failed stop counting: their facts are taken out. */
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
}: Omit<ClockEntry, 'at'>): RecordedFiring | undefined {
  if (type !== 'SLA_WARNING' && type !== 'SLA_BREACHED') return undefined;
  return {
    kind: data['kind'] as SlaKind,
    cycleStartedAt: new Date(String(data['cycleStartedAt'])),
    threshold: Number(data['threshold']),
    corrected: false,
    recordedAt,
  };
}

/** The repeated notice of a breach that an entry put on record; undefined for other entries. */
export function recordedNoticeOf({
  type,
  data,
}: Pick<ClockEntry, 'type' | 'data'>): RecordedNotice | undefined {
  if (type !== 'STAKEHOLDERS_NOTIFIED' || typeof data['repeat'] !== 'number') return undefined;
  return {
    kind: data['kind'] as SlaKind,
    cycleStartedAt: new Date(String(data['cycleStartedAt'])),
    repeat: data['repeat'],
  };
}

/** Marks the breach that an SLA_MET entry with `corrected` takes back. */
export function applyCorrection(
  firings: readonly RecordedFiring[],
  { type, data }: Pick<ClockEntry, 'type' | 'data'>,
): RecordedFiring[] {
  if (type !== 'SLA_MET' || data['corrected'] !== true) return [...firings];
  const startedAt = new Date(String(data['cycleStartedAt'])).getTime();
  return firings.map((firing) =>
    firing.kind === data['kind'] &&
    firing.cycleStartedAt.getTime() === startedAt &&
    firing.threshold === 100
      ? { ...firing, corrected: true }
      : firing,
  );
}
