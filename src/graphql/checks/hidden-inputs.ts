import type { ASTNode, DocumentNode, GraphQLError, GraphQLInputType, GraphQLSchema } from 'graphql';
import { getNamedType, isInputObjectType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { INPUTS_FOR_STAFF } from '../../auth/permissions.ts';
import { codedError } from '../errors.ts';

type Variables = Readonly<Record<string, unknown>>;

interface Places {
  /** Hidden fields that the document itself gives, as `Type.field`. */
  written: { field: string; node: ASTNode }[];
  /** Variables that may hold a hidden field, with their types. */
  variables: Map<string, GraphQLInputType>;
}

/** Places of hidden fields by document. Documents are parsed once and kept. */
const known = new WeakMap<DocumentNode, Places>();

/**
 * Finds input fields that are not for partners. Leaving one out would answer another question, so the whole
 * document is refused before any of it runs.
 *
 * @param variables as the request gave them; none for a document that is being registered.
 * @returns an error with the code FORBIDDEN for each such field.
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
