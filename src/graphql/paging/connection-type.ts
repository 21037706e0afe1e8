import type { MaybePromise, ObjectRef } from '@pothos/core';
import type { SchemaTypes } from '../builder.ts';
import { builder } from '../builder.ts';
import { COUNT_IN_POINTS } from '../limits/price.ts';
import { chargeReading } from '../limits/usage.ts';

interface Counted {
  /** A number on connections of relations, a function on connections of queries. */
  totalCount?: number | (() => MaybePromise<number>);
}

/**
 * Makes the one connection type of a node type, named after it, for all fields that page through it; Pothos
 * by itself would make one for each field. Pass it as the second argument of `t.prismaConnection` or
 * `t.relatedConnection`, with `totalCount` among the options of the field unless `isCounted` is false.
 */
export function connectionType<Shape>(
  type: ObjectRef<SchemaTypes, Shape>,
  typeName: string,
  { isCounted = true } = {},
) {
  return builder.connectionObject(
    {
      type,
      name: `${typeName}Connection`,
      description: `A page of a list of \`${typeName}\`.`,
      fields: (t) =>
        isCounted
          ? {
              totalCount: t.int({
                price: { reads: 'few' },
                description: 'How many there are on all pages together. Counted only when asked.',
                // Read by plugin-prisma: a selection of nothing but the count fetches no page.
                extensions: { pothosPrismaTotalCount: true },
                resolve: (connection, _args, context) => {
                  const { totalCount } = connection as Counted;
                  if (typeof totalCount !== 'function') return totalCount ?? 0;
                  chargeReading(context, COUNT_IN_POINTS);
                  return totalCount();
                },
              }),
            }
          : {},
    },
    {
      name: `${typeName}Edge`,
      description: `One \`${typeName}\` and its place in the list.`,
    },
  );
}
