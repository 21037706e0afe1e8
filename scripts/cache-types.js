import { getNamedType, getNullableType, isInterfaceType, isListType, isObjectType } from 'graphql';

const ROOTS = ['Mutation', 'Subscription'];

/**
 * What caches of clients need to know of the schema: which types have no global id, where there are lists
 * of such, and what interfaces may be. The text of a module.
 *
 * @param {import('graphql').GraphQLSchema} schema
 */
export function cacheTypes(schema) {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const objects = types.filter(isObjectType).filter(({ name }) => !ROOTS.includes(name));
  const hasId = (type) => type.getInterfaces().some(({ name }) => name === 'Node');
  const isValue = (type) => isObjectType(type) && !hasId(type);
  const lists = objects.flatMap((type) => {
    const fields = Object.values(type.getFields()).filter(
      (field) => isListType(getNullableType(field.type)) && isValue(getNamedType(field.type)),
    );
    return fields.length === 0 ? [] : [[type.name, fields.map(({ name }) => name)]];
  });
  const possible = types
    .filter(isInterfaceType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]);
  const values = objects.filter((type) => isValue(type) && type.name !== 'Query');
  return [
    '// Made from the schema by `npm run generate`.',
    constant(
      'VALUE_TYPES',
      'readonly string[]',
      'Types without a global id.',
      values.map(({ name }) => name),
    ),
    constant(
      'LISTS_OF_VALUES',
      'Readonly<Record<string, readonly string[]>>',
      'Fields that are lists of such types, by the type that has them.',
      Object.fromEntries(lists),
    ),
    constant(
      'POSSIBLE_TYPES',
      'Readonly<Record<string, readonly string[]>>',
      'What objects of an interface may be.',
      Object.fromEntries(possible),
    ),
  ].join('\n\n');
}

function constant(name, type, comment, value) {
  return `/** ${comment} */\nexport const ${name}: ${type} = ${JSON.stringify(value, null, 2)};\n`;
}
