import type { ASTNode, DocumentNode } from 'graphql';
import { GraphQLError, isValueNode, Kind, visit } from 'graphql';
import type { ErrorCode } from '../errors.ts';
import { shorten } from '../errors.ts';

/** Path of a value: the name of its variable or argument, then fields and positions in lists. */
type FieldPath = readonly (string | number)[];

/** The error for a wrong value, with its path, which forms use. */
export function badInput(
  message: string,
  field: FieldPath,
  nodes: readonly ASTNode[],
): GraphQLError {
  return new GraphQLError(shorten(message), {
    nodes,
    extensions: { code: 'BAD_REQUEST' satisfies ErrorCode, field },
  });
}

/** The name of the field that graphql-js names in an error about the object around it. */
export function fieldNamedIn(message: string): string | undefined {
  const [, name] =
    /^Field "(?:\w+\.)?(\w+)" (?:of required type|is not defined by)/.exec(message) ?? [];
  return name;
}

/**
 * Adds `extensions.field`, a path such as `["input", "email"]`, to errors about values in the document.
 * Other errors stay as they are.
 */
export function withFields(
  document: DocumentNode,
  errors: readonly GraphQLError[],
): readonly GraphQLError[] {
  const nodes = new Set(errors.flatMap((error) => error.nodes?.[0] ?? []));
  if (nodes.size === 0) return errors;
  const paths = pathsOf(document, nodes);
  return errors.map((error) => {
    const [node] = error.nodes ?? [];
    const path = node === undefined ? undefined : paths.get(node);
    return path === undefined ? error : withField(error, path);
  });
}

function withField(error: GraphQLError, path: FieldPath): GraphQLError {
  const { message, nodes, path: responsePath, originalError, extensions } = error;
  const missing = fieldNamedIn(message);
  const field = missing === undefined || missing === path.at(-1) ? path : [...path, missing];
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    path: responsePath ?? null,
    originalError: originalError ?? null,
    extensions: { ...extensions, field },
  });
}

/** The paths of nodes that are values of arguments, or defaults of variables. */
function pathsOf(document: DocumentNode, wanted: ReadonlySet<ASTNode>): Map<ASTNode, FieldPath> {
  const found = new Map<ASTNode, FieldPath>();
  const path: (string | number)[] = [];
  const steps: boolean[] = [];
  visit(document, {
    enter(node, key) {
      const step = stepTo(node, key);
      if (step !== undefined) path.push(step);
      steps.push(step !== undefined);
      const isValue = isValueNode(node) || node.kind === Kind.OBJECT_FIELD;
      if (isValue && path.length > 0 && wanted.has(node)) found.set(node, [...path]);
    },
    leave() {
      if (steps.pop() === true) path.pop();
    },
  });
  return found;
}

/** The field name or list position of a value inside the value around it. */
function stepTo(node: ASTNode, key: string | number | undefined): string | number | undefined {
  if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) return node.name.value;
  if (node.kind === Kind.VARIABLE_DEFINITION) return node.variable.name.value;
  return isValueNode(node) && typeof key === 'number' ? key : undefined;
}
