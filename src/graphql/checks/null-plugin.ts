import type { PothosInputFieldConfig, SchemaTypes } from '@pothos/core';
import SchemaBuilder, { BasePlugin } from '@pothos/core';
import { meaningOfNull, nullExtension, nullText } from './null-meaning.ts';

declare global {
  export namespace PothosSchemaTypes {
    export interface Plugins<Types extends SchemaTypes> {
      deskNulls: NullPlugin<Types>;
    }
  }
}

export const NULLS = 'deskNulls' as const;

/**
 * Arguments that take null because clients send it for "none": libraries for paging begin with
 * `after: null`. Any other input refuses null, unless it says what null means.
 */
const MEANINGS: Readonly<Record<string, string>> = {
  first: 'as if left out',
  last: 'as if left out',
  after: 'as if left out',
  before: 'as if left out',
  filter: 'no filter',
  orderBy: 'as if left out',
};

/** Adds to the description of each input that takes null what null means. */
export class NullPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onInputFieldConfig(
    config: PothosInputFieldConfig<Types>,
  ): PothosInputFieldConfig<Types> {
    const meaning =
      meaningOfNull(config) ?? (config.kind === 'Arg' ? MEANINGS[config.name] : undefined);
    if (meaning === undefined || config.type.required) return config;
    return {
      ...config,
      description: `${config.description} ${nullText(meaning)}`,
      extensions: { ...config.extensions, ...nullExtension(meaning) },
    };
  }
}

SchemaBuilder.registerPlugin(NULLS, NullPlugin);
