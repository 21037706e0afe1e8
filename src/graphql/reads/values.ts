import type { GraphQLEnumType, GraphQLLeafType } from 'graphql';
import { isEnumType } from 'graphql';
import { readerOf as storedReader } from '../../db/rows/read.sql.ts';
import { jsonBytes } from '../limits/json-bytes.ts';
import type { Column } from './model.ts';
import type { Build } from './run.ts';
import { chargeText } from './run.ts';
import { Uncompilable } from './uncompilable.ts';

/** Makes the value that Prisma would have read from the column. */
export function readerOf({ stored }: Column): (json: unknown) => unknown {
  const read = storedReader(stored.type);
  return read === undefined ? (json) => json : (json) => (json === null ? null : read(json));
}

/** The same for one item of a list. */
function itemReaderOf({ stored }: Column): (json: unknown) => unknown {
  return storedReader(stored.type.replace(/\[\]$/, '')) ?? ((json) => json);
}

/** Characters of a time as PostgreSQL writes it in UTC with milliseconds: `2026-03-01T09:30:00.123+00:00`. */
const WITH_MILLISECONDS = 29;

function timeText(json: string): string {
  return json.length === WITH_MILLISECONDS && json.endsWith('+00:00')
    ? `${json.slice(0, 23)}Z`
    : new Date(json).toISOString();
}

/** From this length on a text may cost points. */
const LONG_TEXT = 1_000;

const text: Build = (value, run) => {
  const { length } = value as string;
  if (length > LONG_TEXT) chargeText(run, length);
  return value;
};
const plain: Build = (value) => value;
const time: Build = (value) => timeText(value as string);

/** Scalars whose serialised form is plain to see in a row of JSON. */
const OF_COLUMNS: Readonly<Record<string, { column: string; build: Build }>> = {
  ID: { column: 'String', build: text },
  String: { column: 'String', build: text },
  EmailAddress: { column: 'String', build: text },
  Int: { column: 'Int', build: plain },
  Boolean: { column: 'Boolean', build: plain },
  DateTime: { column: 'DateTime', build: time },
};

/** Builds values of a leaf type that are columns of a row of JSON. None of them is null. */
export function columnBuilder(type: GraphQLLeafType, column: Column): Build {
  const known = OF_COLUMNS[type.name];
  if (known?.column === column.type) return known.build;
  const build = leafBuilder(type);
  if (isEnumType(type)) return build;
  const read = itemReaderOf(column);
  return (json, run) => build(read(json), run);
}

/** Builds values of a leaf type that resolvers returned. None of them is null. */
export function leafBuilder(type: GraphQLLeafType): Build {
  if (isEnumType(type)) return enumBuilder(type);
  return (value, run) => {
    const serialized: unknown = type.serialize(value);
    if (typeof serialized === 'string') text(serialized, run);
    else if (typeof serialized === 'object') chargeText(run, jsonBytes(serialized));
    return serialized;
  };
}

function enumBuilder(type: GraphQLEnumType): Build {
  const names = new Map(type.getValues().map(({ name, value }) => [value as unknown, name]));
  return (value) => {
    const name = names.get(value);
    if (name === undefined) throw new Uncompilable(`${type.name} has no such value`);
    return name;
  };
}
