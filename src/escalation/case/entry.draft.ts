import type { Actor } from '../../auth/principal.ts';
import type { DataOf, TypedEntry } from '../../events/catalogue.ts';
import { typedEntry } from '../../events/catalogue.ts';
import { diffFields } from '../../events/changes.ts';
import type { EscalationStatus, EventType, Stage, Step } from '../../shared/vocabulary.ts';
import { clockFactOf, recordedFiringOf, recordedNoticeOf } from './clock-facts.rules.ts';
import { refreshClocks } from './clock-rows.draft.ts';
import type { Draft } from './escalation.draft.ts';
import { caseFields } from './escalation.state.ts';
import { currentStage } from './process.rules.ts';

/** How an entry came about, where that is not as the change did. */
export interface Circumstances {
  /** When it happened, where that is not `now`. */
  at?: Date;
  /** Who did it, where that is not the actor of the change. */
  actor?: Actor;
  /** To when the clocks are replayed for it, where that is not `now`. */
  clocksAt?: Date;
}

/** Adds an entry of a type to the change, with what the catalogue says that such entries hold. */
export function addEntry<Type extends EventType>(
  draft: Draft,
  type: Type,
  data: DataOf<Type>,
  summary: string,
  { at = draft.now, actor = draft.actor, clocksAt = draft.now }: Circumstances = {},
): void {
  const entry: TypedEntry = typedEntry(type, data);
  const fact = clockFactOf({ ...entry, at });
  if (fact !== undefined) draft.facts.push(fact);
  const firing = recordedFiringOf({ ...entry, recordedAt: draft.now });
  if (firing !== undefined) draft.firings = [...draft.firings, firing];
  const notice = recordedNoticeOf(entry);
  if (notice !== undefined) draft.notices = [...draft.notices, notice];
  refreshClocks(draft, clocksAt);

  const fields = caseFields(draft);
  const { stage, status, severity, category, ownerId } = draft.row;
  draft.entries.push({
    ...entry,
    at,
    summary,
    actor,
    changes: diffFields(draft.recorded, fields),
    case: { stage, status, severity, category, ownerId },
  });
  draft.recorded = fields;
}

/** The step is done by the entry that comes next. */
export function markDone(draft: Draft, step: Step, at: Date = draft.now): void {
  draft.steps.set(step, {
    state: 'DONE',
    at,
    byId: draft.actor.userId,
    skippedReason: null,
    eventId: nextEntry(draft),
  });
}

/** Stands for the id of the next entry until the entries are written: -1 is the first of this change. */
export function nextEntry(draft: Draft): bigint {
  return BigInt(-1 - draft.entries.length);
}

/**
 * Moves the case to a status, with an entry of its own.
 *
 * @param circumstances and what is waited for, where the case waits.
 */
export function setStatus(
  draft: Draft,
  status: EscalationStatus,
  { wait, ...circumstances }: Circumstances & { wait?: Wait } = {},
): void {
  const from = draft.row.status;
  draft.row.status = status;
  addEntry(
    draft,
    'STATUS_CHANGED',
    { ...wait, from, to: status },
    `Status changed from ${words(from)} to ${words(status)}`,
    circumstances,
  );
}

interface Wait {
  reason: string;
  until: string | null;
}

/** Brings the stage up to date with steps and status: the last thing every change does. */
export function settleStage(draft: Draft): void {
  const stage: Stage = currentStage(draft.row.status, draft.steps);
  const from = draft.row.stage;
  if (stage === from) return;
  draft.row.stage = stage;
  draft.row.stageSince = draft.now;
  addEntry(
    draft,
    'STAGE_CHANGED',
    { from, to: stage },
    `Stage changed from ${words(from)} to ${words(stage)}`,
  );
}

/** `WAITING_ON_CUSTOMER` as a person reads it. */
export function words(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ');
}
