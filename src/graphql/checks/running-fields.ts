import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import {
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
} from 'graphql';

/** A field that an operation runs, with its node in the document. */
export interface RunningField {
  node: FieldNode;
  definition: GraphQLField<unknown, unknown>;
  /** The name of the type that has the field. */
  parent: string;
}

/**
 * The fields of an operation that are not skipped, including those of fragments. Each fragment is visited
 * once, however often it is spread, so the time is linear in the length of the document.
 *
 * @param document valid against the schema.
 * @param variables coerced.
 * @throws GraphQLError for a condition that is no boolean, as execution does.
 */
export function runningFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): RunningField[] {
  const root = schema.getRootType(operation.operation);
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const found: RunningField[] = [];

  function collect(typeName: string | undefined, { selections }: SelectionSetNode): void {
    for (const selection of selections) {
      if (isSkipped(selection, variables)) continue;
      if (selection.kind === Kind.FIELD) {
        collectField(typeName, selection);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.typeCondition?.name.value ?? typeName, selection.selectionSet);
      } else {
        const fragment = fragments.get(selection.name.value);
        fragments.delete(selection.name.value);
        if (fragment !== undefined)
          collect(fragment.typeCondition.name.value, fragment.selectionSet);
      }
    }
  }

  function collectField(typeName: string | undefined, node: FieldNode): void {
    if (typeName === undefined) return;
    const type = schema.getType(typeName);
    // `__typename` and other fields of GraphQL itself have no definition here, and take none of our inputs.
    const definition =
      isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    if (definition === undefined) return;
    found.push({ node, definition, parent: typeName });
    if (node.selectionSet !== undefined) {
      collect(getNamedType(definition.type).name, node.selectionSet);
    }
  }

  collect(root?.name, operation.selectionSet);
  return found;
}

/** Whether `@skip` or `@include` leaves the selection out. */
export function isSkipped(
  node: SelectionNode,
  variables: Readonly<Record<string, unknown>>,
): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, node, variables);
  if (skip?.['if'] === true) return true;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] === false;
}
