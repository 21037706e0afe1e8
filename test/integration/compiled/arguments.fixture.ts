import type { GraphQLField } from 'graphql';
import { GraphQLInt, getNamedType, isObjectType, isRequiredArgument } from 'graphql';
import type { Draft } from './draft.fixture.ts';
import { between, chance, oneOf } from './draft.fixture.ts';
import type { Place } from './values.fixture.ts';
import { declare, writeValue } from './values.fixture.ts';

type Field = GraphQLField<unknown, unknown>;

/** @returns the arguments of a field with their parentheses; nothing when none is given. */
export function writeArguments(draft: Draft, parent: string, field: Field, depth: number): string {
  const paging = new Set(['first', 'last', 'after', 'before']);
  const others = field.args
    .filter(({ name }) => !paging.has(name))
    .filter((arg) => isRequiredArgument(arg) || chance(draft, 30))
    .map((arg) => `${arg.name}: ${writeValue(draft, arg.type, placeOf(parent, field, arg.name))}`);
  const given = [...others, ...writePage(draft, parent, field, depth, orderIn(field, others))];
  return given.length === 0 ? '' : `(${given.join(', ')})`;
}

/** The order that the arguments ask for, as far as it can be told: cursors are of one order each. */
function orderIn({ name, args }: Field, written: readonly string[]): string {
  const given = written.find((one) => one.startsWith('orderBy: '))?.slice('orderBy: '.length);
  if (given !== undefined && /^[A-Z]/.test(given)) return given;
  if (name === 'escalations') return 'OPENED_DESC';
  return args.some((arg) => arg.name === 'orderBy') ? 'NAME_ASC' : '';
}

function placeOf(parent: string, field: Field, name: string, order = ''): Place {
  const type = getNamedType(field.type);
  const edges = isObjectType(type) ? type.getFields()['edges'] : undefined;
  const edge = edges === undefined ? undefined : getNamedType(edges.type).name;
  return { field: `${parent}.${field.name}`, edge, order, within: undefined, name };
}

/** A page from the start or from the end, after or before something, and sometimes what is refused. */
function writePage(
  draft: Draft,
  parent: string,
  field: Field,
  depth: number,
  order: string,
): string[] {
  const has = (name: string) => field.args.some((arg) => arg.name === name);
  if (!has('first')) return has('last') ? [`last: ${size(draft, depth)}`] : [];
  const way = between(draft, 0, 99);
  const at = (name: 'after' | 'before'): string[] => {
    const arg = field.args.find((one) => one.name === name);
    if (arg === undefined) return [];
    return [`${name}: ${writeValue(draft, arg.type, placeOf(parent, field, name, order))}`];
  };
  // The usual size, on top only: further down it would be the price of everything.
  if (way < 12) return depth < 2 ? [] : [`first: ${size(draft, depth)}`];
  if (way < 45 || !has('last')) {
    return [`first: ${size(draft, depth)}`, ...(way % 2 === 0 ? at('after') : [])];
  }
  if (way < 66) return [`last: ${size(draft, depth)}`];
  if (way < 92) return [`last: ${size(draft, depth)}`, ...at('before')];
  if (way < 95) return [`first: null, last: ${size(draft, depth)}`];
  // From here on what some lists take and others refuse.
  if (way < 96) return [`first: ${size(draft, depth)}`, ...at('before')];
  if (way < 97) return [`last: ${size(draft, depth)}`, ...at('after')];
  if (way < 98) return [`first: ${size(draft, depth)}`, ...at('after'), ...at('before')];
  if (way < 99) return ['first: 1', 'last: 1'];
  return [`first: ${oneOf(draft, [0, 101, 100])}`];
}

/** Smaller pages further down, or the first list takes all the points that there are. */
function size(draft: Draft, depth: number): string {
  const most = draft.isLarge ? 30 : Math.max(2, 12 - 3 * depth);
  const value = between(draft, 1, most);
  return chance(draft, 30) ? `$${declare(draft, GraphQLInt, value)}` : String(value);
}
