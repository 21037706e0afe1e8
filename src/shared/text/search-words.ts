/**
 * The version of the folding in this file, which stored texts and search terms go through alike. Whoever
 * changes what the folding makes raises it: the next start then folds all stored texts anew.
 */
export const WORDS_VERSION = 2;

/** Characters of one text that are searched. Texts that people type are shorter. */
const MAX_FOLDED = 40_000;
/** Characters of a word; a longer word is found by its beginning. */
const MAX_WORD = 64;

/** Letters that Unicode does not decompose, and what people type who do not have them. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ς: 'σ', ı: 'i', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ł: 'l', ŧ: 't' },
  ...{ æ: 'ae', œ: 'oe', þ: 'th', ĸ: 'k', ŋ: 'n' },
};
const HAS_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'gu');
/** Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic; not the marks that make other letters, as in Japanese and Thai. */
const ACCENT =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: it is a list of marks, by their ranges.
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/gu;
/** Invisible characters inside of words, as the soft hyphen; not the zero-width space, which parts words. */
const UNSEEN = /(?!\u200b)\p{Cf}/gu;

/**
 * Signs of trademarks and rights, which nobody types in a search. The letters that Unicode makes of some
 * are no part of a word.
 */
const MARKS = String.raw`(?:(?:[\xa9\xae\u2117\u2120\u2122\u{1f16a}-\u{1f16c}]|\u1d40\u1d39|\u02e2\u1d39)[\ufe0e\ufe0f]?)+`;
const MARKS_AT_END = new RegExp(String.raw`\s?${MARKS}(?=\s|$)`, 'gu');
const MARKS_INSIDE = new RegExp(MARKS, 'gu');
/**
 * Signs that Unicode writes out and that stand for themselves: № and ℡, circled or bracketed characters,
 * fractions, ₨. Units such as ㎏ stay with their number, as `kg` does, and superscript digits with their
 * word.
 */
const SIGN = String.raw`(?:(?=[\p{So}\p{Sc}])(?![\u2103\u2109])[\u20a8\u2100-\u214f\u249c-\u24e9\ufdfc\u{1f110}-\u{1f169}\u{1f190}]|(?=\p{No})[\xbc-\xbe\u2150-\u215f\u2189\u2460-\u249b\u24ea\u3251-\u325f\u32b1-\u32bf\u{1f100}-\u{1f10a}])`;
const SIDE_OF_SIGN = new RegExp(
  String.raw`(?<=[\p{L}\p{N}\p{M}])(?=${SIGN})|(?<=${SIGN})(?=[\p{L}\p{N}])`,
  'gu',
);

/** Removes case, accents and width: `Straße`, `STRASSE` and full-width `ＳＴＲＡＳＳＥ` become the same. */
export function fold(text: string): string {
  if (isPlain(text)) return text.toLowerCase().slice(0, MAX_FOLDED);
  // Upper case first takes the final sigma and the like along; NFC puts Korean syllables together again.
  return (
    text
      .replace(MARKS_AT_END, '')
      .replace(MARKS_INSIDE, ' ')
      .replace(SIDE_OF_SIGN, ' ')
      .normalize('NFKD')
      .replace(ACCENT, '')
      .replace(UNSEEN, '')
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .normalize('NFKD')
      .replace(ACCENT, '')
      .replace(HAS_PLAIN, (letter) => PLAIN[letter] ?? letter)
      // What Unicode does not write out stands beside letters that it has just written out.
      .replace(SIDE_OF_SIGN, ' ')
      .normalize('NFC')
      .slice(0, MAX_FOLDED)
  );
}

/** Whether a text is ASCII, as most are. Such a text is read thirty times as fast as others. */
function isPlain(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them.
  return /^[\u0000-\u007f]*$/.test(text);
}

/** Runs of letters and digits: words, or sentences where the script has no spaces. */
const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const DENSE =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]+/gu;

/** A word, or a stretch of a script without spaces (`isDense`), any part of which can be searched for. */
export interface Word {
  text: string;
  isDense: boolean;
}

/** Splits a text into its words, in order. Punctuation separates: ESC-2026-001 gives three. */
export function wordsOf(text: string): Word[] {
  const folded = fold(text);
  if (isPlain(folded)) {
    const words = folded.match(/[a-z0-9]+/g) ?? [];
    return words.map((word) => ({ text: cut(word), isDense: false }));
  }
  return [...folded.matchAll(RUN)].flatMap(([run]) => splitRun(run));
}

function splitRun(run: string): Word[] {
  const words: Word[] = [];
  let from = 0;
  const add = (until: number) => {
    if (until > from) words.push({ text: cut(run.slice(from, until)), isDense: false });
  };
  for (const { 0: dense, index } of run.matchAll(DENSE)) {
    add(index);
    words.push({ text: dense, isDense: true });
    from = index + dense.length;
  }
  add(run.length);
  return words;
}

function cut(word: string): string {
  return word.length <= MAX_WORD ? word : [...word].slice(0, MAX_WORD).join('');
}

/**
 * Returns the lexemes that are stored for a text, in order. A stretch without spaces is stored as its pairs
 * of neighbouring letters and its last letter: any part of it is a sequence of such pairs, and a single
 * letter begins one.
 */
export function lexemesOf(text: string): string[] {
  return wordsOf(text).flatMap(({ text: word, isDense }) => (isDense ? pairsOf(word) : [word]));
}

function pairsOf(stretch: string): string[] {
  const letters = [...stretch];
  return letters.map((letter, place) => letter + (letters[place + 1] ?? ''));
}

/**
 * Writes words that follow each other as an operand of PostgreSQL's `tsquery`; empty without any word. Of a
 * stretch without spaces all pairs must occur, in any place: places would be lost in long texts, where
 * PostgreSQL counts no further.
 *
 * @param isBegun whether the last word stands for all words that begin with it.
 */
export function phraseOf(text: string, isBegun: boolean): string {
  const words = wordsOf(text);
  let query = '';
  let wasDense = true;
  for (const [place, { text: word, isDense }] of words.entries()) {
    const operand = isDense ? stretch(word) : quoted(word, isBegun && place === words.length - 1);
    if (query === '') query = operand;
    else query += isDense || wasDense ? ` & ${operand}` : ` <-> ${operand}`;
    wasDense = isDense;
  }
  return query;
}

function stretch(word: string): string {
  const pairs = pairsOf(word);
  if (pairs.length === 1) return quoted(word, true);
  return [...new Set(pairs.slice(0, -1))].map((pair) => quoted(pair, false)).join(' & ');
}

/** Quotes a lexeme. It holds only letters, digits and marks, so nothing in it is an operator. */
function quoted(lexeme: string, isBegun: boolean): string {
  return isBegun ? `'${lexeme}':*` : `'${lexeme}'`;
}

/** The limits of a `tsvector`: the last place of a word, and how many places of one word it keeps. */
const MAX_PLACE = 16_383;
const MAX_PLACES = 255;

/** A text in the form of PostgreSQL's `tsvector`. */
export function vectorOf(text: string): string {
  const places = new Map<string, number[]>();
  for (const [index, lexeme] of lexemesOf(text).entries()) {
    const place = Math.min(index + 1, MAX_PLACE);
    const found = places.get(lexeme);
    if (found === undefined) places.set(lexeme, [place]);
    else if (found.length < MAX_PLACES && found.at(-1) !== MAX_PLACE) found.push(place);
  }
  return [...places].map(([lexeme, at]) => `'${lexeme}':${at.join()}`).join(' ');
}
