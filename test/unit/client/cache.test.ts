import { getNamedType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { apolloCache, graphcacheKeys } from '../../../client/cache.ts';
import { LISTS_OF_VALUES } from '../../../client/generated/cache-types.ts';
import { ITEM_KEYS, itemKeysOf } from '../../../client/item-keys.ts';
import { mergeValues } from '../../../client/merge.ts';
import { createSchema } from '../../../src/schema.ts';

const schema = createSchema();

function fieldsOf(typeName: string) {
  const type = schema.getType(typeName);
  return isObjectType(type) ? type.getFields() : {};
}

describe('what caches know of the schema', () => {
  test('is, of every item of a list without an id, by which fields it is known again', () => {
    const items = Object.entries(LISTS_OF_VALUES).flatMap(([typeName, fields]) =>
      fields.map((field) => String(getNamedType(fieldsOf(typeName)[field]?.type))),
    );
    expect(items.length).toBeGreaterThan(20);
    for (const item of items) {
      const keys = itemKeysOf(item);
      expect(keys, `${item} is missing in client/item-keys.ts`).toBeDefined();
      for (const key of keys ?? []) expect(fieldsOf(item), item).toHaveProperty(key);
    }
    expect(Object.keys(ITEM_KEYS).filter((one) => !items.includes(one))).toEqual([]);
  });

  test('is that every type with a global id is kept under it, and no other type', () => {
    const { typePolicies, possibleTypes } = apolloCache();
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith('__')) continue;
      if (['Query', 'Mutation', 'Subscription'].includes(type.name)) continue;
      const isNode = type.getInterfaces().some(({ name }) => name === 'Node');
      expect([type.name, typePolicies[type.name]?.keyFields]).toEqual([
        type.name,
        isNode ? undefined : false,
      ]);
      expect([type.name, type.name in graphcacheKeys()]).toEqual([type.name, !isNode]);
    }
    expect(possibleTypes['Node']).toContain('Escalation');
  });
});

const step = (name: string, more: object) => ({ __typename: 'StepProgress', step: name, ...more });

describe('two answers about one thing', () => {
  test('are put together, the newer one before the older one, at any depth', () => {
    const money = (more: object) => ({ __typename: 'Money', ...more });
    expect(
      mergeValues(
        { __typename: 'Impact', businessImpact: 'x', revenueAtRisk: money({ amount: '1.00' }) },
        { __typename: 'Impact', businessImpact: 'y', revenueAtRisk: money({ currency: 'USD' }) },
      ),
    ).toEqual({
      __typename: 'Impact',
      businessImpact: 'y',
      revenueAtRisk: money({ amount: '1.00', currency: 'USD' }),
    });
  });

  test('of a list go by the items, and order and number are those of the newer one', () => {
    const older = [step('A', { state: 'OPEN' }), step('B', { state: 'DONE' })];
    const newer = [step('B', { at: 2 }), step('C', { at: 3 })];
    expect(mergeValues(older, newer)).toEqual([
      step('B', { state: 'DONE', at: 2 }),
      step('C', { at: 3 }),
    ]);
  });

  test('of items of which one does not say which it is stay apart', () => {
    const older = [{ __typename: 'Contact', name: 'Robin' }];
    const newer = [{ __typename: 'Contact', email: 'kim@customer.example' }];
    expect(mergeValues(older, newer)).toEqual(newer);
  });

  test('of items that are alike stay apart', () => {
    const contact = (more: object) => ({ __typename: 'Contact', email: null, ...more });
    const older = [contact({ name: 'Robin' }), contact({ name: 'Kim' })];
    const newer = [contact({}), contact({})];
    expect(mergeValues(older, newer)).toEqual(newer);
  });

  test('are the newer one alone when it is null, kept elsewhere or of another type', () => {
    const older = { __typename: 'Impact', businessImpact: 'x' };
    for (const newer of [null, { __ref: 'User:1' }, { __typename: 'Money', amount: '1.00' }]) {
      expect(mergeValues(older, newer)).toEqual(newer);
    }
    expect(mergeValues(undefined, older)).toEqual(older);
  });
});
