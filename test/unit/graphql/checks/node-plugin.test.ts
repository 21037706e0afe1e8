import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import { isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { NODES, nodeOf } from '../../../../src/graphql/checks/node-plugin.ts';

/** A schema with one type that has ids, and what it says of itself. */
function schemaWith(options: object) {
  const builder = new SchemaBuilder({ plugins: [NODES, RelayPlugin], relay: {} } as never);
  builder.queryType();
  builder.node(builder.objectRef<{ id: string }>('Thing'), {
    id: { resolve: ({ id }) => id },
    ...options,
  });
  return builder.toSchema();
}

const OF_A_MODEL = { extensions: { pothosPrismaModel: 'Model' } };

test('a schema does not build with a type with ids that does not say who sees it', () => {
  expect(() => schemaWith(OF_A_MODEL)).toThrow('Thing has ids: ');
});

test('a type that says so is known by its model and by what may be seen', () => {
  const visibleTo = () => ({});
  const type = schemaWith({ ...OF_A_MODEL, visibleTo }).getType('Thing');
  expect(isObjectType(type) && nodeOf(type)).toEqual({ model: 'Model', visibleTo });
});
