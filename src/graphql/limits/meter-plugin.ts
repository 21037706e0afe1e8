import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import SchemaBuilder, { BasePlugin } from '@pothos/core';
import type { GraphQLFieldResolver, GraphQLResolveInfo } from 'graphql';
import type { Context } from '../context.ts';
import { jsonBytes } from './json-bytes.ts';
import type { Price } from './price.ts';
import { READING_IN_POINTS } from './price.ts';
import { addBytes, usageOf } from './usage.ts';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      deskMeter: MeterPlugin<Types>;
    }

    export interface FieldOptions {
      /** Price of the field beside the one point of every field. */
      price?: Price;
    }
  }
}

export const METER = 'deskMeter' as const;

type Resolver = GraphQLFieldResolver<unknown, object, object>;

/**
 * Counts an answer while it is made, field by field, and runs no more fields once it is over a limit. The
 * fields of `Mutation` all run: every requested change is written, however long its answer is.
 */
export class MeterPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>) {
    const { price } = config.pothosOptions as { price?: Price };
    if (price === undefined) return config;
    return { ...config, extensions: { ...config.extensions, price } };
  }

  override wrapResolve(resolver: Resolver, config: PothosOutputFieldConfig<Types>): Resolver {
    const { price } = config.extensions as { price?: Price };
    const reading = price?.reads === undefined ? 0 : READING_IN_POINTS[price.reads];
    const alwaysRuns = config.kind === 'Mutation';
    const isLeaf = isLeafType(config.type as FieldType);
    return (parent, args, context, info) => {
      const usage = usageOf(context as Context);
      if (usage.refusal !== undefined && !alwaysRuns) throw usage.refusal;
      usage.points += reading;
      addBytes(usage, keyBytes(info));
      const value: unknown = resolver(parent, args, context, info);
      if (!isLeaf) return value;
      if (!isPromise(value)) {
        addBytes(usage, jsonBytes(value));
        return value;
      }
      return value.then((settled) => {
        addBytes(usage, jsonBytes(settled));
        return settled;
      });
    };
  }
}

/** Bytes of a field's key with quotes, colon and comma, and of the brackets around its selection. */
function keyBytes({ path }: GraphQLResolveInfo): number {
  return String(path.key).length + 6;
}

interface FieldType {
  kind: string;
  /** The type of the items, if it is a list. */
  type?: FieldType;
}

function isLeafType(type: FieldType): boolean {
  if (type.type !== undefined) return isLeafType(type.type);
  return type.kind === 'Scalar' || type.kind === 'Enum';
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

SchemaBuilder.registerPlugin(METER, MeterPlugin);
