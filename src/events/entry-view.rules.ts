import type { Audience } from '../auth/partner-view.rules.ts';
import type { EventType } from '../shared/vocabulary.ts';
import { EVENT_TYPES } from '../shared/vocabulary.ts';
import type { IdOf } from './catalogue/facts.ts';
import { showFact, showFacts } from './catalogue/facts.ts';
import type { Kind } from './catalogue/kind.ts';
import type { StoredEntry } from './catalogue.ts';
import { CASE_ENTRIES, readForm } from './catalogue.ts';

function kindOf(type: EventType): Kind {
  return CASE_ENTRIES[type];
}

/** The types of entries that partners see something of. */
export const SHOWN_TO_PARTNERS: readonly EventType[] = EVENT_TYPES.filter((type) => {
  const { partners } = kindOf(type);
  return partners === 'SHOWN' || 'without' in partners;
});

export function isShownTo(audience: Audience, type: EventType): boolean {
  return audience === 'STAFF' || SHOWN_TO_PARTNERS.includes(type);
}

/** Returns the types that were asked for and are shown. Null stands for all types, asked for and returned. */
export function shownTypes(
  audience: Audience,
  asked: readonly EventType[] | null | undefined,
): EventType[] | null {
  if (audience === 'PARTNER') {
    return SHOWN_TO_PARTNERS.filter((type) => asked == null || asked.includes(type));
  }
  return asked == null ? null : [...asked];
}

/**
 * The `data` of an entry as the API shows it to the audience: ids in place of keys, durations in place of
 * milliseconds. Hidden facts keep their names and are null.
 */
export function dataShown(audience: Audience, entry: StoredEntry, idOf: IdOf): object {
  const { type, form, data } = readForm(entry);
  return showFacts(form.data, forAudience(audience, type, data), idOf);
}

/** The id of what an entry is about; null where that is no single record, or not shown to the audience. */
export function subjectShown(audience: Audience, entry: StoredEntry, idOf: IdOf): string | null {
  const { type, form, data } = readForm(entry);
  const { subject } = kindOf(type);
  const schema = subject === null ? undefined : form.data.shape[subject];
  if (subject === null || schema === undefined) return null;
  const id = showFact(schema, forAudience(audience, type, data)[subject], idOf);
  return typeof id === 'string' ? id : null;
}

type Facts = Readonly<Record<string, unknown>>;

function forAudience(audience: Audience, type: EventType, data: Facts): Facts {
  const { partners } = kindOf(type);
  if (audience === 'STAFF' || partners === 'SHOWN') return data;
  if ('hidden' in partners) return {};
  const emptied = partners.without.filter((name) => name in data).map((name) => [name, null]);
  return { ...data, ...Object.fromEntries(emptied) };
}
