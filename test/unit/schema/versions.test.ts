import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';

const schema = createSchema();
const versioned = new Set(
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && 'version' in type.getFields())
    .map(({ name }) => name),
);

/** They make a new thing, whatever is there. */
const MAKING = ['openEscalation'];

test('every mutation that changes what has a version takes the one that it rests on', () => {
  expect([...versioned]).toEqual(
    expect.arrayContaining(['Customer', 'Escalation', 'PreventionPlan', 'SlaPolicy', 'User']),
  );
  const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
  const without = mutations.filter(({ type, args }) => {
    const payload = getNamedType(type);
    const input = args[0] && getNamedType(args[0].type);
    if (!isObjectType(payload) || !isInputObjectType(input)) return true;
    const changes = Object.values(payload.getFields()).some((field) =>
      versioned.has(getNamedType(field.type).name),
    );
    return changes && !('expectedVersion' in input.getFields());
  });
  expect(without.map(({ name }) => name)).toEqual(MAKING);
});
