import type {
  DefinitionNode,
  FieldDefinitionNode,
  GraphQLSchema,
  InputValueDefinitionNode,
  ObjectTypeDefinitionNode,
  TypeNode,
} from 'graphql';
import {
  buildASTSchema,
  isAbstractType,
  Kind,
  lexicographicSortSchema,
  parse,
  printSchema,
} from 'graphql';
import { INPUTS_FOR_STAFF, MAY_CALL, MAY_SEE } from '../auth/permissions.ts';
import type { Role } from '../shared/vocabulary.ts';

const ROOTS = ['Query', 'Mutation', 'Subscription'] as const;

/** A definition of a type in a document. */
type Definition = Extract<DefinitionNode, { name: { value: string } }>;

/**
 * The schema as a role may use it, as text. It has the root fields that the role may call, without types
 * that the role cannot see, inputs that it may not give, and whatever is no longer reached. Fields that are
 * null or empty for partners stay, because partners may ask for them; their descriptions say so.
 */
export function schemaFor(schema: GraphQLSchema, role: Role): string {
  return `${printSchema(lexicographicSortSchema(viewFor(schema, role)))}\n`;
}

const views = new WeakMap<GraphQLSchema, Map<Role, GraphQLSchema>>();

/** The schema of {@link schemaFor} as an object, to look names up in. It is made once for each role. */
export function viewFor(schema: GraphQLSchema, role: Role): GraphQLSchema {
  const known = views.get(schema) ?? new Map<Role, GraphQLSchema>();
  views.set(schema, known);
  const view = known.get(role) ?? makeView(schema, role);
  known.set(role, view);
  return view;
}

function makeView(schema: GraphQLSchema, role: Role): GraphQLSchema {
  const definitions = new Map(
    parse(printSchema(schema), { noLocation: true }).definitions.flatMap((node) => {
      const shown = 'name' in node && node.name !== undefined ? restrict(node, role) : undefined;
      return shown === undefined ? [] : [[shown.name.value, shown] as const];
    }),
  );
  const kept = reached(definitions, (name) => possibleTypes(schema, name));
  return buildASTSchema({ kind: Kind.DOCUMENT, definitions: [...kept] });
}

function mayUse(role: Role, typeName: string): boolean {
  return MAY_SEE[typeName]?.includes(role) !== false;
}

/** The part of a definition that the role sees; undefined when there is none. */
function restrict(node: DefinitionNode, role: Role): Definition | undefined {
  const named = node as Definition;
  if (!mayUse(role, named.name.value)) return undefined;
  if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION && role === 'PARTNER') {
    const isForAll = (field: string) => !INPUTS_FOR_STAFF.has(`${node.name.value}.${field}`);
    return { ...node, fields: node.fields?.filter(({ name }) => isForAll(name.value)) ?? [] };
  }
  if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) return named;
  const fields = node.fields?.filter((field) => isOpen(node, field, role)) ?? [];
  return fields.length === 0 ? undefined : { ...node, fields };
}

function isOpen(
  { name: parent }: ObjectTypeDefinitionNode,
  { name, type }: FieldDefinitionNode,
  role: Role,
): boolean {
  const isRoot = ROOTS.some((root) => root === parent.value);
  if (isRoot && MAY_CALL[`${parent.value}.${name.value}`]?.includes(role) !== true) return false;
  return mayUse(role, namedType(type));
}

function possibleTypes(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  return isAbstractType(type) ? schema.getPossibleTypes(type).map((one) => one.name) : [];
}

/** Types that the roots reach. The possible types of an interface count where a field returns it. */
function reached(
  definitions: ReadonlyMap<string, Definition>,
  possible: (name: string) => readonly string[],
): Set<Definition> {
  const found = new Set<Definition>();
  const answered = new Set<string>();
  const follow = (name: string): void => {
    const node = definitions.get(name);
    if (node === undefined || found.has(node)) return;
    found.add(node);
    if ('interfaces' in node) for (const one of node.interfaces ?? []) follow(one.name.value);
    if (!('fields' in node)) return;
    for (const field of node.fields ?? []) {
      answer(namedType(field.type));
      if ('arguments' in field) for (const one of argumentsOf(field)) follow(namedType(one.type));
    }
  };
  const answer = (name: string): void => {
    follow(name);
    if (answered.has(name)) return;
    answered.add(name);
    for (const one of possible(name)) follow(one);
  };
  for (const root of ROOTS) follow(root);
  return found;
}

function argumentsOf(field: FieldDefinitionNode): readonly InputValueDefinitionNode[] {
  return field.arguments ?? [];
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
