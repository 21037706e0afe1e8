import { brandWithType, createContextCache } from '@pothos/core';
import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { isObjectType } from 'graphql';
import { MAY_SEE } from '../auth/permissions.ts';
import { isUuid } from '../shared/ids.ts';
import { badRequest } from './bad-request.ts';
import { builder } from './builder.ts';
import { nodeOf } from './checks/node-plugin.ts';
import type { Context } from './context.ts';
import { splitId } from './global-id.ts';
import { MAX_LIST } from './limits/limits.ts';

export const Node = builder.nodeInterfaceRef();

builder.queryFields((t) => ({
  node: t.field({
    type: Node,
    nullable: true,
    description:
      'Anything that has an id. Null when the id is malformed, names nothing, or names what is not yours.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of any type.' }) },
    resolve: async (_root, { id }, context, info) => {
      const [node] = await loadNodes([id], context, info.schema, selectedBy(context, info));
      return node ?? null;
    },
  }),
  nodes: t.field({
    type: t.listRef(Node, { nullable: true }),
    description: `Many at once, in the order of \`ids\`; null for each that \`node\` would give null for. At most ${MAX_LIST}; one that is named again counts once.`,
    args: { ids: t.arg.idList({ required: true, description: 'The `id`s of any types.' }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: new Set(ids).size }),
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > MAX_LIST) {
        throw badRequest(`\`nodes\` takes at most ${MAX_LIST} ids; ${ids.length} are given.`);
      }
      return loadNodes(ids, context, info.schema, selectedBy(context, info));
    },
  }),
}));

/** Tells what a Prisma query for nodes of a type reads beside their keys. */
type SelectionOf = (typeName: string) => {
  select?: object | undefined;
  include?: object | undefined;
};

function selectedBy(context: Context, info: GraphQLResolveInfo): SelectionOf {
  return (typeName) => queryFromInfo({ context, info, typeName });
}

/**
 * Reads nodes by their global ids, with one statement for each type. Null stands for a node that does not
 * exist or that the principal may not see. Without `selectionOf` the rows are read whole.
 */
export async function loadNodes(
  ids: readonly string[],
  context: Context,
  schema: GraphQLSchema,
  selectionOf: SelectionOf = () => ({}),
): Promise<(object | null)[]> {
  const parts = ids.map(splitId);
  const typeNames = new Set(parts.flatMap((part) => part?.typeName ?? []));
  const loaded = new Map(
    await Promise.all(
      [...typeNames].map(async (typeName) => {
        const keys = new Set(
          parts.flatMap((part) => (part?.typeName === typeName ? part.key : [])),
        );
        return [
          typeName,
          await loadRows(context, schema, typeName, [...keys], selectionOf),
        ] as const;
      }),
    ),
  );
  return parts.map((part) => (part && loaded.get(part.typeName)?.get(part.key)) ?? null);
}

/** Batches the loads of one tick. Nothing is cached, because a later mutation of the request changes rows. */
const nodes = createContextCache(
  (context: Context, schema: GraphQLSchema) =>
    new DataLoader<string, object | null>((ids) => loadNodes(ids, context, schema), {
      cache: false,
    }),
);

/** Reads one node as {@link loadNodes} does, in one statement with other loads of the same tick. */
export function loadNode(
  id: string,
  context: Context,
  schema: GraphQLSchema,
): Promise<object | null> {
  return nodes(context, schema).load(id);
}

async function loadRows(
  { db, principal }: Context,
  schema: GraphQLSchema,
  typeName: string,
  keys: readonly string[],
  selectionOf: SelectionOf,
): Promise<Map<string, object>> {
  const type = schema.getType(typeName);
  const node = isObjectType(type) ? nodeOf(type) : undefined;
  if (node === undefined || MAY_SEE[typeName]?.includes(principal.role) === false) return new Map();
  const ids = keys.flatMap((key) => parseKey(node.model, key) ?? []);
  if (ids.length === 0) return new Map();
  const { select, ...query } = selectionOf(typeName);
  const table = (db as unknown as Tables)[node.model.charAt(0).toLowerCase() + node.model.slice(1)];
  const rows = await table?.findMany({
    ...query,
    ...(select === undefined ? {} : { select: { ...select, id: true } }),
    where: { AND: [{ id: { in: ids } }, node.visibleTo(principal)] },
  });
  for (const row of rows ?? []) brandWithType(row, typeName as never);
  return new Map(rows?.map((row) => [String(row.id), row]));
}

type Tables = Record<string, { findMany(query: object): Promise<{ id: string | bigint }[]> }>;

/** Keys of the log are numbers, all others UUIDs. */
function parseKey(model: string, key: string): string | bigint | undefined {
  if (model === 'LogEntry') return /^\d{1,18}$/.test(key) ? BigInt(key) : undefined;
  return isUuid(key) ? key : undefined;
}
