import { readFileSync } from 'node:fs';
import type { GraphQLInputField, GraphQLNamedType, GraphQLSchema } from 'graphql';
import {
  buildSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';

/** What clients outside the project were written against: names, nullability and values stay. */
const draft = buildSchema(
  readFileSync(new URL('../../support/schema-draft.graphql', import.meta.url), 'utf8'),
);
const schema = createSchema();

/** Every field, argument and value of a type, as `Type.field(argument): Type!`. */
function members(type: GraphQLNamedType): string[] {
  if (isEnumType(type)) return type.getValues().map((value) => `${type.name}.${value.name}`);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => inputField(type.name, field));
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [type.name];
  return Object.values(type.getFields()).flatMap((field) => [
    `${type.name}.${field.name}: ${field.type}`,
    ...field.args.map(
      (arg) =>
        `${type.name}.${field.name}(${arg.name}: ${arg.type} = ${JSON.stringify(arg.defaultValue)})`,
    ),
  ]);
}

function inputField(typeName: string, field: GraphQLInputField): string {
  return `${typeName}.${field.name}: ${field.type}`;
}

function namedTypes(of: GraphQLSchema): GraphQLNamedType[] {
  return Object.values(of.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
}

const ours = new Set(namedTypes(schema).flatMap(members));

test.each(namedTypes(draft).map((type) => [type.name, type] as const))(
  '%s has all that the draft has, under the same names and types',
  (_name, type) => {
    expect(members(type).filter((member) => !ours.has(member))).toEqual([]);
  },
);

test('what the draft does not have is never required', () => {
  const added: string[] = [];
  for (const type of namedTypes(schema)) {
    const drafted = draft.getType(type.name);
    if (isInputObjectType(type) && isInputObjectType(drafted)) {
      const known = drafted.getFields();
      for (const field of Object.values(type.getFields())) {
        if (!(field.name in known) && isRequiredInputField(field))
          added.push(`${type.name}.${field.name}`);
      }
    }
    if (isObjectType(type) && isObjectType(drafted)) {
      for (const field of Object.values(type.getFields())) {
        const known = drafted.getFields()[field.name]?.args.map(({ name }) => name) ?? [];
        for (const arg of field.args) {
          if (known.length > 0 && !known.includes(arg.name) && isRequiredArgument(arg)) {
            added.push(`${type.name}.${field.name}(${arg.name})`);
          }
        }
      }
    }
  }
  expect(added).toEqual([]);
});

test('every type, field, argument and enum value has a description', () => {
  const bare: string[] = [];
  const look = (path: string, description: string | null | undefined) => {
    if ((description ?? '').trim() === '') bare.push(path);
  };
  for (const type of namedTypes(schema)) {
    if (['String', 'Int', 'Float', 'Boolean', 'ID'].includes(type.name)) continue;
    look(type.name, type.description);
    if (isEnumType(type)) {
      for (const value of type.getValues()) look(`${type.name}.${value.name}`, value.description);
    } else if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields()))
        look(`${type.name}.${field.name}`, field.description);
    } else if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        look(`${type.name}.${field.name}`, field.description);
        for (const arg of field.args)
          look(`${type.name}.${field.name}(${arg.name})`, arg.description);
      }
    }
  }
  expect(bare).toEqual([]);
});
