import { lengthNear } from '../shared/typed-text.ts';
import { linesOf } from './icalendar-lines.rules.ts';
import type { Parts } from './icalendar-parts.rules.ts';
import { ICalendarError, partsOf } from './icalendar-parts.rules.ts';

export { ICalendarError };

/** What is taken of iCalendar text at every door. */
export const MAX_ICALENDAR = 1_000_000;
/** In place of bytes that somebody could not read. */
const REPLACEMENT = '\ufffd';

/**
 * Takes iCalendar text (RFC 5545) of one or several calendars apart.
 *
 * @throws ICalendarError for text that is none, is too long, was read in another encoding than its
 *   own, or ends before it is whole.
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
  const garbled = text.indexOf(REPLACEMENT);
  if (garbled >= 0) {
    throw new ICalendarError(
      `Line ${text.slice(0, garbled).split(/\r\n|\n|\r/).length} holds U+FFFD, which stands for bytes that could not be read: read the file in its own encoding, and give it as UTF-8.`,
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
 * The bytes of a file whose lines were folded at 75 bytes in the middle of a character, as RFC 5545
 * allows: the character whole, before its fold. Lines keep their numbers.
 */
export function mendFolds(bytes: Uint8Array): Uint8Array {
  const mended = Uint8Array.from(bytes);
  for (let at = 0; at < mended.length; at += 1) {
    const length = foldAt(mended, at);
    if (length === 0) continue;
    let end = at + length;
    while (isContinuation(mended[end])) end += 1;
    if (end === at + length) continue;
    const fold = mended.slice(at, at + length);
    mended.copyWithin(at, at + length, end);
    mended.set(fold, end - length);
    at = end - 1;
  }
  return mended;
}

const [CR, LF, SPACE, TAB] = [0x0d, 0x0a, 0x20, 0x09];

/** How many bytes the fold has that begins there; 0 when none does. */
function foldAt(bytes: Uint8Array, at: number): number {
  const lineBreak = bytes[at] === LF ? 1 : bytes[at] === CR && bytes[at + 1] === LF ? 2 : 0;
  const next = bytes[at + lineBreak];
  return lineBreak > 0 && (next === SPACE || next === TAB) ? lineBreak + 1 : 0;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0;
}
