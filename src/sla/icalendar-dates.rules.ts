import { DAY_MS } from '../shared/duration.ts';

/** A day, or a time of one, as the text shows it. */
export interface WallTime {
  /** Counted from 1970-01-01. */
  day: number;
  /** Since midnight; null for a whole day. */
  ms: number | null;
  isUtc: boolean;
}

const VALUE = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-4])([0-5]\d)([0-5]\d|60)?(Z)?)?$/i;

/** `20261225`, `20261225T000000` or `20261225T000000Z`; undefined for what is no such day. */
export function dayIn(text: string): WallTime | undefined {
  const [whole, year, month, day, hours, minutes, seconds = '0', zulu] =
    VALUE.exec(text.trim()) ?? [];
  if (whole === undefined) return undefined;
  const at = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).getUTCDate() !== Number(day)) return undefined;
  const ms =
    hours === undefined
      ? null
      : ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return { day: at / DAY_MS, ms, isUtc: zulu !== undefined };
}

const DURATION =
  /^([+-]?)P(?=[\dT])(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/i;

/** Milliseconds of a length such as `P1D` or `P1W`; undefined for what is none, or less than nothing. */
export function lengthIn(text: string): number | undefined {
  const [whole, sign, ...parts] = DURATION.exec(text.trim()) ?? [];
  if (whole === undefined || sign === '-') return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  return (weeks * 7 + days) * DAY_MS + ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
