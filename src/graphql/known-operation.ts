import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { getOperationAST } from 'graphql';

/** An operation of a document that is kept: what is found out about it once is kept under this object. */
export interface KnownOperation {
  document: DocumentNode;
  node: OperationDefinitionNode;
  /** Names of the variables that it declares. */
  variables: readonly string[];
  /** A number that no other operation has. */
  serial: number;
}

let operations = 0;

const known = new WeakMap<DocumentNode, Map<string | undefined, KnownOperation>>();

/**
 * Finds the operation that a request runs.
 *
 * @param name may be left out when the document has one operation.
 * @returns undefined when there is none of the name, or when there are several and no name is given.
 */
export function operationIn(
  document: DocumentNode,
  name: string | null | undefined,
): KnownOperation | undefined {
  const byName = known.get(document) ?? new Map<string | undefined, KnownOperation>();
  if (byName.size === 0) known.set(document, byName);
  const before = byName.get(name ?? undefined);
  if (before !== undefined) return before;
  const node = getOperationAST(document, name);
  // Names come from requests: nothing is kept for one that is not there.
  if (node == null) return undefined;
  const variables = (node.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  operations += 1;
  const operation = { document, node, variables, serial: operations };
  byName.set(name ?? undefined, operation);
  return operation;
}
