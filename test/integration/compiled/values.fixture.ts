import type { GraphQLInputField, GraphQLInputType } from 'graphql';
import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';
import type { Draft } from './draft.fixture.ts';
import { between, chance, newName, oneOf } from './draft.fixture.ts';
import { scalarValue } from './scalars.fixture.ts';

/** Where a value stands: what it may name goes by it. */
export interface Place {
  /** Of the field that has the argument, as in `Escalation.timeline`. */
  field: string;
  /** The type of the values of a list, as in `TimelineEdge`, whose cursors it takes. */
  edge: string | undefined;
  /** The order of such a list, where it may have several. */
  order: string;
  /** The input object around it, where it is in one. */
  within: string | undefined;
  name: string;
}

/** A value as it stands in a document: a literal, a variable, or a literal with variables in it. */
export function writeValue(draft: Draft, type: GraphQLInputType, place: Place): string {
  return chance(draft, 40) ? writeVariable(draft, type, place) : writeLiteral(draft, type, place);
}

function writeVariable(draft: Draft, type: GraphQLInputType, place: Place): string {
  const value = jsonFor(draft, type, place);
  return `$${declare(draft, type, value, isInOneOf(draft, place))}`;
}

/** In a field of which exactly one is given a variable has no default and is never null. */
function isInOneOf({ schema }: Draft, { within }: Place): boolean {
  const object = within === undefined ? undefined : schema.getType(within);
  return isInputObjectType(object) && object.isOneOf;
}

/**
 * Declares a variable for a place of that type.
 *
 * @param strictly of the very type, not null.
 * @returns its name.
 */
export function declare(
  draft: Draft,
  type: GraphQLInputType,
  value: unknown,
  strictly = false,
): string {
  const wanted = strictly ? `${getNullableType(type)}!` : String(type);
  const same = [...draft.variables].find(
    ([, known]) => known.declared === wanted && known.value !== undefined,
  );
  // One variable in two places.
  if (same !== undefined && !isListType(getNullableType(type)) && chance(draft, 12)) return same[0];
  const name = newName(draft, 'v');
  draft.variables.set(name, variableFor(draft, type, value, strictly));
  return name;
}

function variableFor(draft: Draft, type: GraphQLInputType, value: unknown, strictly: boolean) {
  const bare = String(getNullableType(type));
  if (strictly) return { declared: `${bare}!`, value };
  const way = between(draft, 0, 9);
  // Its default counts where the request leaves it out.
  if (way === 0 && value !== null) {
    return { declared: `${bare} = ${literalOf(value, type)}`, value: undefined };
  }
  if (way === 1 && value !== null) {
    return { declared: `${bare} = ${literalOf(value, type)}`, value };
  }
  if (way === 2 && !isNonNullType(type)) return { declared: bare, value: undefined };
  if (way === 3 && !isNonNullType(type) && chance(draft, 25))
    return { declared: bare, value: null };
  if (way === 4 && !isNonNullType(type) && value !== null) return { declared: `${bare}!`, value };
  // Null in place of its default, and the place wants a value: an error of the field that has it.
  if (way === 5 && isNonNullType(type) && chance(draft, 10)) {
    return { declared: `${bare} = ${literalOf(value, type)}`, value: null };
  }
  return { declared: String(type), value };
}

function writeLiteral(draft: Draft, type: GraphQLInputType, place: Place): string {
  if (isNonNullType(type)) return writeLiteral(draft, type.ofType, place);
  if (mayBeNull(draft, type, place)) return 'null';
  if (isListType(type)) {
    const { ofType } = type;
    const count = countIn(draft, place);
    // One value stands for a list of one.
    if (count === 1 && chance(draft, 30)) return writeLiteral(draft, ofType, place);
    const items = Array.from({ length: count }, () => writeValue(draft, ofType, place));
    return `[${items.join(', ')}]`;
  }
  if (isInputObjectType(type)) {
    const entries = givenIn(draft, type.name).map((field) => {
      const inner = { ...place, within: type.name, name: field.name };
      return `${field.name}: ${writeValue(draft, field.type, inner)}`;
    });
    return `{${entries.join(', ')}}`;
  }
  return literalOf(jsonFor(draft, type, place), type);
}

/** A value as JSON has it, for variables. */
function jsonFor(draft: Draft, type: GraphQLInputType, place: Place): unknown {
  if (isNonNullType(type)) return jsonFor(draft, type.ofType, { ...place });
  if (mayBeNull(draft, type, place)) return null;
  if (isListType(type)) {
    const { ofType } = type;
    const count = countIn(draft, place);
    if (count === 1 && chance(draft, 20)) return jsonFor(draft, present(ofType), place);
    return Array.from({ length: count }, () => jsonFor(draft, present(ofType), place));
  }
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      givenIn(draft, type.name).map((field) => [
        field.name,
        jsonFor(draft, field.type, { ...place, within: type.name, name: field.name }),
      ]),
    );
  }
  if (isEnumType(type)) return oneOf(draft, type.getValues()).name;
  return scalarValue(draft, type.name, place);
}

function present(type: GraphQLInputType): GraphQLInputType {
  return isNonNullType(type) ? type.ofType : type;
}

/** Only values that are left out may be null: entries, and what is required, are not. */
function mayBeNull(draft: Draft, type: GraphQLInputType, place: Place): boolean {
  if (isInOneOf(draft, place) || REQUIRED.has(place.name)) return false;
  return !isNonNullType(type) && NULLABLE.has(place.name) && chance(draft, 7);
}

const REQUIRED = new Set(['by', 'id', 'ids', 'escalationId', 'template']);
/** Arguments that a request may give as null; most others, and all of filters, are refused with it. */
const NULLABLE = new Set(['filter', 'after', 'before', 'orderBy', 'fields', 'pastCycles']);

function countIn(draft: Draft, { name }: Place): number {
  if (name === 'ids') return between(draft, 0, 8);
  return chance(draft, 6) ? 0 : between(draft, 1, 3);
}

/** Fields of an input object that are given: few, so that something meets all of them. */
function givenIn(draft: Draft, name: string): readonly GraphQLInputField[] {
  const type = draft.schema.getType(name);
  if (!isInputObjectType(type)) throw new Error(`${name} is no input object.`);
  const fields = Object.values(type.getFields());
  if (type.isOneOf) return [oneOf(draft, fields)];
  const share = chance(draft, 15) ? 40 : Math.ceil(130 / fields.length);
  return fields.filter((field) => isRequiredInputField(field) || chance(draft, share));
}

/** As it stands in a document; names of enums have no quotes there. */
function literalOf(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(value, type.ofType);
  if (value === null) return 'null';
  if (isListType(type)) {
    const { ofType } = type;
    return Array.isArray(value)
      ? `[${value.map((item) => literalOf(item, ofType)).join(', ')}]`
      : literalOf(value, ofType);
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const entries = Object.entries(value as object).flatMap(([name, child]) => {
      const field = fields[name];
      return field === undefined ? [] : [`${name}: ${literalOf(child, field.type)}`];
    });
    return `{${entries.join(', ')}}`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}
