import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { itemKeysOf } from '../../../client/item-keys.ts';

const DEPTH = 4;

/**
 * What one of two queries selects of a type: every other of its leaves, all that a list's item is known
 * by, and the same below everything that has no id. Together the halves select all of it.
 */
export function halfOf(type: GraphQLObjectType, half: 0 | 1, depth = DEPTH): string {
  const keys = itemKeysOf(type.name) ?? [];
  let leaves = 0;
  const selected = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const below = getNamedType(field.type);
    if (isLeafType(below)) {
      leaves += 1;
      return keys.includes(field.name) || leaves % 2 === half ? [field.name] : [];
    }
    if (!isObjectType(below)) return [];
    if (isNode(below))
      return keys.includes(field.name) || half === 0 ? [`${field.name} { id }`] : [];
    return depth === 0 ? [] : partOf(field, below, half, depth);
  });
  return selected.join(' ');
}

function partOf(
  { name }: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
  half: 0 | 1,
  depth: number,
): string[] {
  const below = halfOf(type, half, depth - 1);
  return below === '' ? [] : [`${name} { ${below} }`];
}

function isNode(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Node');
}
