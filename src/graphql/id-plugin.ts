import type { PothosOutputFieldConfig, SchemaTypes } from '@pothos/core';
import SchemaBuilder, { BasePlugin } from '@pothos/core';
import { encodeId } from './global-id.ts';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      deskIds: IdPlugin<Types>;
    }
  }
}

export const IDS = 'deskIds' as const;

/**
 * Resolves global ids without promises. The plugin for Relay makes a promise of each id, and so of each
 * object with one, which is a third of the time to execute an event or a row of a list.
 */
export class IdPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(config: PothosOutputFieldConfig<Types>) {
    if (config.kind !== 'Object' || config.name !== 'id') return config;
    const { parentType } = config;
    const resolve = ({ id }: { id: string | bigint }) => encodeId(parentType, id);
    const extensions = { ...config.extensions, isGlobalId: true };
    return { ...config, extensions, resolve: resolve as never };
  }
}

SchemaBuilder.registerPlugin(IDS, IdPlugin);
