/** A line of iCalendar text (RFC 5545, 3.1), its folds undone. */
export interface ContentLine {
  /** Where it begins in the text, from 1. */
  line: number;
  /** In capitals, as are the names of parameters. */
  name: string;
  params: ReadonlyMap<string, string>;
  value: string;
}

/** A line that is none. */
export interface StrayLine {
  line: number;
  text: string;
}

const LINE_BREAK = /\r\n|\n|\r/;
const PARAM = /;([A-Za-z0-9-]+)=("[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*/y;
const NAME = /^[A-Za-z0-9-]+(?=[;:])/;
/** Their values hold no colon, while time zones of some makers do, without the quotes that they need. */
const DATES = /^(?:DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)$/;
const DATES_VALUE = /:([^:]*)$/;

/** Blank lines are left out; a line that begins with a space or tab goes on where the one before ended. */
export function linesOf(text: string): (ContentLine | StrayLine)[] {
  const parts: { line: number; texts: string[] }[] = [];
  for (const [place, text_] of text.split(LINE_BREAK).entries()) {
    const last = parts.at(-1);
    if (/^[ \t]/.test(text_) && last !== undefined) last.texts.push(text_.slice(1));
    else if (text_.trim() !== '') parts.push({ line: place + 1, texts: [text_] });
  }
  return parts.map(({ line, texts }) => readLine(line, texts.join('')));
}

function readLine(line: number, text: string): ContentLine | StrayLine {
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return { line, text };
  const params = new Map<string, string>();
  let at = name.length;
  for (;;) {
    PARAM.lastIndex = at;
    const found = PARAM.exec(text);
    if (found === null) break;
    const [whole, key = '', value = ''] = found;
    params.set(key.toUpperCase(), value.replaceAll('"', ''));
    at += whole.length;
  }
  const upper = name.toUpperCase();
  if (DATES.test(upper)) {
    const value = DATES_VALUE.exec(text)?.[1];
    if (value !== undefined) return { line, name: upper, params, value: value.trim() };
  }
  if (text[at] !== ':') return { line, text };
  return { line, name: upper, params, value: text.slice(at + 1) };
}

export function isStray(line: ContentLine | StrayLine): line is StrayLine {
  return !('name' in line);
}
