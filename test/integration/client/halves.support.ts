import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { getNamedType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { identityOf } from '../../../packages/client/src/identities.ts';

const DEPTH = 4;

export type IsWhole = (typeName: string) => boolean;

/**
 * What one of two queries selects of a type: every other of its leaves, all that it is known by, and the
 * same below everything that has no id. Together the halves select all of it.
 *
 * @param isWhole types that a cache does not put together: both select all of these.
 */
export function halfOf(
  type: GraphQLObjectType,
  half: 0 | 1,
  isWhole: IsWhole,
  depth = DEPTH,
): string {
  const identity = identityOf(type.name);
  const keys = typeof identity === 'object' ? identity.by : [];
  const isAll = isWhole(type.name);
  let leaves = 0;
  const selected = Object.values(type.getFields()).flatMap((field) => {
    if (field.args.some(isRequiredArgument)) return [];
    const below = getNamedType(field.type);
    if (isLeafType(below)) {
      leaves += 1;
      return isAll || keys.includes(field.name) || leaves % 2 === half ? [field.name] : [];
    }
    if (!isObjectType(below)) return [];
    if (isNode(below))
      return isAll || keys.includes(field.name) || half === 0 ? [`${field.name} { id }`] : [];
    return depth === 0 ? [] : partOf(field, below, half, isAll ? () => true : isWhole, depth);
  });
  return selected.join(' ');
}

function partOf(
  { name }: GraphQLField<unknown, unknown>,
  type: GraphQLObjectType,
  half: 0 | 1,
  isWhole: IsWhole,
  depth: number,
): string[] {
  const below = halfOf(type, half, isWhole, depth - 1);
  return below === '' ? [] : [`${name} { ${below} }`];
}

function isNode(type: GraphQLObjectType): boolean {
  return type.getInterfaces().some(({ name }) => name === 'Node');
}
