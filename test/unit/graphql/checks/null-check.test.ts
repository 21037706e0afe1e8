import type { FieldNode, GraphQLField, GraphQLInputType } from 'graphql';
import {
  getNamedType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { createSchema } from '../../../../src/app/schema.ts';
import { refusedBeforeRunning } from '../../../../src/graphql/checks/before-running.ts';
import { checkNulls } from '../../../../src/graphql/checks/null-check.ts';
import { meaningOfNull } from '../../../../src/graphql/checks/null-meaning.ts';

const schema = createSchema();

/** An input that may be null for all that its type says. */
interface Nullable {
  of: string;
  field: GraphQLField<unknown, unknown>;
  path: readonly string[];
  description: string;
  meaning: string | undefined;
}

const NULLABLES: Nullable[] = Object.values(schema.getTypeMap()).flatMap((type) => {
  if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) return [];
  return Object.values(type.getFields()).flatMap((field) =>
    field.args.flatMap((arg) => nullablesIn(`${type.name}.${field.name}`, field, arg, [arg.name])),
  );
});

function nullablesIn(
  of: string,
  field: GraphQLField<unknown, unknown>,
  input: {
    type: GraphQLInputType;
    description?: string | null | undefined;
    extensions: Readonly<Record<string, unknown>>;
  },
  path: readonly string[],
): Nullable[] {
  const { type, description } = input;
  const inner = getNamedType(type);
  const below = isInputObjectType(inner)
    ? Object.values(inner.getFields()).flatMap((one) =>
        nullablesIn(of, field, one, [...path, ...(isInList(type) ? ['0'] : []), one.name]),
      )
    : [];
  if (isNonNullType(type)) return below;
  const own = { of, field, path, description: description ?? '', meaning: meaningOfNull(input) };
  return [own, ...below];
}

function isInList(type: GraphQLInputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}

/** A value that has null at the path, and nothing else. */
function nullAt([head, ...rest]: readonly string[]): unknown {
  if (head === undefined) return null;
  return head === '0' ? [nullAt(rest)] : { [head]: nullAt(rest) };
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join()}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const fields = Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`);
  return `{ ${fields.join()} }`;
}

function fieldNode(name: string, argument: string, value: string): FieldNode {
  const [operation] = parse(`{ ${name}(${argument}: ${value}) }`).definitions;
  return (operation as unknown as { selectionSet: { selections: [FieldNode] } }).selectionSet
    .selections[0];
}

const named = (nullables: readonly Nullable[]) =>
  nullables.map((one) => [`${one.of} ${one.path.join('.')}`, one] as const);

test('the schema has inputs of both kinds, arguments and fields', () => {
  const told = NULLABLES.filter(({ meaning }) => meaning !== undefined);
  expect(NULLABLES.length - told.length).toBeGreaterThan(200);
  expect([...new Set(told.map(({ path }) => path.at(-1)))].toSorted()).toEqual(
    ['after', 'before', 'filter', 'first', 'last', 'orderBy', 'team'].toSorted(),
  );
});

describe.each(named(NULLABLES))('null at %s', (_name, { field, path, description, meaning }) => {
  const [argument = '', ...rest] = path;

  it.each([
    ['literal', fieldNode(field.name, argument, literal(nullAt(rest))), {}],
    ['variable', fieldNode(field.name, argument, '$given'), { given: nullAt(rest) }],
  ])('as a %s means what its description says, or is refused', (_kind, node, variables) => {
    const errors = checkNulls({ node, definition: field }, variables);
    if (meaning === undefined) {
      expect(description).not.toMatch(/Null: /);
      expect(errors.map(({ extensions }) => extensions)).toEqual([
        { code: 'BAD_REQUEST', field: path },
      ]);
      expect(errors[0]?.locations).toHaveLength(1);
    } else {
      expect(description).toMatch(new RegExp(`Null: ${meaning}\\.$`));
      expect(errors).toEqual([]);
    }
  });
});

describe('an operation', () => {
  const refusedOf = (text: string, variableValues: Record<string, unknown> = {}) =>
    refusedBeforeRunning({ schema, document: parse(text), variableValues }, 'ADMIN').map(
      ({ extensions }) => extensions['field'],
    );
  const COUNTED = 'escalations(filter: { owner: $owner }) { totalCount }';

  it('leaves out what a variable leaves out', () => {
    expect(refusedOf(`query ($owner: UserRef) { ${COUNTED} }`)).toEqual([]);
  });

  it('is refused for a null that is the default of a variable', () => {
    expect(refusedOf(`query ($owner: UserRef = null) { ${COUNTED} }`)).toEqual([
      ['filter', 'owner'],
    ]);
  });

  it('is refused for a null inside of a fragment, at any depth, once', () => {
    const text = `query ($owner: UserRef) { customers { nodes { ...Cases ...Cases } } }
      fragment Cases on Customer { ${COUNTED} }`;
    expect(refusedOf(text, { owner: null })).toEqual([['filter', 'owner']]);
  });

  it('is not refused for a null in a field that it skips', () => {
    const text = `query ($owner: UserRef, $ofOwner: Boolean!) {
      viewer { name } ... @include(if: $ofOwner) { ${COUNTED} }
    }`;
    expect(refusedOf(text, { owner: null, ofOwner: false })).toEqual([]);
    expect(refusedOf(text, { owner: null, ofOwner: true })).toEqual([['filter', 'owner']]);
  });

  it('tells of 50 at most', () => {
    const action = { description: 'x', dueDate: null };
    const input = { planId: 'x', addImmediateActions: Array.from({ length: 60 }, () => action) };
    const text =
      'mutation ($input: UpdatePreventionPlanInput!) { updatePreventionPlan(input: $input) { cursor } }';
    expect(refusedOf(text, { input })).toHaveLength(50);
  });
});
