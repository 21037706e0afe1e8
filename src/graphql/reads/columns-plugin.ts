import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import SchemaBuilder, { BasePlugin, RootFieldBuilder } from '@pothos/core';
import '@pothos/plugin-prisma';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      deskColumns: ColumnsPlugin<Types>;
    }

    export interface FieldOptions {
      /**
       * For a field whose resolver reads a row that Prisma reads whole: the columns that it does read. For a
       * field that returns rows: the columns of those that its resolver reads.
       */
      columns?: readonly string[];
    }
  }
}

export const COLUMNS = 'deskColumns' as const;

/** Keeps what fields say of the columns that they read, for the reads that are compiled from it. */
export class ColumnsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>) {
    const { columns } = config.pothosOptions as { columns?: readonly string[] };
    if (columns === undefined) return config;
    return { ...config, extensions: { ...config.extensions, columns } };
  }
}

/** A resolver of `t.prismaField`: it spreads the first argument into its query of Prisma. */
export type ResolveRows = (
  query: object,
  parent: unknown,
  args: object,
  context: object,
  info: object,
) => unknown;

interface PrismaFields {
  prismaField(options: { resolve: ResolveRows; extensions?: object }): unknown;
}

const fields = RootFieldBuilder.prototype as unknown as PrismaFields;
const { prismaField } = fields;
/** Keeps the resolver without the plan that plugin-prisma makes before each call of it. */
fields.prismaField = function withResolver(options) {
  const extensions = { ...options.extensions, resolveRows: options.resolve };
  return prismaField.call(this, { ...options, extensions });
};

SchemaBuilder.registerPlugin(COLUMNS, ColumnsPlugin);
