import type { GraphQLLeafType, GraphQLOutputType } from 'graphql';
import { isLeafType, isListType, isNonNullType } from 'graphql';
import { jsonBytes } from '../limits/json-bytes.ts';
import type { Output, Write } from './output.ts';
import { chargeText, writeLater } from './output.ts';
import { Uncompilable } from './uncompilable.ts';

export const writeNull: Write = (_value, out) => {
  out.text += 'null';
};

/** Wraps the writer of values in what the nulls and the lists of a type need. */
export function completed(type: GraphQLOutputType, write: Write, key: string): Write {
  if (isNonNullType(type)) {
    const inner = completed(type.ofType, write, key);
    return (value, out) => {
      // The ordinary way says which field it is, and makes the parent null where that is due.
      if (value === null || value === undefined) throw new Uncompilable(`${key} is null`);
      inner(value, out);
    };
  }
  const some = isListType(type) ? listWriter(type.ofType, write, key) : write;
  return (value, out) => {
    if (value === null || value === undefined) out.text += 'null';
    else some(value, out);
  };
}

function listWriter(type: GraphQLOutputType, write: Write, key: string): Write {
  const item = completed(type, write, key);
  const ofLeaves = leafTypeOf(type) !== undefined;
  return (value, out) => {
    if (!Array.isArray(value)) throw new Uncompilable(`${key} is no list`);
    if (ofLeaves) chargeText(out, jsonBytes(value));
    writeList(value, out, item);
  };
}

export function writeList(values: readonly unknown[], out: Output, item: Write): void {
  out.text += '[';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) out.text += ',';
    const value = values[index];
    if (isPromise(value)) writeLater(out, value, item);
    else item(value, out);
  }
  out.text += ']';
}

export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

/**
 * Writes an object by the writers of its fields.
 *
 * @param fields with the points of what each reads, whatever it finds.
 */
export function objectWriter(
  fields: readonly { key: string; points: number; write: Write }[],
): Write {
  const keys = fields.map(({ key }, index) => `${index === 0 ? '{' : ','}${JSON.stringify(key)}:`);
  const writes = fields.map(({ write }) => write);
  const readingPoints = fields.reduce((sum, { points }) => sum + points, 0);
  return (source, out) => {
    out.run.points += writes.length;
    out.run.readingPoints += readingPoints;
    for (let index = 0; index < writes.length; index += 1) {
      out.text += keys[index];
      writes[index]?.(source, out);
    }
    out.text += '}';
  };
}

/** The scalar or enum inside lists and non-null; undefined for types with fields. */
export function leafTypeOf(type: GraphQLOutputType): GraphQLLeafType | undefined {
  let inner = type;
  while (isNonNullType(inner) || isListType(inner)) inner = inner.ofType;
  return isLeafType(inner) ? inner : undefined;
}
