import type { GraphQLLeafType, GraphQLOutputType } from 'graphql';
import { isLeafType, isListType, isNonNullType } from 'graphql';
import { jsonBytes } from '../limits/json-bytes.ts';
import type { Build, Fill, Run } from './run.ts';
import { chargeText, fillLater, isPromise } from './run.ts';
import { Uncompilable } from './uncompilable.ts';

/** Adds to the builder of values what the nulls and the lists of a type need. */
export function completed(type: GraphQLOutputType, build: Build, key: string): Build {
  if (isNonNullType(type)) {
    const inner = completed(type.ofType, build, key);
    return (value, run) => {
      // The ordinary way says which field it is, and makes the parent null where that is due.
      if (value === null || value === undefined) throw new Uncompilable(`${key} is null`);
      return inner(value, run);
    };
  }
  const some = isListType(type) ? listBuilder(type.ofType, build, key) : build;
  return (value, run) => (value === null || value === undefined ? null : some(value, run));
}

function listBuilder(type: GraphQLOutputType, build: Build, key: string): Build {
  const item = completed(type, build, key);
  const ofLeaves = leafTypeOf(type) !== undefined;
  return (value, run) => {
    if (!Array.isArray(value)) throw new Uncompilable(`${key} is no list`);
    const { points } = run;
    const built = buildList(value, run, item);
    if (ofLeaves) {
      // Charged as one value, not by its items.
      run.points = points;
      chargeText(run, jsonBytes(built));
    }
    return built;
  };
}

export function buildList(values: readonly unknown[], run: Run, item: Build): unknown[] {
  const built: unknown[] = new Array(values.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (isPromise(value)) fillLater(run, built as never, index, value, item);
    else built[index] = item(value, run);
  }
  return built;
}

/** A field of an object: known at once from its source, or put in its place by a function. */
export interface ObjectField {
  key: string;
  /** Points of what it reads, whatever it finds. */
  points: number;
  build?: Build | undefined;
  fill?: Fill | undefined;
}

type Literal = (source: unknown, run: Run) => Record<string, unknown>;

/** Makes objects with these fields. */
export function objectBuilder(fields: readonly ObjectField[]): Build {
  const literal = literalOf(fields);
  const fills = fields.flatMap(({ fill }) => fill ?? []);
  const readingPoints = fields.reduce((sum, { points }) => sum + points, 0);
  return (source, run) => {
    run.points += fields.length;
    run.readingPoints += readingPoints;
    const target = literal(source, run);
    for (const fill of fills) fill(target, source, run);
    return target;
  };
}

/**
 * A function that makes an object with all keys at once. It is generated, because V8 makes such objects
 * several times as fast as it adds keys one by one; only keys, which are names of GraphQL, become code.
 */
function literalOf(fields: readonly ObjectField[]): Literal {
  const builds = fields.map(({ build }) => build ?? (() => null));
  const code = fields.map(({ key }, index) => `${keyCode(key)}: b${index}(source, run)`);
  const make = new Function(
    ...fields.map((_field, index) => `b${index}`),
    `return (source, run) => ({ ${code.join(', ')} });`,
  ) as (...parts: Build[]) => Literal;
  return make(...builds);
}

/** A key of a literal. `__proto__` is one only in brackets, which V8 is slow with. */
function keyCode(key: string): string {
  return key === '__proto__' ? '["__proto__"]' : JSON.stringify(key);
}

/** The scalar or enum inside lists and non-null; undefined for types with fields. */
export function leafTypeOf(type: GraphQLOutputType): GraphQLLeafType | undefined {
  let inner = type;
  while (isNonNullType(inner) || isListType(inner)) inner = inner.ofType;
  return isLeafType(inner) ? inner : undefined;
}
