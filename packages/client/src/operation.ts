import type {
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import { getOperationAST, Kind, parse } from 'graphql';
import { DeskClientError } from './errors.ts';

/** What the client knows of an operation in order to carry it over a broken connection. */
export type Operation =
  | { kind: 'query' | 'mutation' }
  /** A subscription to present figures: after a break the client just subscribes anew. */
  | { kind: 'figures' }
  | EventsOperation;

/** A subscription to the log: after a break the client resumes it after its last cursor. */
export interface EventsOperation {
  kind: 'events';
  /** The name of the variable that the field takes as `after`. */
  after: string;
  /** The response key of the event in a result. */
  field: string;
  /** The response key of the cursor in an event. */
  cursor: string;
}

/** Subscription fields that tell how figures are now, not what happened. */
const FIGURES: readonly string[] = ['stats'];
const CONDITIONS: readonly string[] = ['skip', 'include'];

/**
 * Reads a document. A subscription to the log has to take `after` from a variable and to select
 * `cursor`; both may stand in fragments and have aliases.
 *
 * @throws DeskClientError DOCUMENT, with what to change, when the subscription cannot be resumed as written.
 */
export function readOperation(text: string, operationName?: string | null): Operation {
  const document = parsed(text);
  const operation = getOperationAST(document, operationName);
  if (operation == null) {
    throw refused(
      operationName == null
        ? 'The document has several operations, or none: say which with `operationName`.'
        : `The document has no operation "${operationName}".`,
    );
  }
  if (operation.operation !== 'subscription') return { kind: operation.operation };
  return readSubscription(operation, fragmentsOf(document));
}

function readSubscription(operation: OperationDefinitionNode, fragments: Fragments): Operation {
  const [root] = fieldsOf(operation.selectionSet, fragments, () => true);
  if (root === undefined) throw refused('The subscription selects nothing.');
  const name = root.name.value;
  if (FIGURES.includes(name)) return { kind: 'figures' };

  const after = root.arguments?.find((argument) => argument.name.value === 'after')?.value;
  if (after?.kind !== Kind.VARIABLE) {
    throw refused(
      `\`${name}\` can be resumed only when it takes its place from a variable: ` +
        `subscription ($after: String) { ${name}(after: $after) { cursor … } }`,
    );
  }
  const selected = root.selectionSet ? fieldsOf(root.selectionSet, fragments, isAlways) : [];
  const cursor = selected.find((field) => field.name.value === 'cursor');
  if (cursor === undefined) {
    throw refused(`\`${name}\` can be resumed only when it selects \`cursor\`, unconditionally.`);
  }
  return { kind: 'events', after: after.name.value, field: keyOf(root), cursor: keyOf(cursor) };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** The fields of a selection, including those in its fragments. */
function fieldsOf(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  isWanted: (selection: SelectionNode) => boolean,
  inside: readonly string[] = [],
): FieldNode[] {
  return selections.filter(isWanted).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return fieldsOf(selection.selectionSet, fragments, isWanted, inside);
    }
    const name = selection.name.value;
    const fragment = fragments.get(name);
    // The desk reports fragments that spread each other in a circle.
    if (fragment === undefined || inside.includes(name)) return [];
    return fieldsOf(fragment.selectionSet, fragments, isWanted, [...inside, name]);
  });
}

function isAlways({ directives = [] }: SelectionNode): boolean {
  return !directives.some(({ name }) => CONDITIONS.includes(name.value));
}

function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function parsed(text: string): DocumentNode {
  try {
    return parse(text, { noLocation: true });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new DeskClientError('DOCUMENT', `The document cannot be read. ${message}`, { cause });
  }
}

function refused(message: string): DeskClientError {
  return new DeskClientError('DOCUMENT', message);
}
