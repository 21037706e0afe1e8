import type {
  DocumentNode,
  FieldNode,
  GraphQLNamedType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { getNamedType, isInterfaceType, isObjectType, Kind } from 'graphql';

/** A field of an answer, by what the schema calls it. */
export interface Seen {
  parent: string;
  field: string;
  /** The name of its type. */
  type: string;
  value: unknown;
}

/**
 * Every field of an answer. Objects behind an interface are looked into where the document asked them for
 * `__typename` under that name.
 */
export function fieldsOfAnswer(
  schema: GraphQLSchema,
  document: DocumentNode,
  data: unknown,
): Seen[] {
  const seen: Seen[] = [];
  const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (operation?.kind !== Kind.OPERATION_DEFINITION) return seen;

  function look(sets: readonly SelectionSetNode[], type: GraphQLNamedType, value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) look(sets, type, item);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const answer = value as Readonly<Record<string, unknown>>;
    const concrete = isInterfaceType(type)
      ? schema.getType(String(answer['__typename'] ?? ''))
      : type;
    if (!isObjectType(concrete)) return;
    const fields = concrete.getFields();
    for (const [key, nodes] of selected(sets, concrete)) {
      const name = nodes[0]?.name.value ?? '';
      const field = fields[name];
      if (field === undefined || answer[key] === undefined) continue;
      const of = getNamedType(field.type);
      seen.push({ parent: concrete.name, field: name, type: of.name, value: answer[key] });
      const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      if (below.length > 0) look(below, of, answer[key]);
    }
  }

  function selected(sets: readonly SelectionSetNode[], concrete: GraphQLNamedType) {
    const nodes = new Map<string, FieldNode[]>();
    const collect = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          const key = (selection.alias ?? selection.name).value;
          nodes.set(key, [...(nodes.get(key) ?? []), selection]);
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragmentNamed(selection.name.value);
        if (fragment !== undefined && applies(fragment.typeCondition?.name.value, concrete))
          collect(fragment.selectionSet);
      }
    };
    for (const set of sets) collect(set);
    return nodes;
  }

  function fragmentNamed(name: string) {
    for (const one of document.definitions) {
      if (one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === name) return one;
    }
    return undefined;
  }

  function applies(condition: string | undefined, concrete: GraphQLNamedType): boolean {
    if (condition === undefined || condition === concrete.name) return true;
    const of = schema.getType(condition);
    return isInterfaceType(of) && isObjectType(concrete) && schema.isSubType(of, concrete);
  }

  const root = schema.getRootType(operation.operation);
  if (root != null) look([operation.selectionSet], root, data);
  return seen;
}
