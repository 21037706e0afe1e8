import type { GraphQLObjectType } from 'graphql';
import { isObjectType } from 'graphql';
import type { Compilation, SelectedField } from './field.ts';
import { argumentsOf, fieldsBelow, objectTypeOf } from './field.ts';
import type { Model } from './model.ts';
import type { Selected } from './parents.ts';
import { everything, SELECTED } from './parents.ts';
import type { RowsQuery } from './query.sql.ts';
import { checkQuery } from './query.sql.ts';
import { Uncompilable } from './uncompilable.ts';

type Select = Readonly<Record<string, unknown>>;

/** What a field reads of its row. */
export interface Declared {
  select: Select;
  /** Set when the field shows its own row as this type. */
  sameRowAs: string | undefined;
}

/** The columns that each object of a type has; undefined for a type whose rows are read whole. */
export function typeSelect({ extensions }: GraphQLObjectType): Select | undefined {
  const { select } = (extensions['pothosPrismaTypeSelection'] ?? {}) as { select?: Select };
  return select;
}

/** @throws Uncompilable */
export function declaredSelect(
  compilation: Compilation,
  field: SelectedField,
  model: Model,
): Declared {
  const ofType = typeSelect(field.parent);
  const own = ownSelect(compilation, field);
  const { typeName } = (own as { [SELECTED]?: Selected })[SELECTED] ?? {};
  if (typeName !== undefined) {
    return { select: { ...ofType, ...selectOf(compilation, typeName) }, sameRowAs: typeName };
  }
  const { select } = own as { select?: Select };
  const columns = field.columns && Object.fromEntries(field.columns.map((name) => [name, true]));
  const read = select ?? columns ?? (ofType === undefined ? everything(model) : {});
  return { select: { ...ofType, ...read }, sameRowAs: undefined };
}

function ownSelect(compilation: Compilation, field: SelectedField): object {
  const { select, definition, relation } = field;
  if (select === undefined) return {};
  if (typeof select !== 'function') return { select };
  const args = argumentsOf(field, compilation.variables);
  const { context } = compilation;
  const nested = (query: unknown = {}, path?: unknown): object => {
    const given = (typeof query === 'function' ? query(args, context) : query) as object;
    const typeName = path === undefined ? objectTypeOf(definition.type).name : typeNameAt(path);
    const select = {
      ...selectOf(compilation, typeName),
      ...(given as { select?: Select }).select,
    };
    // A connection adds the columns of its cursors to a selection, and none where everything is read.
    const isNamed = relation !== undefined || Object.keys(select).length > 0;
    return { ...given, ...(isNamed ? { select } : {}), [SELECTED]: { typeName } };
  };
  return select(args, context, nested, () => selectedNames(compilation, field));
}

function selectOf({ schema }: Compilation, typeName: string): Select | undefined {
  const type = schema.getType(typeName);
  return isObjectType(type) ? typeSelect(type) : undefined;
}

function typeNameAt(path: unknown): string {
  const { getType } = path as { getType?: () => string };
  if (getType === undefined) throw new Uncompilable('a selection at a path');
  return getType();
}

function selectedNames(
  compilation: Compilation,
  { definition, nodes }: SelectedField,
): Set<string> {
  const below = fieldsBelow(compilation, objectTypeOf(definition.type), nodes);
  return new Set([...below.values()].flatMap(([node]) => node?.name.value ?? []));
}

/** The query of a relation in what a field reads. */
export function relationQuery(select: Select, name: string): RowsQuery {
  return checkQuery((select[name] ?? {}) as object);
}
