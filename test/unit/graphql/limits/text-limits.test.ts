import type { GraphQLArgument, GraphQLInputField } from 'graphql';
import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../../../src/app/schema.ts';
import {
  checkTexts,
  maxItemsOf,
  maxLengthOf,
  overLimits,
} from '../../../../src/graphql/limits/text-limits.ts';
import { findMutation } from '../../../../src/graphql/mutations/mutation.ts';

const schema = createSchema();
type Input = GraphQLArgument | GraphQLInputField;

/** Longer than any JSON that anybody may send, and than any text that says no limit. */
const LONG = 'x'.repeat(1_000_001);
/** Longer than any scalar of ours. */
const LONGISH = 'x'.repeat(1_000);

/** Every place for a text or a list in an argument: its path, and the argument's value that goes too far there. */
function places(input: Input, path: readonly string[] = [input.name]): [string[], unknown][] {
  const type = getNullableType(input.type);
  if (isListType(type)) {
    const within = { ...input, type: type.ofType } as Input;
    const item = places(within, [...path, '0']);
    return [
      [[...path], tooMany(within)],
      ...item.map(([at, value]): [string[], unknown] => [at, [value]]),
    ];
  }
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).flatMap((field) =>
      places(field, [...path, field.name]).map(([at, value]): [string[], unknown] => [
        at,
        { [field.name]: value },
      ]),
    );
  }
  if (!isScalarType(type) || NOT_TEXT.has(type.name)) return [];
  if (type.name === 'JSONObject') return [[[...path], { text: LONG }]];
  if (CHECKED.has(type.name)) return [[[...path], LONGISH]];
  const most = maxLengthOf(input);
  return [[[...path], most === undefined ? LONG : 'x'.repeat(most + 1)]];
}
const NOT_TEXT: ReadonlySet<string> = new Set(['Int', 'Float', 'Boolean']);

function tooMany(item: Input): unknown[] {
  const type = getNamedType(item.type);
  return Array.from({ length: 2_000 }, () => (isInputObjectType(type) ? {} : 'x'));
}

/** Scalars that look at every text themselves, and take none that is long. */
const CHECKED = new Set(['DateTime', 'Date', 'Duration', 'Decimal', 'EmailAddress']);

const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
  (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__')
    ? Object.values(type.getFields()).map((field) => ({ type, field }))
    : [],
);

test.each([...CHECKED])('the scalar %s takes no text that is long', (name) => {
  const type = schema.getType(name);
  if (!isScalarType(type)) throw new Error(`There is no scalar ${name}.`);
  expect(() => type.parseValue(LONG)).toThrow();
  expect(() => type.parseValue(`2026-03-01T09:30:00.${'0'.repeat(1_000)}Z`)).toThrow();
});

describe('every text and list that a query or a subscription takes has a limit', () => {
  const taken = fields
    .filter(({ type }) => type !== schema.getMutationType())
    .flatMap(({ type, field }) => field.args.map((argument) => ({ type, field, argument })));
  test.each(
    taken.flatMap(({ type, field, argument }) =>
      places(argument).map(([path, value]): [string, string[], GraphQLArgument, unknown] => [
        `${type.name}.${field.name}`,
        path,
        argument,
        value,
      ]),
    ),
  )('%s(%j)', (_field, path, argument, value) => {
    const named = inputAt(argument, path);
    if (CHECKED.has(getNamedType(named.type).name) && !Array.isArray(valueAt(value, path))) return;
    expect(maxLengthOf(named) ?? maxItemsOf(named)).toBeTypeOf('number');
    expect(overLimits(argument, value).map((over) => over.path)).toContainEqual(path);
  });
});

describe('every text and list that a mutation takes has a limit', () => {
  const mutations = fields.filter(({ type }) => type === schema.getMutationType());
  test.each(
    mutations.flatMap(({ field }) =>
      field.args.flatMap((argument) =>
        places(argument).map(([path, value]): [string, string[], unknown] => [
          field.name,
          path.slice(1),
          value,
        ]),
      ),
    ),
  )('%s(%j)', (name, path, value) => {
    const parsed = findMutation(name)?.schema.safeParse(value);
    const paths = parsed?.error?.issues.map((issue) => issue.path.map(String));
    if (paths === undefined || !paths.some((at) => at.join() === path.join())) {
      // Then its scalar refuses it before.
      const argument = schema.getMutationType()?.getFields()[name]?.args[0];
      if (argument === undefined) throw new Error(`${name} takes no input.`);
      expect(CHECKED).toContain(getNamedType(inputAt(argument, ['input', ...path]).type).name);
    }
  });
});

/** The argument or the field of an input that a path ends at. */
function inputAt(argument: GraphQLArgument, path: readonly string[]): Input {
  let found: Input = argument;
  for (const name of path.slice(1)) {
    const type = getNamedType(found.type);
    const next = isInputObjectType(type) ? type.getFields()[name] : undefined;
    if (next !== undefined) found = next;
  }
  return found;
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const name of path.slice(1)) found = (found as Record<string, unknown> | undefined)?.[name];
  return found;
}

describe('an error about a text that is too long', () => {
  const check = (source: string, variables = {}) =>
    checkTexts(schema, { document: parse(source), variables });

  test.each([
    ['in the document', `{ customers(search: "${LONG}") { totalCount } }`, {}],
    ['in a variable', 'query ($q: String) { customers(search: $q) { totalCount } }', { q: LONG }],
    ['in a default', `query ($q: String = "${LONG}") { customers(search: $q) { totalCount } }`, {}],
    [
      'in a fragment',
      `{ ...F } fragment F on Query { customers(search: "${LONG}") { totalCount } }`,
      {},
    ],
  ])('names the limit and where it is, %s', (_where, source, variables) => {
    const [error, ...others] = check(source, variables);
    expect(error?.message).toBe(
      '`search` of `customers` must have at most 200 characters; it has 1000001.',
    );
    expect(error?.extensions).toEqual({ code: 'BAD_REQUEST', field: ['search'] });
    expect(error?.locations).toHaveLength(1);
    expect(others).toEqual([]);
  });

  test('leads into inputs and lists', () => {
    const [error] = check(
      'query ($f: EscalationFilter) { customers { nodes { escalations(filter: $f) { totalCount } } } }',
      { f: { customer: { externalId: LONG } } },
    );
    expect(error?.extensions['field']).toEqual(['filter', 'customer', 'externalId']);
    const ids = ['a', LONG];
    const [ofList] = check('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(ofList?.extensions['field']).toEqual(['ids', '1']);
  });

  test('counts characters as people do', () => {
    expect(check(`{ customers(search: "${'😀'.repeat(200)}") { totalCount } }`)).toEqual([]);
    expect(check(`{ customers(search: "${'😀'.repeat(201)}") { totalCount } }`)).toHaveLength(1);
  });

  test.each([
    ['beyond 16 bits', '𠮷', 200],
    ['with an accent of its own', 'e\u0301', 200],
    ['of Korean in its parts', '\u1112\u1161\u11ab', 200],
    ['of four units of 16 bits', '\u{11131}\u{11127}', 200],
    ['that the normal form takes apart', '\u0958', 100],
  ])('counts code points of the normal form: of one %s', (_what, character, most) => {
    const errors = (times: number) =>
      check('query ($q: String) { customers(search: $q) { totalCount } }', {
        q: character.repeat(times),
      });
    expect(errors(most)).toEqual([]);
    expect(errors(most + 1)).toHaveLength(1);
  });
});
