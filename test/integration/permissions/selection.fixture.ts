import { complexityFromQuery } from '@pothos/plugin-complexity';
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { createSchema } from '../../../src/app/schema.ts';
import { plainInput } from '../escalation/input-fields.fixture.ts';

export type Operation = 'query' | 'mutation' | 'subscription';

/** A document with one field of a root, whose arguments are all variables of the same names. */
export interface MadeDocument {
  name: string;
  text: string;
}

const schema: GraphQLSchema = createSchema();

/** Objects around a value, pages not counted: one thing is looked at more closely than many. */
const MAX_NESTING = 4;
const MAX_NESTING_IN_MANY = 3;
/** A page by how many of it are read: all of a case that is asked for by itself, less in lists. */
function pageSize(items: number): number {
  if (items === 1) return 50;
  return items <= DEFAULT_PAGE ? 5 : 1;
}
const DEFAULT_PAGE = 20;
/** What a list without pages counts. */
const LIST_LENGTH = 5;
/** Under the limit of 1,000 for a free document, with room for its head. */
const MAX_TOKENS = 850;
const MAX_COST = 18_000;
const MAX_DEPTH = 15;

/** From the root field down, each with its arguments: `timeline(first: 50)`, `nodes`, `summary`. */
type Path = readonly string[];

export function rootFields(operation: Operation): GraphQLField<unknown, unknown>[] {
  return Object.values(rootOf(operation)?.getFields() ?? {});
}

function rootOf(operation: Operation) {
  if (operation === 'query') return schema.getQueryType();
  return operation === 'mutation' ? schema.getMutationType() : schema.getSubscriptionType();
}

interface Made {
  whole: readonly MadeDocument[];
  brief: MadeDocument;
}
const made = new Map<string, Made>();

/**
 * `whole`: documents that together select everything that can be selected of the field, each within
 * the limits. `brief`: a document that selects little.
 */
