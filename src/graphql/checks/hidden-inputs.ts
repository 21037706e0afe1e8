import type { ASTNode, DocumentNode, GraphQLError, GraphQLInputType, GraphQLSchema } from 'graphql';
import { getNamedType, isInputObjectType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { INPUTS_FOR_STAFF } from '../../auth/permissions.ts';
import { codedError } from '../errors.ts';

type Variables = Readonly<Record<string, unknown>>;

interface Places {
  /** What the document itself asks for, as type and name with a dot between. */
  written: { field: string; node: ASTNode }[];
  /** Variables that can hold such a field. */
  variables: Map<string, GraphQLInputType>;
}

/** Documents are parsed once and kept; so is where they can ask for what is not for everybody. */
const known = new WeakMap<DocumentNode, Places>();

/**
 * Fields of inputs that are not for partners: to leave one out of what is asked would answer another
 * question, so the whole document is refused before any of it runs.
 *
 * @param variables as the request gave them; of a document that is being registered none.
 * @returns an error with the code FORBIDDEN for each.
 */
export function hiddenInputs(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Variables | null | undefined,
): GraphQLError[] {
  const places = known.get(document) ?? findPlaces(schema, document);
  known.set(document, places);
  return [
    ...places.written.map(({ field, node }) => refusalOf(field, node)),
    ...[...places.variables]
      .flatMap(([name, type]) => hiddenIn(variables?.[name], type))
      .map((field) => refusalOf(field)),
  ];
}

/** @param word of the schema. */
export function notForPartners(word: string): string {
  return `\`${word}\` is not for partners.`;
}

function refusalOf(field: string, node?: ASTNode): GraphQLError {
  const error = codedError('FORBIDDEN', notForPartners(field));
  return node === undefined ? error : withNode(error, node);
}

function withNode(error: GraphQLError, node: ASTNode): GraphQLError {
  return Object.assign(error, { nodes: [node] });
}

function findPlaces(schema: GraphQLSchema, document: DocumentNode): Places {
  const places: Places = { written: [], variables: new Map() };
  const typeInfo = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      ObjectField(node) {
        const field = `${getNamedType(typeInfo.getParentInputType())?.name}.${node.name.value}`;
        if (INPUTS_FOR_STAFF.has(field) && node.value.kind !== Kind.NULL) {
          places.written.push({ field, node });
        }
      },
      Variable(node) {
        const type = typeInfo.getInputType();
        if (type != null && isInputObjectType(getNamedType(type))) {
          places.variables.set(node.name.value, type);
        }
      },
    }),
  );
  return places;
}

function hiddenIn(value: unknown, type: GraphQLInputType): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => hiddenIn(one, type));
  const named = getNamedType(type);
  if (value === null || typeof value !== 'object' || !isInputObjectType(named)) return [];
  const fields = named.getFields();
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = fields[name];
    if (field === undefined || inner == null) return [];
    const own = `${named.name}.${name}`;
    return INPUTS_FOR_STAFF.has(own) ? [own] : hiddenIn(inner, field.type);
  });
}
