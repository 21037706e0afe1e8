import ICAL from 'ical.js';
import { cleanName } from '../../shared/text/typed-text.ts';
import type { ContentLine, Property } from './icalendar-lines.rules.ts';
import { readLine } from './icalendar-lines.rules.ts';
import { allOf, EventLeftOut } from './icalendar-values.rules.ts';

const MAX_NAME = 200;
const NO_NAME = 'Holiday';
/** Encodings that leave a value as it is. */
const PLAIN = /^(?:7BIT|8BIT)?$/i;

/** The name of an event, even of one that cannot be read. What cannot be decoded is taken as written. */
export function nameOf(lines: readonly ContentLine[]): string {
  const given = summaryIn(lines);
  return kept(given === null ? '' : (decoded(given) ?? given.value));
}

/** The name of an event. @throws EventLeftOut for a name that cannot be decoded. */
export function readName(lines: readonly ContentLine[]): string {
  const [given] = allOf(lines, 'SUMMARY');
  if (given === undefined || decoded(given) !== null) return nameOf(lines);
  const { encoding = '', charset } = given.params;
  const how = charset === undefined ? encoding : `${encoding} of ${charset}`;
  throw new EventLeftOut(
    `has a SUMMARY on line ${given.line} in ${how}, which cannot be read: give it as UTF-8`,
  );
}

function summaryIn(lines: readonly ContentLine[]): Property | null {
  const given = lines.find(({ name }) => name === 'SUMMARY');
  return given === undefined ? null : readLine(given);
}

/** Decodes vCalendar, the older format, which writes what is not ASCII as =C3=AD; null if that fails. */
function decoded({ value, params: { encoding = '', charset = 'utf-8' } }: Property): string | null {
  if (PLAIN.test(encoding)) return value;
  const isQuoted = /^QUOTED-PRINTABLE$/i.test(encoding) && !/=(?![0-9A-F]{2})/i.test(value);
  const bytes = value.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  if (!isQuoted || /\P{ASCII}/u.test(value)) return null;
  try {
    const codes = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
    return new TextDecoder(charset, { fatal: true }).decode(codes);
  } catch {
    return null;
  }
}

function kept(value: string): string {
  const text: string = ICAL.design.icalendar.value.text.fromICAL(value);
  const name = [...cleanName(text)].slice(0, MAX_NAME).join('').trimEnd();
  return name === '' ? NO_NAME : name;
}
