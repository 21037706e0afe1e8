import type { GraphQLField } from 'graphql';
import { getNullableType, isListType } from 'graphql';
import { DEFAULT_PAGE } from './limits.ts';

/** How long a list is that has no page size. */
const LIST_LENGTH = 5;

type Field = Pick<GraphQLField<unknown, unknown>, 'name' | 'type' | 'args'>;

interface Cost {
  field: number;
  /** How often what is selected below is read. */
  multiplier: number;
}

/**
 * Points of a field: one, and what is selected below it for each item that it may return. A page
 * counts its whole size where it is asked for, so the lists inside it count no more.
 */
export function fieldCost(
  args: Readonly<Record<string, unknown>>,
  _context: object,
  field: Field,
): Cost {
  if (field.args.some(({ name }) => name === 'first'))
    return { field: 1, multiplier: pageSize(args) };
  return { field: 1, multiplier: isOwnList(field) ? LIST_LENGTH : 1 };
}

function pageSize({ first, last }: Readonly<Record<string, unknown>>): number {
  return Number(first ?? last ?? DEFAULT_PAGE);
}

function isOwnList({ name, type }: Field): boolean {
  return isListType(getNullableType(type)) && name !== 'nodes' && name !== 'edges';
}
