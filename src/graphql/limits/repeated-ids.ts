import type { DocumentNode, ValueNode } from 'graphql';
import { Kind, valueFromASTUntyped, visit } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** The `ids` given to each field `nodes` of a document, by response key. */
const known = new WeakMap<DocumentNode, ReadonlyMap<string, ValueNode>>();

/** The data of an answer without the items that `nodes` repeats: they are read once and cost once. */
export function withoutRepeats(
  document: DocumentNode,
  variables: Variables | null | undefined,
  data: unknown,
): unknown {
  const lists = known.get(document) ?? listsOf(document);
  known.set(document, lists);
  if (lists.size === 0 || typeof data !== 'object' || data === null) return data;
  const shown: Record<string, unknown> = { ...data };
  for (const [name, given] of lists) {
    const items = shown[name];
    const ids: unknown = valueFromASTUntyped(given, variables);
    if (!Array.isArray(items) || !Array.isArray(ids)) continue;
    shown[name] = items.filter((_item, at) => ids.indexOf(ids[at]) === at);
  }
  return shown;
}

function listsOf(document: DocumentNode): ReadonlyMap<string, ValueNode> {
  const lists = new Map<string, ValueNode>();
  visit(document, {
    [Kind.FIELD]({ name, alias, arguments: given }) {
      const ids = given?.find((argument) => argument.name.value === 'ids');
      if (name.value === 'nodes' && ids !== undefined) {
        lists.set((alias ?? name).value, ids.value);
      }
    },
  });
  return lists;
}
