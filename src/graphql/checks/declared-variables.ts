import type { DocumentNode } from 'graphql';
import { getOperationAST } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The variables that the operation declares, as the request gave them. Others are ignored, as GraphQL
 * says: they are not visited or kept, and do not tell requests apart.
 */
export function declaredVariables(
  document: DocumentNode,
  operationName: string | null | undefined,
  variables: Variables | null | undefined,
): Record<string, unknown> {
  const given = variables ?? {};
  const names = (getOperationAST(document, operationName)?.variableDefinitions ?? []).map(
    ({ variable }) => variable.name.value,
  );
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]),
  );
}
