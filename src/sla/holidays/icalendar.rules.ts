import { lengthNear } from '../../shared/text/typed-text.ts';
import { MAX_ICALENDAR } from './holiday-list.rules.ts';
import { linesOf } from './icalendar-lines.rules.ts';
import type { Parts } from './icalendar-parts.rules.ts';
import { ICalendarError, partsOf } from './icalendar-parts.rules.ts';

export { ICalendarError };

/** Signs of text that was read in another encoding than its own. */
const GARBLED = [
  ['\ufffd', 'U+FFFD, which stands for bytes that could not be read'],
  ['\u001b$', 'ESC $, by which ISO-2022 changes its characters: it is not UTF-8'],
  ['\u001b(', 'ESC (, by which ISO-2022 changes its characters: it is not UTF-8'],
] as const;

/**
 * Takes iCalendar text (RFC 5545) of one or several calendars apart.
 *
 * @throws ICalendarError for text that is none, is too long, was read in another encoding than its own,
 *   or ends too early.
 */
export function* readParts(text: string): Generator<void, Parts> {
  const length = lengthNear(text, MAX_ICALENDAR);
  if (length > MAX_ICALENDAR) {
    throw new ICalendarError(
      `Must have at most ${MAX_ICALENDAR.toLocaleString('en')} characters; it has ${length.toLocaleString('en')}.`,
    );
  }
  if (!/^\uFEFF?\s*BEGIN:VCALENDAR\s/i.test(text)) {
    throw new ICalendarError('Must be iCalendar text, which begins with BEGIN:VCALENDAR.');
  }
  for (const [sign, what] of GARBLED) {
    const place = text.indexOf(sign);
    if (place < 0) continue;
    throw new ICalendarError(
      `Line ${text.slice(0, place).split(/\r\n|\n|\r/).length} holds ${what}; read the file in its own encoding, and give it as UTF-8.`,
    );
  }
  const parts = yield* partsOf(linesOf(text.replace(/^\uFEFF/, '').replace(/^[ \t]+/, '')));
  if (parts.cutOff !== null) {
    const { name, line } = parts.cutOff;
    throw new ICalendarError(
      `Ends before the END:${name} of line ${line}: the file was cut off, and what it would say after that is not known.`,
    );
  }
  return parts;
}

/**
 * Mends the bytes of a file whose lines were folded at 75 bytes in the middle of a character, as RFC
 * 5545 allows: the whole character then stands before its fold. Lines keep their numbers.
 */
export function mendFolds(bytes: Uint8Array): Uint8Array {
  const mended = Uint8Array.from(bytes);
  for (let at = 0; at < mended.length; at += 1) {
    if (!isBreak(mended[at])) continue;
    const { folded, looked } = foldsFrom(mended, at);
    let end = folded;
    while (isContinuation(mended[end])) end += 1;
    if (end === folded) {
      at = looked - 1;
      continue;
    }
    const folds = mended.slice(at, folded);
    mended.copyWithin(at, folded, end);
    mended.set(folds, at + end - folded);
    at = end - 1;
  }
  return mended;
}

const [CR, LF, SPACE, TAB] = [0x0d, 0x0a, 0x20, 0x09];

/** Where the consecutive folds that begin at `at` end, and how far the bytes were looked at. */
function foldsFrom(bytes: Uint8Array, at: number): { folded: number; looked: number } {
  let [folded, looked] = [at, at];
  while (isBreak(bytes[looked])) {
    while (isBreak(bytes[looked])) looked += 1;
    if (bytes[looked] !== SPACE && bytes[looked] !== TAB) break;
    looked += 1;
    folded = looked;
  }
  return { folded, looked };
}

/** Whether a byte breaks a line. Old files have CR or LF alone; mended files can have both twice. */
function isBreak(byte: number | undefined): boolean {
  return byte === CR || byte === LF;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}
