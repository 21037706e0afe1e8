import type { z } from 'zod';
import type { DeskEventType, EventType } from '../shared/vocabulary.ts';
import { ASSESS_AND_CLASSIFY } from './catalogue/assess.ts';
import { CLOCKS } from './catalogue/clocks.ts';
import { COMMUNICATION } from './catalogue/communication.ts';
import { COURSE } from './catalogue/course.ts';
import type { DESK_ENTRIES } from './catalogue/desk.ts';
import type { DataIn, Form, Kind } from './catalogue/kind.ts';
import { MOBILIZE } from './catalogue/mobilize.ts';
import { RESOLVE_AND_FOLLOW_UP } from './catalogue/resolve.ts';

/**
 * Every type of entries about cases: what it means, what writes it, what its `data` holds, what partners
 * see of it, and what it is about. A type that leaves one of these out does not compile.
 */
export const CASE_ENTRIES = {
  ...ASSESS_AND_CLASSIFY,
  ...MOBILIZE,
  ...COMMUNICATION,
  ...RESOLVE_AND_FOLLOW_UP,
  ...COURSE,
  ...CLOCKS,
} as const satisfies Record<EventType, Kind>;

/** What is stored in `data` of an entry about a case. */
export type DataOf<Type extends EventType> = DataIn<(typeof CASE_ENTRIES)[Type]['written']>;

/** The type of an entry about a case, with the `data` that goes with it. */
export type TypedEntry<Type extends EventType = EventType> = {
  [One in Type]: { type: One; data: DataOf<One> };
}[Type];

/** What is stored in `data` of an entry about the desk. */
export type DeskDataOf<Type extends DeskEventType> = z.output<(typeof DESK_ENTRIES)[Type]['data']>;

/** The type of the record that an entry about the desk is about. */
export type DeskSubjectOf<Type extends DeskEventType> = (typeof DESK_ENTRIES)[Type]['subject'];

/** A type of entry and its `data`, as they are stored. */
export interface StoredEntry {
  type: EventType | null;
  data: unknown;
}

/**
 * Reads what the log stores of an entry about a case.
 *
 * @throws Error when the entry is about no case, or its `data` is not what its type holds.
 */
export function readEntry(stored: StoredEntry): TypedEntry {
  const { type, data } = readForm(stored);
  return typedEntry(type, data);
}

/** Pairs a type with its data. TypeScript does not follow that they match while the type is a parameter. */
export function typedEntry<Type extends EventType>(type: Type, data: DataOf<Type>): TypedEntry {
  return { type, data } as TypedEntry;
}

/** Reads as {@link readEntry} does, and also returns the form that the data has. */
export function readForm({ type, data }: StoredEntry): {
  type: EventType;
  form: Form;
  data: DataOf<EventType>;
} {
  if (type === null) throw new Error('A log entry that is about no case was read as one.');
  for (const form of CASE_ENTRIES[type].written) {
    const read = form.data.safeParse(data);
    if (read.success) return { type, form, data: read.data };
  }
  throw new Error(`The data of a log entry of type ${type} is not what such entries hold.`);
}
