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

/** How an entry differs from the change that it belongs to. */
export interface Circumstances {
  /** When the event happened. `now` by default. */
  at?: Date;
  /** Who did it. The actor of the change by default. */
  actor?: Actor;
  /** The instant that the clocks are replayed to for the entry. `now` by default. */
  clocksAt?: Date;
}

/** Adds an entry of a type to the change, with the data that the catalogue prescribes for the type. */
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

/** Marks a step as done by the entry that is added next. */
export function markDone(draft: Draft, step: Step, at: Date = draft.now): void {
  draft.steps.set(step, {
    state: 'DONE',
    at,
    byId: draft.actor.userId,
    skippedReason: null,
    eventId: nextEntry(draft),
  });
}

/** The provisional id of the next entry, until the entries are written: -1 is the first of this change. */
export function nextEntry(draft: Draft): bigint {
  return BigInt(-1 - draft.entries.length);
}

/**
 * Moves the case to a status, with an entry for it.
 *
 * @param circumstances of the entry, and for a case that waits what it waits for.
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

/** Brings the stage up to date with the steps and the status. Every change does this last. */
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

/** `WAITING_ON_CUSTOMER` becomes `waiting on customer`. */
export function words(value: string): string {
  return value.toLowerCase().replaceAll('_', ' ');
}
