import type { GraphQLLeafType } from 'graphql';
import { isEnumType } from 'graphql';
import { Prisma } from '../../db/client.ts';
import { jsonBytes } from '../limits/json-bytes.ts';
import type { Column } from './model.ts';
import type { Write } from './output.ts';
import { chargeText } from './output.ts';
import { Uncompilable } from './uncompilable.ts';

/** Types of columns that JSON of PostgreSQL would not keep as they are. */
const AS_TEXT: Readonly<Record<string, Prisma.Sql>> = {
  BigInt: Prisma.sql`::text`,
  Decimal: Prisma.sql`::text`,
};
const AS_TEXTS = Prisma.sql`::text[]`;

/** The expression for a column's value in a row of JSON. @throws Uncompilable */
export function jsonSql(alias: Prisma.Sql, { sql, type, isList }: Column): Prisma.Sql {
  if (type === 'Bytes') throw new Uncompilable('a column of bytes');
  const cast = AS_TEXT[type];
  if (cast === undefined) return Prisma.sql`${alias}.${sql}`;
  return Prisma.sql`${alias}.${sql}${isList ? AS_TEXTS : cast}`;
}

const FROM_JSON: Readonly<Record<string, (json: string) => unknown>> = {
  BigInt: (text) => BigInt(text),
  Decimal: (text) => new Prisma.Decimal(text),
  DateTime: (text) => new Date(text),
};

/** Makes the value that Prisma would have read from the column. */
export function readerOf({ type, isList }: Column): (json: unknown) => unknown {
  const read = FROM_JSON[type];
  if (read === undefined) return (json) => json;
  if (isList) return (json) => (json as string[] | null)?.map(read) ?? [];
  return (json) => (json === null ? null : read(json as string));
}

/** Characters of a time as PostgreSQL writes it in UTC with milliseconds: `2026-03-01T09:30:00.123+00:00`. */
const WITH_MILLISECONDS = 29;

function timeText(json: string): string {
  return json.length === WITH_MILLISECONDS && json.endsWith('+00:00')
    ? `"${json.slice(0, 23)}Z"`
    : `"${new Date(json).toISOString()}"`;
}

/** From this length on a text may cost points. */
const LONG_TEXT = 1_000;

const writeText: Write = (value, out) => {
  const text = value as string;
  if (text.length > LONG_TEXT) chargeText(out, text.length);
  out.text += JSON.stringify(text);
};
const writePlain: Write = (value, out) => {
  out.text += String(value);
};
const writeTime: Write = (value, out) => {
  out.text += timeText(value as string);
};
const writeJson: Write = (value, out) => {
  chargeText(out, jsonBytes(value));
  out.text += JSON.stringify(value);
};

/** Writers of the scalars whose serialised form is plain to see, for values as a row of JSON has them. */
const OF_COLUMNS: Readonly<Record<string, { column: string; write: Write }>> = {
  ID: { column: 'String', write: writeText },
  String: { column: 'String', write: writeText },
  EmailAddress: { column: 'String', write: writeText },
  Int: { column: 'Int', write: writePlain },
  Boolean: { column: 'Boolean', write: writePlain },
  DateTime: { column: 'DateTime', write: writeTime },
};

/** Writes values of a leaf type that are columns of a row. None of them is null. */
export function columnWriter(type: GraphQLLeafType, column: Column): Write {
  const known = OF_COLUMNS[type.name];
  if (known?.column === column.type) return known.write;
  const write = leafWriter(type);
  if (isEnumType(type)) return write;
  const read = readerOf({ ...column, isList: false });
  return (json, out) => write(read(json), out);
}

/** Writes values of a leaf type as resolvers return them. None of them is null. */
export function leafWriter(type: GraphQLLeafType): Write {
  if (isEnumType(type)) {
    const texts = new Map<unknown, string>();
    return (value, out) => {
      let text = texts.get(value);
      if (text === undefined) {
        text = JSON.stringify(type.serialize(value));
        texts.set(value, text);
      }
      out.text += text;
    };
  }
  return (value, out) => {
    const serialized: unknown = type.serialize(value);
    if (typeof serialized === 'string') writeText(serialized, out);
    else if (typeof serialized === 'object') writeJson(serialized, out);
    else out.text += JSON.stringify(serialized);
  };
}
