import { getNamedType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { apolloCache, graphcacheKeys } from '../../../packages/client/src/cache.ts';
import {
  LISTS_OF_VALUES,
  VALUE_TYPES,
} from '../../../packages/client/src/generated/cache-types.ts';
import { identityOf } from '../../../packages/client/src/identities.ts';
import { mergeValues } from '../../../packages/client/src/merge.ts';
import { createSchema } from '../../../src/app/schema.ts';

const schema = createSchema();

function fieldsOf(typeName: string) {
  const type = schema.getType(typeName);
  return isObjectType(type) ? type.getFields() : {};
}

describe('what caches know of the schema', () => {
  test('is of every type without an id, when two of it are the same', () => {
    for (const typeName of VALUE_TYPES) {
      const identity = identityOf(typeName);
      expect(identity, `${typeName} is missing in packages/client/src/identities.ts`).toBeDefined();
      for (const key of typeof identity === 'object' ? identity.by : []) {
        expect(fieldsOf(typeName), typeName).toHaveProperty(key);
      }
    }
  });

  test('is that items of lists are not told apart by the place of the list', () => {
    for (const [typeName, fields] of Object.entries(LISTS_OF_VALUES)) {
      for (const field of fields) {
        const item = String(getNamedType(fieldsOf(typeName)[field]?.type));
        expect([item, identityOf(item)]).not.toEqual([item, 'PLACE']);
      }
    }
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
    const report = (impact: object) => ({
      __typename: 'EscalationReport',
      impact: { __typename: 'Impact', ...impact },
    });
    expect(
      mergeValues(
        report({ businessImpact: 'x', usersAffected: 1 }),
        report({ businessImpact: 'y', slaBreach: true }),
      ),
    ).toEqual(report({ businessImpact: 'y', usersAffected: 1, slaBreach: true }));
  });

  test('are the newer one alone where another value may have taken the place', () => {
    const money = (more: object) => ({ __typename: 'Money', ...more });
    const newer = money({ amount: '90.00' });
    expect(mergeValues(money({ amount: '1.00', currency: 'USD' }), newer)).toEqual(newer);
    const rating = (more: object) => ({ __typename: 'Satisfaction', ...more });
    const older = rating({ at: 1, rating: 1, comment: 'terrible' });
    for (const next of [rating({ rating: 5 }), rating({ at: 2, rating: 5 })]) {
      expect(mergeValues(older, next)).toEqual(next);
    }
    expect(mergeValues(older, rating({ at: 1, rating: 1 }))).toEqual(older);
  });

  test('are not the same because neither says when it was', () => {
    const resolution = (more: object) => ({
      __typename: 'Resolution',
      ...{ customerConfirmedAt: null, documentedAt: null },
      ...more,
    });
    const newer = resolution({ actionTaken: 'Another.' });
    expect(mergeValues(resolution({ outcome: 'One.' }), newer)).toEqual(newer);
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
