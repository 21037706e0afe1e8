import ICAL from 'ical.js';

/** A line of iCalendar text (RFC 5545, 3.1), its folds undone. */
export interface ContentLine {
  /** Where it begins in the text, from 1. */
  line: number;
  text: string;
  /** In capitals; null for a line that is none. */
  name: string | null;
}

/** What a line says, as it is written. */
export interface Property {
  line: number;
  name: string;
  /** By their names in small letters. */
  params: Readonly<Record<string, string>>;
  /** `date` for VALUE=DATE. */
  type: string;
  value: string;
}

const LINE_BREAK = /\r\n|\n|\r/;
const NAME = /^[A-Z0-9-]+(?=[;:])/i;
/** Time zones of some makers hold a colon, without the quotes that they need then. */
const BARE_ZONE = /;TZID=([^";]*:[^";]*)(?=:[^:]*$)/i;
/** The parser takes a time that grows with the square of it. */
const MAX_LINE = 20_000;
/** By which the library splits a line and leaves its value alone: it would take 30 February for 2 March. */
const AS_WRITTEN = { property: {}, param: {}, value: {}, propertyGroups: false };

/** Blank lines are left out; a line that begins with a space or tab goes on where the one before ended. */
export function* linesOf(text: string): Iterable<ContentLine> {
  let last: { line: number; texts: string[] } | undefined;
  for (const [place, part] of text.split(LINE_BREAK).entries()) {
    if (/^[ \t]/.test(part) && last !== undefined) last.texts.push(part.slice(1));
    else if (part.trim() !== '') {
      if (last !== undefined) yield lineOf(last);
      last = { line: place + 1, texts: [part] };
    }
  }
  if (last !== undefined) yield lineOf(last);
}

function lineOf({ line, texts }: { line: number; texts: readonly string[] }): ContentLine {
  const text = texts.join('');
  const name = text.includes(':') ? NAME.exec(text)?.[0] : undefined;
  return { line, text, name: name?.toUpperCase() ?? null };
}

/** @returns null for a line that cannot be read. */
export function readLine({ line, text, name }: ContentLine): Property | null {
  if (name === null || text.length > MAX_LINE) return null;
  try {
    const mended = text.replace(BARE_ZONE, ';TZID="$1"');
    const [, params, type, value] = ICAL.parse.property(mended, AS_WRITTEN) as [
      string,
      Record<string, string>,
      string,
      string,
    ];
    return { line, name, params, type, value: value.trim() };
  } catch {
    return null;
  }
}
