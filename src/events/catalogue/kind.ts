import type { z } from 'zod';
import type { Role } from '../../shared/vocabulary.ts';
import type { Named } from './facts.ts';

/** One way in which an entry comes about, and what its `data` then holds. */
export interface Form {
  /** What writes the entry, as the table of docs/events.md says it. */
  by: string;
  data: z.ZodObject;
}

export type Forms = readonly [Form, ...Form[]];

/** How partners see an entry: whole, not at all, or with some facts of its `data` emptied. */
export type Partners<Fact extends string = string> =
  | 'SHOWN'
  | { hidden: string }
  | { without: readonly Fact[]; because: string };

/** All that the desk knows of a type of entries about cases. */
export interface Kind<Written extends Forms = Forms> {
  /** What happened, as the API describes the type. */
  means: string;
  /** The forms of `data`. Stored data has the first that it fits, so the form with more facts goes first. */
  written: Written;
  /** What partners see of such an entry. */
  partners: Partners<FactOf<Written>>;
  /** The fact that names what the entry is about; null where that is the case itself, or several records. */
  subject: FactOf<Written> | null;
}

/** What is stored in entries of these forms. */
export type DataIn<Written extends Forms> = z.output<Written[number]['data']>;

type FactOf<Written extends Forms> = NamesIn<DataIn<Written>>;
type NamesIn<Data> = Data extends unknown ? Extract<keyof Data, string> : never;

/** Defines a type of entries about cases. The compiler checks the names of facts in it against its forms. */
export function kind<const Written extends Forms>(said: Kind<Written>): Kind<Written> {
  return said;
}

/** All that the desk knows of a type of entries about itself. */
export interface DeskKind {
  means: string;
  /** What writes the entry, as the table of docs/events.md says it. */
  by: string;
  data: z.ZodObject;
  /** The type of the record that the entry is about; null where that has no key. */
  subject: Extract<Named, 'BusinessCalendar' | 'SlaPolicy' | 'User'> | 'ApiKey' | 'Customer' | null;
  /** The roles of staff that see it; null for all of staff. Partners see nothing of the desk itself. */
  seenBy: readonly Role[] | null;
}
