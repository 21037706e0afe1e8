/**
 * Puts a text into Unicode's composed normal form (NFC), so that texts that look the same are the same. All
 * that people type is kept so, from GraphQL inputs, case files, the command line or claims of tokens.
 */
export function normalForm(text: string): string {
  return text.normalize('NFC');
}

/**
 * Counts the characters of a text, as every limit does: code points of its normal form, in which it is
 * kept. An emoji beyond 16 bits is one, and é is one in whatever form it came.
 */
export function lengthOf(text: string): number {
  return [...normalForm(text)].length;
}

/** Normalisation may make one character of six 16-bit units, and three characters of one unit. */
const MOST_UNITS = 6;
const MOST_CHARACTERS = 3;

/** Like {@link lengthOf}, but 0 for a text far below `most`; 16-bit units for one far above. */
export function lengthNear(text: string, most: number): number {
  if (text.length * MOST_CHARACTERS <= most) return 0;
  return text.length > MOST_UNITS * most ? text.length : lengthOf(text);
}

/** White space, characters without a form, and those with a blank one: fillers, an empty Braille cell. */
const UNSEEN =
  /[\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{1d159}]/gu;

/** Whether nothing of a text can be seen: such a name looks like no name. */
export function isBlank(text: string): boolean {
  return text.replace(UNSEEN, '') === '';
}

export const BLANK = 'Must hold a character that can be seen.';

const LINE_BREAK = /[\n\r\u2028\u2029]/u;

/**
 * What a text is. `text`: paragraphs. `line`: a subject or a summary, one line. `name`: one line, and
 * nothing in it that turns the direction of writing, so that no two names look alike that way. `file`: text
 * that a program wrote, which its reader cleans.
 */
export type TextKind = 'text' | 'line' | 'name' | 'file';

const FORBIDDEN: Readonly<Record<TextKind, RegExp>> = {
  text: /(?![\t\n\r])\p{Cc}/u,
  line: /(?!\t)[\p{Cc}\u2028\u2029]/u,
  file: /\0/u,
  name: /(?!\t)[\p{Cc}\u2028\u2029\p{Bidi_Control}]/u,
};

/** Tells why a text is not taken, with the place of the fault; undefined when it is taken. */
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
 * Makes a name of a text whose writer cannot be asked for another, such as a file's. Characters that a name
 * may not hold are dropped, or become a space where they part words.
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
 * Makes of a text one line that a terminal or a log can show. Characters that would break the line, move
 * the cursor or turn the direction of writing become escapes, the same as in JSON.
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
