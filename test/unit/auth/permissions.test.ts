import SchemaBuilder from '@pothos/core';
import type { GraphQLObjectType } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import {
  HIDDEN_FROM_PARTNERS,
  INPUTS_FOR_STAFF,
  MAY_CALL,
  MAY_SEE,
  requirePermission,
} from '../../../src/auth/permissions.ts';
import { PERMISSIONS } from '../../../src/graphql/checks/permission-plugin.ts';
import { refuse } from '../../../src/shared/errors.ts';
import { permissionsPage } from './permissions-page.ts';
import { VALUES } from './value-permissions.ts';

const schema = createSchema();

function fieldOf(name: string) {
  const [typeName = '', field = ''] = name.split('.');
  const type = schema.getType(typeName);
  return isObjectType(type) ? type.getFields()[field] : undefined;
}

describe('the table of who may call what', () => {
  it('has a row for every field of the roots and for nothing else', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const named = (root: GraphQLObjectType) =>
      Object.keys(root.getFields()).map((field) => `${root.name}.${field}`);
    const names = roots.flatMap((root) => (root ? named(root) : []));
    expect(Object.keys(MAY_CALL).sort()).toEqual(names.sort());
  });

  it('lets admins call everything', () => {
    const others = Object.entries(MAY_CALL).filter(([, roles]) => !roles.includes('ADMIN'));
    expect(others).toEqual([]);
  });

  it.each(['query', 'mutation', 'subscription'] as const)(
    'does not let a %s field without a row build',
    (operation) => {
      // Without the plugins that ask for options.
      const builder = new SchemaBuilder<object>({ plugins: [PERMISSIONS] } as never);
      builder.queryType({ fields: (t) => ({ viewer: t.string({ resolve: () => '' }) }) });
      builder.mutationType();
      builder.subscriptionType();
      const field = { resolve: () => '', subscribe: () => [] as never };
      if (operation === 'query') builder.queryField('secrets', (t) => t.string(field));
      else if (operation === 'mutation') builder.mutationField('secrets', (t) => t.string(field));
      else builder.subscriptionField('secrets', (t) => t.string(field));
      expect(() => builder.toSchema()).toThrow(/\.secrets has no entry in src\/auth\/permissions/);
    },
  );

  it('is what docs/permissions.md says', async () => {
    await expect(permissionsPage()).toMatchFileSnapshot('../../../docs/permissions.md');
  });
});

describe('a permission', () => {
  it('lets its roles pass and tells others which they are', () => {
    const asking = (role: 'MANAGER' | 'AGENT') => () =>
      requirePermission({ role }, 'REASSIGN', 'Doing it', ['owner']);
    expect(asking('MANAGER')).not.toThrow();
    expect(asking('AGENT')).toThrow(
      refuse('NOT_ALLOWED', 'Doing it is for ADMIN, MANAGER; these credentials are AGENT.', [
        'owner',
      ]),
    );
  });
});

/** What a value of such a type, or of such a name, can move. */
const MOVING_TYPES = new Set(['Role', 'OwnerLevel', 'CustomerTier', 'MoneyInput']);
const MOVING_NAMES = new Set(['active', 'arr', 'currency', 'role', 'level', 'tier']);

describe('the table of values', () => {
  const inputs = Object.entries(schema.getMutationType()?.getFields() ?? {}).flatMap(
    ([mutation, { args }]) => {
      const type = args[0] && getNamedType(args[0].type);
      const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
      return fields.map((field) => ({ mutation, field }));
    },
  );

  it('has every field that can move a role, a level, a tier or money, and what a key may do', () => {
    const moving = inputs.filter(
      ({ mutation, field }) =>
        MOVING_TYPES.has(getNamedType(field.type).name) ||
        MOVING_NAMES.has(field.name) ||
        (/ApiKey$/.test(mutation) && !['name', 'idempotencyKey'].includes(field.name)),
    );
    const names = moving.map(({ mutation, field }) => `${mutation}.${field.name}`);
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !(name in VALUES))).toEqual([]);
  });

  it('names fields that there are', () => {
    const names = new Set(inputs.map(({ mutation, field }) => `${mutation}.${field.name}`));
    expect(Object.keys(VALUES).filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('what is hidden from partners', () => {
  it.each(Object.entries(HIDDEN_FROM_PARTNERS))('%s can be %s, and says so', (name, how) => {
    const field = fieldOf(name);
    expect(field).toBeDefined();
    if (how === 'null') expect(isNonNullType(field?.type)).toBe(false);
    else expect(field !== undefined && isListType(getNullableType(field.type))).toBe(true);
    expect(field?.description).toMatch(/for partners, who may not see (it|them)\.$/);
  });

  it.each([...INPUTS_FOR_STAFF])(
    '%s can be asked by others, and says that it is not for partners',
    (name) => {
      const [type = '', field = ''] = name.split('.');
      const input = schema.getType(type);
      const found = isInputObjectType(input) ? input.getFields()[field] : undefined;
      expect(found?.description).toMatch(/Not for partners: FORBIDDEN\.$/);
    },
  );

  it('names types that there are', () => {
    expect(Object.keys(MAY_SEE).filter((name) => schema.getType(name) === undefined)).toEqual([]);
  });
});
