import pg from 'pg';
import { Prisma } from '../generated/client/client.ts';
import type { Column } from './tables.ts';

/** A value as a parameter of a statement that says itself what type the parameter has. */
export function toParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toParameter);
  if (value instanceof Uint8Array) return Buffer.from(value);
  return value;
}

/** A parameter in the text that PostgreSQL reads; bytes stay bytes. */
export function toText(value: unknown): string | Buffer | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value;
  if (Array.isArray(value)) return `{${value.map(itemText).join()}}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** An item of an array: quoted, unless it is null or an array itself. */
function itemText(value: unknown): string {
  const text = Buffer.isBuffer(value) ? `\\x${value.toString('hex')}` : toText(value);
  if (text === null) return 'NULL';
  return Array.isArray(value) ? String(text) : `"${String(text).replace(/["\\]/g, '\\$&')}"`;
}

/** A value as a parameter for a column. */
export function toColumn({ isJson }: Column, value: unknown): unknown {
  if (isJson) return value == null ? null : JSON.stringify(value);
  return toParameter(value);
}

/**
 * A value that is not null as the JSON that PostgreSQL reads a column from. Texts keep numbers that JSON has no
 * digits for.
 */
export function jsonText(column: Column, value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (column.isJson) return JSON.stringify(value);
  if (typeof value === 'bigint') return `"${value}"`;
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (Array.isArray(value)) {
    return `[${value.map((one) => (one == null ? 'null' : jsonText(column, one))).join()}]`;
  }
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString('hex')}"`;
  return JSON.stringify(value);
}

/** Types of values whose text is read in another way than the driver reads it. */
const OID = { int8: 20, int8s: 1016, numeric: 1700, date: 1082, bytea: 17 } as const;

const OWN_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [OID.int8]: BigInt,
  [OID.int8s]: (text) => arrayOf(text).map(BigInt),
  [OID.numeric]: (text) => new Prisma.Decimal(text),
  // The driver takes a day for one of the machine's time zone.
  [OID.date]: (text) => new Date(text),
  [OID.bytea]: (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex')),
};

function arrayOf(text: string): string[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',');
}

/** Reads values as Prisma's client reads them. */
export const AS_PRISMA: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format === undefined || format === 'text' ? OWN_PARSERS[oid] : undefined) ??
    pg.types.getTypeParser(oid as number, format as 'text'),
};
