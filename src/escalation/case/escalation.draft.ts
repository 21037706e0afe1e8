import type { Actor } from '../../auth/principal.ts';
import type { CustomerFacts } from '../../customer/customer.state.ts';
import type { TypedEntry } from '../../events/catalogue.ts';
import type { FieldChange, Fields } from '../../events/changes.ts';
import type { ClockFact, ReplayedCycle } from '../../sla/clock/clock.rules.ts';
import type { RecordedFiring, RecordedNotice } from '../../sla/clock/firing.rules.ts';
import type { TimeOf } from '../../sla/clock/replay.rules.ts';
import type { CaseRow, CaseState, PersonFacts } from './escalation.state.ts';
import { caseFields } from './escalation.state.ts';

/** A log entry that is not written yet: what happened, which fields changed, and the case as it was then. */
export type NewEntry = TypedEntry & {
  at: Date;
  summary: string;
  actor: Actor;
  changes: FieldChange[];
  case: Pick<CaseRow, 'stage' | 'status' | 'severity' | 'category' | 'ownerId'>;
};

/**
 * A case while it is being changed. A change sets fields and adds entries; each entry takes with it
 * every field that moved since the entry before, so the log folds to the rows by construction.
 * Nothing here reads a clock or a database.
 */
export interface Draft extends CaseState {
  readonly customer: CustomerFacts;
  /** Null while nobody owns the case. */
  owner: PersonFacts | null;
  /** The time of the change: the present, or in an import the time that the file tells of. */
  readonly now: Date;
  readonly imported: boolean;
  readonly actor: Actor;
  readonly newId: () => string;
  /** Ids set aside for the entries, in order; there may be more entries. */
  readonly entryIds: readonly bigint[];
  readonly entries: NewEntry[];
  /** The facts that the clocks are replayed from, those of earlier changes included. */
  readonly facts: ClockFact[];
  /** Warnings and breaches that are on record. */
  firings: RecordedFiring[];
  /** Repeated notices of breaches that are on record. */
  notices: RecordedNotice[];
  /** How time passes under each policy of the case. */
  readonly timeOf: TimeOf;
  /** The clocks' cycles as of the last entry. */
  cycles: ReplayedCycle[];
  /** The sources of the last replay; while they are the same, cycles and clocks are right. Null at first. */
  workedOutFrom: ClockSources | null;
  /** The fields as the last entry left them. */
  recorded: Fields;
}

/** What a replay works from. Facts are only ever added, so their number tells whether they are the same. */
export interface ClockSources {
  facts: number;
  asOf: number;
  firings: readonly RecordedFiring[];
  notices: readonly RecordedNotice[];
  waitUntil: Date | null;
}

export interface DraftStart {
  state: CaseState;
  customer: CustomerFacts;
  owner: PersonFacts | null;
  now: Date;
  imported: boolean;
  actor: Actor;
  newId: () => string;
  /** Default: none are set aside. */
  entryIds?: readonly bigint[];
  facts: ClockFact[];
  firings: RecordedFiring[];
  notices: RecordedNotice[];
  timeOf: TimeOf;
}

export function startDraft(start: DraftStart): Draft {
  const { state, ...context } = start;
  return {
    entryIds: [],
    ...state,
    ...context,
    entries: [],
    cycles: [],
    workedOutFrom: null,
    recorded: caseFields(state),
  };
}

/** The draft of a case that does not exist yet: its first entry records every field. */
export function startNewCase(
  start: Omit<DraftStart, 'owner' | 'facts' | 'firings' | 'notices'>,
): Draft {
  const draft = startDraft({ ...start, owner: null, facts: [], firings: [], notices: [] });
  return { ...draft, recorded: new Map() };
}
