import ICAL from 'ical.js';

/** A line of iCalendar text (RFC 5545, 3.1) with its folds undone. */
export interface ContentLine {
  /** The number of its first line in the text, from 1. */
  line: number;
  text: string;
  /** Name of the property, in capitals; null for a line that is no property. */
  name: string | null;
}

/** The property on a line, as it is written. */
export interface Property {
  line: number;
  name: string;
  /** Parameters by their names in small letters. */
  params: Readonly<Record<string, string>>;
  /** The value of VALUE in small letters, such as `date`. */
  type: string;
  value: string;
}

const LINE_BREAK = /\r\n|\n|\r/;
/** A byte order mark before a calendar that was put behind another calendar. */
const LATER_MARK = /^\uFEFF+(?=BEGIN:VCALENDAR)/i;
const NAME = /^[A-Z0-9-]+(?=[;:])/i;
/** A date with a parameter, such as a time zone, that has a colon without the quotes that it needs then. */
const DATED = /^((?:DTSTART|DTEND|RDATE|EXDATE|RECURRENCE-ID);.*)(:\d{8}[^:]*)$/is;
const BARE_COLON = /;([A-Z0-9-]+)=([^";]*:[^";]*)/gi;
/** A line of vCalendar, the older format, that goes on in the next line when it ends in `=`. */
const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;
/** Lines that never continue the text of the line before. */
const OWN_LINE =
  /^(?:BEGIN|END|DTSTART|DTEND|DURATION|RRULE|RDATE|EXDATE|EXRULE|RECURRENCE-ID|STATUS|SUMMARY|UID|SEQUENCE)[;:]/i;
/** The most characters of a line, as the parser's time grows with the square of the length. */
const MAX_LINE = 20_000;
/** Lets the library split a line and leave its value, of which it would take 30 February for 2 March. */
const AS_WRITTEN = { property: {}, param: {}, value: {}, propertyGroups: false };

interface Begun {
  line: number;
  texts: string[];
  isQuotedPrintable: boolean;
}

/** Blank lines are left out; a line that begins with a space or tab continues the line before it. */
export function* linesOf(text: string): Iterable<ContentLine> {
  let last: Begun | undefined;
  for (const [place, part] of text.split(LINE_BREAK).entries()) {
    if (last !== undefined && goesOn(last, part)) {
      last.texts[last.texts.length - 1] = last.texts.at(-1)?.slice(0, -1) ?? '';
      last.texts.push(part);
    } else if (/^[ \t]/.test(part) && last !== undefined) last.texts.push(part.slice(1));
    else if (part.trim() !== '') {
      if (last !== undefined) yield lineOf(last);
      const first = part.replace(LATER_MARK, '');
      const isQuotedPrintable = QUOTED_PRINTABLE.test(first);
      last = { line: place + 1, texts: [first], isQuotedPrintable };
    }
  }
  if (last !== undefined) yield lineOf(last);
}

function goesOn({ texts, isQuotedPrintable }: Begun, part: string): boolean {
  return isQuotedPrintable && texts.at(-1)?.endsWith('=') === true && !OWN_LINE.test(part);
}

function lineOf({ line, texts }: Begun): ContentLine {
  const text = texts.join('');
  const name = text.includes(':') ? NAME.exec(text)?.[0] : undefined;
  return { line, text, name: name?.toUpperCase() ?? null };
}

/** Reads the property on a line; null for a line that cannot be read. */
export function readLine({ line, text, name }: ContentLine): Property | null {
  if (name === null || text.length > MAX_LINE) return null;
  try {
    const mended = text.replace(
      DATED,
      (_, head: string, value: string) => head.replaceAll(BARE_COLON, ';$1="$2"') + value,
    );
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