export function documentsOf(operation: Operation, fieldName: string): Made {
  const key = `${operation} ${fieldName}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const field = rootOf(operation)?.getFields()[fieldName];
  if (field === undefined) throw new Error(`There is no ${key}.`);
  const groups = pathsOf(operation, field);
  const named = (text: string, place: number) => {
    const name = `${fieldName}_${place}`;
    return { name, text: text.replace(operation, `${operation} ${name}`) };
  };
  const whole = groups.flatMap((paths) => packed(operation, field, paths)).map(named);
  const few = (groups[0] ?? []).filter(({ length }) => length <= 2).slice(0, BRIEF_PATHS);
  const brief = named(documentOf(operation, field, few), whole.length);
  const documents = { whole, brief };
  made.set(key, documents);
  return documents;
}

const BRIEF_PATHS = 8;

function pathsOf(operation: Operation, field: GraphQLField<unknown, unknown>): Path[][] {
  const type = getNamedType(field.type);
  const isMany = operation === 'subscription' || lengthOf(field) > 1;
  // A root field that is a value has nothing below it.
  if (isLeafType(type)) return [[]];
  if (!isAbstractType(type)) {
    return [innerLeaves(type, { types: [], items: lengthOf(field), isMany })];
  }
  // Types behind an interface have fields of one name and different types: each gets its own.
  return schema
    .getPossibleTypes(type)
    .map((one) => leavesOf(one, INSIDE_A_NODE).map((path) => [`... on ${one.name}`, ...path]));
}

interface Around {
  types: readonly string[];
  /** How often it is read: the lengths of the lists around it. */
  items: number;
  /** The root field gives many things, one after the other or at once. */
  isMany: boolean;
}
/** Types that can be asked for by id are many, and what lies deep in them other fields show too. */
const INSIDE_A_NODE: Around = { types: ['Node'], items: DEFAULT_PAGE, isMany: true };

function leavesOf(type: GraphQLObjectType, around: Around): Path[] {
  const within = { ...around, types: [...around.types, type.name] };
  // A type inside itself shows its own values, and what is around it has shown the rest.
  const isInsideItself = around.types.includes(type.name);
  return Object.values(type.getFields()).flatMap((field): Path[] => {
    const inner: GraphQLNamedType = getNamedType(field.type);
    if (isLeafType(inner)) return [[field.name]];
    const nesting = around.isMany ? MAX_NESTING_IN_MANY : MAX_NESTING;
    if (isInsideItself || within.types.length > nesting) return [];
    const isPaged = field.args.some(({ name }) => name === 'first');
    const size = isPaged ? pageSize(around.items) : lengthOf(field);
    const head = isPaged ? `${field.name}(first: ${size})` : field.name;
    const below = { ...within, items: around.items * size };
    return innerLeaves(inner, below).map((path) => [head, ...path]);
  });
}

function lengthOf({ type, args }: GraphQLField<unknown, unknown>): number {
  if (args.some(({ name }) => name === 'first')) return DEFAULT_PAGE;
  return isListType(getNullableType(type)) ? LIST_LENGTH : 1;
}

function innerLeaves(type: GraphQLNamedType, around: Around): Path[] {
  // A page is no object of its own; its edges show the values of what its nodes show in full.
  if (type.name.endsWith('Connection') && isObjectType(type)) {
    const { nodes, edges, ...rest } = type.getFields();
    const node = nodes && getNamedType(nodes.type);
    if (!isObjectType(node)) throw new Error(`${type.name} has no nodes.`);
    return [
      ...Object.keys(rest).flatMap((name) => (name === 'pageInfo' ? [] : [[name]])),
      ['pageInfo', 'hasNextPage'],
      ['pageInfo', 'endCursor'],
      ['edges', 'cursor'],
      ...ownValues(node).map((name) => ['edges', 'node', name]),
      ...leavesOf(node, around).map((path) => ['nodes', ...path]),
    ];
  }
  if (isObjectType(type)) return leavesOf(type, around);
  if (!isCompositeType(type)) throw new Error(`${type.name} has no fields.`);
  return [['__typename'], ['id']];
}

function ownValues(type: GraphQLObjectType): string[] {
  return Object.values(type.getFields()).flatMap((field) =>
    isLeafType(getNamedType(field.type)) ? [field.name] : [],
  );
}

function packed(
  operation: Operation,
  field: GraphQLField<unknown, unknown>,
  paths: readonly Path[],
): string[] {
  if (paths.length === 0) return [documentOf(operation, field, [])];
  const texts: string[] = [];
  let page: Path[] = [];
  let tokens = 0;
  for (const [place, path] of paths.entries()) {
    const shared = commonLength(paths[place - 1] ?? [], path);
    // A name, its arguments, its braces.
    const added = path.slice(page.length === 0 ? 0 : shared).length * 3 + 3;
    if (tokens + added > MAX_TOKENS) {
      texts.push(...withinCost(operation, field, page));
      page = [];
      tokens = 0;
    }
    page.push(path);
    tokens += added;
  }
  return [...texts, ...withinCost(operation, field, page)];
}

function commonLength(a: Path, b: Path): number {
  const end = a.findIndex((segment, place) => segment !== b[place]);
  return end === -1 ? a.length : end;
}

function withinCost(
  operation: Operation,
  field: GraphQLField<unknown, unknown>,
  paths: readonly Path[],
): string[] {
  const text = documentOf(operation, field, paths);
  // Costs go by the number of ids; of the others only that they are there.
  const variables = { ...REQUIRED, input: plainInput(field.name, ANY_ID) };
  const { complexity, depth } = complexityFromQuery(parse(text), { schema, variables });
  if (depth > MAX_DEPTH) throw new Error(`${field.name}: a depth of ${depth}.`);
  if (complexity <= MAX_COST) return [text];
  if (paths.length < 2) throw new Error(`${field.name}: ${paths[0]?.join('.')} costs too much.`);
  const middle = Math.ceil(paths.length / 2);
  return [
    ...withinCost(operation, field, paths.slice(0, middle)),
    ...withinCost(operation, field, paths.slice(middle)),
  ];
}

const REQUIRED = {
  by: { id: 'x' },
  id: 'x',
  escalationId: 'x',
  template: 'INITIAL_RESPONSE',
  /** As many as the tests ask for at once. */
  ids: Array.from({ length: 20 }, (_, place) => `x${place}`),
};
const ANY_ID = new Proxy<Record<string, string>>({}, { get: () => 'x' });

interface Tree extends Map<string, Tree> {}

function documentOf(
  operation: Operation,
  field: GraphQLField<unknown, unknown>,
  paths: readonly Path[],
): string {
  const tree: Tree = new Map();
  for (const path of paths) {
    let at = tree;
    for (const segment of path) {
      const next: Tree = at.get(segment) ?? new Map();
      at.set(segment, next);
      at = next;
    }
  }
  const definitions = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const given = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  const head = definitions === '' ? operation : `${operation} (${definitions})`;
  return `${head} { ${field.name}${given === '' ? '' : `(${given})`}${textOf(tree)} }`;
}

function textOf(tree: Tree): string {
  if (tree.size === 0) return '';
  return ` { ${[...tree].map(([segment, below]) => `${segment}${textOf(below)}`).join(' ')} }`;
}
