import { parseDate, parseDateTime } from '../../shared/rfc3339.ts';
import { isBlank } from '../../shared/text/typed-text.ts';
import { CHANNELS, type Channel } from '../../shared/vocabulary.ts';

/** An earlier contact with the customer, as a caller told it. */
export interface ToldInteraction {
  at: Date | null;
  channel: Channel | null;
  summary: string;
}

/** The most interactions taken from one history. Later ones stay in the history only. */
export const MAX_INTERACTIONS = 200;
const SUMMARY_LIMIT = 20_000;
const FIRST_LINE_LIMIT = 200;

/**
 * Every object in `history`, a JSON value of any shape, that holds a non-empty string `summary`, in
 * the order of the document, an object before what lies inside it. `at` and `channel` beside the
 * summary are taken where they are valid and are null otherwise. At most {@link MAX_INTERACTIONS}.
 */
export function interactionsIn(history: unknown): ToldInteraction[] {
  const found: ToldInteraction[] = [];
  // A stack of our own, because nesting that JSON.parse still takes can overflow the call stack.
  const open: unknown[] = [history];
  while (open.length > 0 && found.length < MAX_INTERACTIONS) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    const told = Array.isArray(value) ? null : interactionOf(value);
    if (told !== null) found.push(told);
    // Pushed one by one: spreading a long list into `push` would overflow the call stack too.
    for (const inner of Object.values(value).reverse()) open.push(inner);
  }
  return found;
}

/** The summary of a case that was opened without one: the first line of the issue that says something. */
export function firstLine(issue: string): string {
  const line = issue.split(/[\n\r\v\f\u0085\u2028\u2029]/).find((text) => !isBlank(text)) ?? '';
  return cut(line.trim(), FIRST_LINE_LIMIT).trimEnd();
}

function interactionOf(value: object): ToldInteraction | null {
  const { summary, at, channel } = value as Record<'summary' | 'at' | 'channel', unknown>;
  if (typeof summary !== 'string' || summary.trim() === '') return null;
  return { at: instantOf(at), channel: channelOf(channel), summary: cut(summary, SUMMARY_LIMIT) };
}

function channelOf(value: unknown): Channel | null {
  if (typeof value !== 'string') return null;
  return CHANNELS.find((channel) => channel === value.trim().toUpperCase()) ?? null;
}

/** Reads an RFC 3339 time, also with a space for T, or a date as its midnight in UTC; null for others. */
function instantOf(value: unknown): Date | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return parseDate(text) ?? parseDateTime(text.replace(' ', 'T')) ?? null;
}

/** The first `limit` characters, counted in code points so that a surrogate pair stays whole. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : Array.from(text).slice(0, limit).join('');
}
