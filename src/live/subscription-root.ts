import type { DocumentNode, GraphQLError, SelectionSetNode } from 'graphql';
import { getOperationAST, Kind } from 'graphql';
import { codedError } from '../graphql/errors.ts';

/**
 * Refuses a subscription whose field may be skipped: nothing would be left to follow, and graphql-js fails
 * on it. The next edition of the GraphQL specification forbids it as well.
 *
 * @param document valid, with a subscription as its operation.
 */
export function checkSubscriptionRoot(
  document: DocumentNode,
  operationName: string | null | undefined,
): GraphQLError[] {
  const operation = getOperationAST(document, operationName);
  if (operation == null || !hasConditions(operation.selectionSet, document)) return [];
  return [
    codedError('BAD_REQUEST', 'The field of a subscription takes neither `@skip` nor `@include`.'),
  ];
}

/** Fragments are in no circle, for the document is valid. */
function hasConditions({ selections }: SelectionSetNode, document: DocumentNode): boolean {
  return selections.some((selection) => {
    if (selection.directives?.some(({ name }) => CONDITIONS.has(name.value)) === true) return true;
    if (selection.kind === Kind.INLINE_FRAGMENT)
      return hasConditions(selection.selectionSet, document);
    if (selection.kind !== Kind.FRAGMENT_SPREAD) return false;
    return document.definitions.some(
      (definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION &&
        definition.name.value === selection.name.value &&
        hasConditions(definition.selectionSet, document),
    );
  });
}

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);
