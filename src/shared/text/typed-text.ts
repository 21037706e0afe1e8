/**
 * What people type, wherever it comes in: GraphQL inputs, case files, the command line, claims of
 * tokens. It is kept in Unicode's composed normal form (NFC), so that what looks the same is the same.
 */
export function normalForm(text: string): string {
  return text.normalize('NFC');
}

/**
 * How many characters a text has, wherever a limit counts them: code points of its normal form, in
 * which it is kept. An emoji beyond 16 bits is one, é is one in whatever form it came.
 */
export function lengthOf(text: string): number {
  return [...normalForm(text)].length;
}

/** In the normal form six units of 16 bits may become one character, and one unit three. */
const MOST_UNITS = 6;
const MOST_CHARACTERS = 3;

/** As {@link lengthOf}, 0 for a text that is far below `most`; of one that is far above in units of 16 bits. */
export function lengthNear(text: string, most: number): number {
  if (text.length * MOST_CHARACTERS <= most) return 0;
  return text.length > MOST_UNITS * most ? text.length : lengthOf(text);
}

/** White space, what has no form of its own, and what has one that is blank: fillers, an empty Braille cell. */
const UNSEEN =
  /[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{1d159}]/gu;

/** Whether nobody would see anything of it: such a name looks like none. */
export function isBlank(text: string): boolean {
  return text.replace(UNSEEN, '') === '';
}

export const BLANK = 'Must hold a character that can be seen.';

const LINE_BREAK = /[\n\r\u2028\u2029]/u;

/**
 * `text`: paragraphs. `line`: a subject or a summary, one line. `name`: one line, and nothing in it
 * that turns the direction of writing, so that no two names look alike that way. `file`: what a program
 * wrote, which whoever reads it cleans.
 */
export type TextKind = 'text' | 'line' | 'name' | 'file';

const FORBIDDEN: Readonly<Record<TextKind, RegExp>> = {
  text: /(?![\t\n\r])\p{Cc}/u,
  line: /(?!\t)[\p{Cc}\u2028\u2029]/u,
  file: /\0/u,
  name: /(?!\t)[\p{Cc}\u2028\u2029\p{Bidi_Control}]/u,
};

/** What keeps a text from being taken, with the place of it; undefined when nothing does. */
export function problemIn(text: string, kind: TextKind): string | undefined {
  if (!text.isWellFormed())
    return 'Must be well-formed Unicode; it holds half of a surrogate pair.';
  const found = FORBIDDEN[kind].exec(text);
  if (found === null) return undefined;
  return problemOf(found[0], [...text.slice(0, found.index)].length + 1);
}

function problemOf(char: string, place: number): string {
  if (char === '\0') return `Must not hold the NUL character; it stands at character ${place}.`;
  const where = `U+${hex(char).toUpperCase()} stands at character ${place}.`;
  if (LINE_BREAK.test(char)) return `Must be one line, without line breaks; ${where}`;
  return /\p{Cc}/u.test(char)
    ? `Must hold no control characters other than line breaks and tabs; ${where}`
    : `Must hold no characters that turn the direction of writing; ${where}`;
}

/**
 * A name of text whose writer cannot be asked for another, such as a file's: what a name may not hold is
 * dropped, or is a space where it parts words.
 */
export function cleanName(text: string): string {
  const seen = normalForm(text.toWellFormed().replaceAll(/\p{Bidi_Control}/gu, ''));
  return seen.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);
const INVISIBLE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;

/**
 * A text as one line that a terminal or a log can show as it is: what would break the line, move the
 * cursor or turn the direction of writing stands as an escape, the same as in JSON.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (char) => NAMED.get(char) ?? `\\u${hex(char)}`);
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
}

/** Whether PostgreSQL can keep a text as it is: without NUL and without half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

export const NOT_STORABLE = 'Must hold neither the NUL character nor half of a surrogate pair.';
