import type { Audience } from '../auth/partner-view.rules.ts';
import { isShownTo } from '../events/entry-view.rules.ts';
import type { ActionKind, EventType } from '../shared/vocabulary.ts';

export interface ReportLogEntry {
  type: EventType;
  at: Date;
  summary: string;
  /** The person who acted; null for the desk, and for keys that stand for nobody. */
  actorName: string | null;
  /** The owner of the case after this entry. Read for OWNER_ASSIGNED only. */
  ownerName: string | null;
  /** The kind of the recorded action for ACTION_RECORDED; null for other entries. */
  actionKind: ActionKind | null;
  /** Whether the entry takes back an earlier breach. */
  isCorrection: boolean;
}

export interface ReportEvent {
  timestamp: Date;
  event: string;
  owner: string;
}

/**
 * The types of entries that tell a reader nothing of their own. The stage follows from the steps;
 * clocks warn, pause, resume and are met by what the case did; and a progress update stands beside its
 * message. Breaches and their corrections are shown, because nothing else tells of them, and so are
 * skipped steps, which somebody chose.
 */
export const BOOKKEEPING: ReadonlySet<EventType> = new Set([
  'STAGE_CHANGED',
  'PROGRESS_UPDATED',
  'SLA_WARNING',
  'SLA_PAUSED',
  'SLA_RESUMED',
  'SLA_MET',
]);

/** Entries that tell by themselves that the status changed. Waiting and resuming have no other entry. */
const TELLS_STATUS = new Set<EventType>([
  'ESCALATION_OPENED',
  'RESOLUTION_CONFIRMED',
  'ESCALATION_CLOSED',
  'ESCALATION_REOPENED',
  'ESCALATION_CANCELLED',
]);

/** The log as a report tells it, in the order in which events happened. */
export function timelineOf(log: readonly ReportLogEntry[], audience: Audience): ReportEvent[] {
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
 * The fixed words of four events, each used at most once. In a case that was reopened, the last root
 * cause, remedy and confirmation get them; earlier ones keep words of their own.
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

/** Sorts by time. Items of the same instant keep their order. */
export function inOrderOfTime<T extends { at: Date }>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.at.getTime() - b.at.getTime());
}

export function latest<T extends { at: Date }>(
  items: readonly T[],
  matches: (item: T) => boolean,
): T | undefined {
  return inOrderOfTime(items).findLast(matches);
}
