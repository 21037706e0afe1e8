import type { DocumentNode, GraphQLSchema } from 'graphql';
import {
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { viewFor } from '../graphql/schema-view.ts';

/**
 * Finds the types and fields that a document, valid under the whole schema, names although the schema of
 * partners lacks them. A partner would get nothing for them, and tools with that schema refuse the document.
 *
 * @returns types, and fields as in `EscalationFilter.team`, each once.
 */
export function wordsForStaff(schema: GraphQLSchema, document: DocumentNode): string[] {
  const theirs = viewFor(schema, 'PARTNER');
  const words = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const lookFor = (typeName: string | undefined, field: string) => {
    const type = theirs.getType(typeName ?? '');
    const hasFields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
    if (hasFields && !field.startsWith('__') && !Object.hasOwn(type.getFields(), field))
      words.add(`${type.name}.${field}`);
  };
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      NamedType({ name: { value } }) {
        const type = schema.getType(value);
        if (type === undefined || isSpecifiedScalarType(type)) return;
        if (theirs.getType(value) === undefined) words.add(value);
      },
      Field: ({ name }) => lookFor(typeInfo.getParentType()?.name, name.value),
      ObjectField: ({ name }) =>
        lookFor(getNamedType(typeInfo.getParentInputType())?.name, name.value),
    }),
  );
  return [...words];
}
