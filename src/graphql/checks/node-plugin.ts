import type { PothosTypeConfig, SchemaTypes } from '@pothos/core';
import SchemaBuilder, { BasePlugin } from '@pothos/core';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isInterfaceType } from 'graphql';
import type { Principal } from '../../auth/principal.ts';

/** Tells which rows of a type a principal may see, as a Prisma `where`. */
export type VisibleTo = (principal: Principal) => object;

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      deskNodes: NodePlugin<Types>;
    }

    export interface ObjectTypeOptions {
      /** For a type with ids: which of its rows `Query.node` and `Query.nodes` show to a principal. */
      visibleTo?: VisibleTo;
    }
  }
}

export const NODES = 'deskNodes' as const;

/** Stores `visibleTo` of each type with ids, and refuses a schema with such a type that lacks it. */
export class NodePlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onTypeConfig(config: PothosTypeConfig): PothosTypeConfig {
    const { visibleTo } = config.pothosOptions as { visibleTo?: VisibleTo };
    if (visibleTo === undefined) return config;
    return { ...config, extensions: { ...config.extensions, visibleTo } };
  }

  override afterBuild(schema: GraphQLSchema): GraphQLSchema {
    const node = schema.getType('Node');
    for (const type of isInterfaceType(node) ? schema.getPossibleTypes(node) : []) {
      if (nodeOf(type) === undefined) {
        throw new Error(
          `${type.name} has ids: give it a model, and \`visibleTo\` for who sees which rows.`,
        );
      }
    }
    return schema;
  }
}

/** The model of a type with ids, and who sees its rows; undefined for every other type. */
export function nodeOf({
  extensions,
}: GraphQLObjectType): { model: string; visibleTo: VisibleTo } | undefined {
  const { pothosPrismaModel: model, visibleTo } = extensions;
  return typeof model === 'string' && typeof visibleTo === 'function'
    ? { model, visibleTo: visibleTo as VisibleTo }
    : undefined;
}

SchemaBuilder.registerPlugin(NODES, NodePlugin);
