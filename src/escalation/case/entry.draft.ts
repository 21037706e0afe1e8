import type { Actor } from '../../auth/principal.ts';
import { diffFields } from '../../events/changes.ts';
import type { EscalationStatus, EventType, Stage, Step } from '../../shared/vocabulary.ts';
import { clockFactOf, recordedFiringOf, recordedNoticeOf } from './clock-facts.rules.ts';
import { refreshClocks } from './clock-rows.draft.ts';
import type { Draft, EntryData } from './escalation.draft.ts';
import { caseFields } from './escalation.state.ts';
import { currentStage } from './process.rules.ts';

export interface EntryOptions {
  /** When it happened, where that is not `now`. */
  at?: Date;
  data?: EntryData;
  /** Who did it, where that is not the actor of the change. */
  actor?: Actor;
  /** To when the clocks are replayed for it, where that is not `now`. */
  clocksAt?: Date;
}

export function addEntry(
  draft: Draft,
  type: EventType,
  summary: string,
  { at = draft.now, data = {}, actor = draft.actor, clocksAt = draft.now }: EntryOptions = {},
): void {
  const fact = clockFactOf({ type, at, data });
  if (fact !== undefined) draft.facts.push(fact);
  const firing = recordedFiringOf({ type, recordedAt: draft.now, data });
  if (firing !== undefined) draft.firings = [...draft.firings, firing];
  const notice = recordedNoticeOf({ type, data });
  if (notice !== undefined) draft.notices = [...draft.notices, notice];
  refreshClocks(draft, clocksAt);

  const fields = caseFields(draft);
  const { stage, status, severity, category, ownerId } = draft.row;
  draft.entries.push({
    type,
    at,
    summary,
    data,
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

/** Moves the case to a status, with an entry of its own. */
export function setStatus(
  draft: Draft,
  status: EscalationStatus,
  { data = {}, ...options }: EntryOptions = {},
): void {
  const from = draft.row.status;
  draft.row.status = status;
  addEntry(draft, 'STATUS_CHANGED', `Status changed from ${words(from)} to ${words(status)}`, {
    ...options,
    data: { ...data, from, to: status },
  });
}

/** Brings the stage up to date with steps and status: the last thing every change does. */
export function settleStage(draft: Draft): void {
  const stage: Stage = currentStage(draft.row.status, draft.steps);
  const from = draft.row.stage;
  if (stage === from) return;
  draft.row.stage = stage;
  draft.row.stageSince = draft.now;
  addEntry(draft, 'STAGE_CHANGED', `Stage changed from ${words(from)} to ${words(stage)}`, {
    data: { from, to: stage },
  });
}

/** `WAITING_ON_CUSTOMER` as a person reads it. */
export function words(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ');
}
