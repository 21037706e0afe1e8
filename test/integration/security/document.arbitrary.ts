import type { Arbitrary, GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLSchema,
} from 'graphql';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** A request as the fuzz makes it: mostly right, so that it gets far, and wrong in every place now and then. */
export interface FuzzedRequest {
  query: string;
  variables: Record<string, unknown>;
}

export interface Knowledge {
  /** Ids, references and cursors that name something, so that more than nothing is found. */
  names: readonly string[];
}

type Root = 'query' | 'mutation' | 'subscription';

const MAX_DEPTH = 5;
/** How often a name, a value or a directive is broken, in a thousand: a request has many of them. */
const BROKEN_PERMILLE = 4;

const NASTY_TEXT = [
  '',
  ' ',
  '0',
  'null',
  "'; DROP TABLE escalation; --",
  '\u0000',
  'a\ud800',
  '\u202e\u200b',
  '💥'.repeat(20),
  '"\\',
  '%',
  '__proto__',
  'a'.repeat(201),
  'a'.repeat(20_001),
  '<script>',
  '{{7*7}}',
  '../../etc/passwd',
];
const NASTY_NUMBERS = [
  0,
  -1,
  1,
  2,
  3,
  100,
  101,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31),
  1e15,
  1.5,
  1e308,
];

/** Values for the scalars of the desk, the right ones first. */
const SCALARS: Readonly<Record<string, readonly unknown[]>> = {
  DateTime: [
    '2026-03-01T09:30:00Z',
    '2026-03-01T09:30:00.123456789+14:00',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-02-30T00:00:00Z',
    '2026-03-01',
  ],
  Date: ['2026-03-01', '0001-01-01', '9999-12-31', '2026-13-01', 'yesterday'],
  Duration: ['PT4H', 'PT0S', 'P1D', 'PT1M30S', 'P999999999D', '-PT1H', 'P1Y', 'soon'],
  Decimal: ['480000.00', '0', '-1.5', '999999999999999.99', '1e5', '1.005'],
  EmailAddress: ['mara@desk.example', 'a@b.co', 'A@B.CO', 'nobody', 'a@b..c'],
  JSONObject: [{}, { a: 1 }, { a: { b: [null, true, 'x'] } }, [], 'x', { '': '\u0000' }],
  Boolean: [true, false, 'true', 1],
};

export function requests(schema: GraphQLSchema, knowledge: Knowledge): Arbitrary<FuzzedRequest> {
  return fc.gen().map((g) => makeRequest(g, schema, knowledge));
}

/** Variables and fragments come up while the selection is written, and are declared around it. */
interface Draft {
  g: GeneratorValue;
  schema: GraphQLSchema;
  knowledge: Knowledge;
  variables: Map<string, { type: string; value: unknown }>;
  fragments: string[];
  fields: number;
}

function makeRequest(
  g: GeneratorValue,
  schema: GraphQLSchema,
  knowledge: Knowledge,
): FuzzedRequest {
  const draft: Draft = { g, schema, knowledge, variables: new Map(), fragments: [], fields: 0 };
  const root = oneOf<Root>(draft, [
    ...Array<Root>(12).fill('query'),
    ...Array<Root>(6).fill('mutation'),
    'subscription',
    'subscription',
  ]);
  const types = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  const type = types[root];
  if (type == null) throw new Error(`The schema has no ${root}.`);
  const selection = selectionOf(draft, type, 0, root === 'query' ? 3 : 1);
  const declared = [...draft.variables].map(([name, { type: of }]) => `$${name}: ${of}`);
  const head = declared.length === 0 ? '' : `(${declared.join(', ')})`;
  return {
    query: [`${root} Fuzz${head} ${selection}`, ...draft.fragments].join('\n'),
    variables: Object.fromEntries([...draft.variables].map(([name, { value }]) => [name, value])),
  };
}

function selectionOf(draft: Draft, type: GraphQLNamedType, depth: number, atMost = 4): string {
  const parts: string[] = [];
  if (isAbstractType(type)) {
    const possible = draft.schema.getPossibleTypes(type);
    for (let count = upTo(draft, 1, 2); count > 0; count -= 1) {
      const one = oneOf(draft, possible);
      parts.push(`... on ${one.name} ${selectionOf(draft, one, depth + 1)}`);
    }
    if (chance(draft, 30)) parts.push('__typename');
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).filter(
      (field) => depth < MAX_DEPTH || !isCompositeType(getNamedType(field.type)),
    );
    for (let count = upTo(draft, 1, atMost); count > 0; count -= 1) {
      parts.push(
        fields.length === 0 || broken(draft)
          ? oneOf(draft, ['__typename', 'nothing', '__schema { types { name } }', 'id'])
          : fieldOf(draft, oneOf(draft, fields), depth),
      );
    }
  }
  // A selection on what has none is wrong enough.
  if (parts.length === 0) parts.push('id');
  const selection = `{ ${parts.join(' ')} }`;
  if (depth === 0 || !chance(draft, 12)) return selection;
  if (chance(draft, 40)) return `{ ... ${directive(draft)} ${selection} }`;
  const name = `F${draft.fragments.length}`;
  // Its place is taken before what is in it may ask for one.
  const on = broken(draft) ? oneOf(draft, ['Query', 'Nothing', 'String']) : type.name;
  draft.fragments.push(`fragment ${name} on ${on} ${selection}`);
  return `{ ...${name} ${chance(draft, 20) ? `...${name}` : ''} }`;
}

function fieldOf(draft: Draft, field: GraphQLField<unknown, unknown>, depth: number): string {
  draft.fields += 1;
  const type = getNamedType(field.type);
  const args = field.args
    .filter((arg) => isGiven(draft, arg.name, isRequiredArgument(arg)))
    .map((arg) => `${arg.name}: ${argumentOf(draft, arg)}`);
  if (broken(draft)) args.push('nothing: 1');
  // Two of one name would have to be alike down to the last argument.
  const needsAlias = field.args.length > 0 || isCompositeType(type);
  const alias = needsAlias || chance(draft, 10) ? `a${draft.fields}: ` : '';
  const given = args.length === 0 ? '' : `(${args.join(', ')})`;
  const below = isCompositeType(type) !== broken(draft) ? selectionOf(draft, type, depth + 1) : '';
  return `${alias}${field.name}${given} ${chance(draft, 6) ? directive(draft) : ''} ${below}`;
}

function isGiven(draft: Draft, name: string, isRequired: boolean): boolean {
  if (isRequired) return !broken(draft);
  // Small pages, so that more than one list fits into the limit of cost.
  return chance(draft, name === 'first' ? 70 : 20);
}

function argumentOf(draft: Draft, arg: GraphQLArgument): string {
  const value = arg.name === 'first' ? upTo(draft, 1, 3) : makeValue(draft, arg.type, 0, arg.name);
  if (!chance(draft, 50)) return literalOf(value, arg.type);
  const name = broken(draft) ? 'undeclared' : `v${draft.variables.size}`;
  if (name !== 'undeclared') draft.variables.set(name, variableOf(draft, arg.type, value));
  return `$${name}`;
}

/** One with a default may be null where its argument may not. */
function variableOf(draft: Draft, type: GraphQLInputType, value: unknown) {
  if (chance(draft, 10))
    return { type: `${getNullableType(type)} = ${literalOf(value, type)}`, value: null };
  return {
    type: broken(draft) ? 'String' : String(type),
    value: broken(draft) ? undefined : value,
  };
}

function directive(draft: Draft): string {
  return oneOf(draft, [
    '@include(if: true)',
    '@skip(if: false)',
    '@skip(if: true)',
    '@include(if: false) @skip(if: false)',
    ...(broken(draft) ? ['@nothing', '@include', '@include(if: "x")', '@deprecated'] : []),
  ]);
}

function makeValue(draft: Draft, type: GraphQLInputType, depth: number, name: string): unknown {
  if (broken(draft)) return oneOf<unknown>(draft, [null, 1, 'x', [], {}, [[null]], true]);
  if (isNonNullType(type)) return makeValue(draft, type.ofType, depth, name);
  if (isListType(type)) {
    const of = type.ofType;
    const count = chance(draft, 2) ? 101 : upTo(draft, 0, 3);
    return Array.from({ length: count }, () => makeValue(draft, of, depth + 1, name));
  }
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields());
    const given = type.isOneOf
      ? [oneOf(draft, fields)]
      : fields.filter((field) => isFieldGiven(draft, field, depth));
    const entries = given.map((field) => [
      field.name,
      makeValue(draft, field.type, depth + 1, field.name),
    ]);
    if (broken(draft)) entries.push(['nothing', 1]);
    return Object.fromEntries(entries);
  }
  if (isEnumType(type)) return oneOf(draft, type.getValues()).name;
  return scalarOf(draft, type.name, name);
}

function isFieldGiven(draft: Draft, field: GraphQLInputField, depth: number): boolean {
  if (isRequiredInputField(field)) return !broken(draft);
  return depth < 4 && chance(draft, 25);
}

function scalarOf(draft: Draft, type: string, name: string): unknown {
  const known = SCALARS[type];
  if (known !== undefined) return chance(draft, 70) ? known[0] : oneOf(draft, known);
  if (type === 'Int' || type === 'Float') {
    return chance(draft, 70) ? upTo(draft, 1, 5) : oneOf(draft, NASTY_NUMBERS);
  }
  if (type === 'ID' || /cursor|after|before|reference/i.test(name)) {
    return chance(draft, 85) ? oneOf(draft, draft.knowledge.names) : oneOf(draft, NASTY_TEXT);
  }
  return chance(draft, 80) ? `text ${upTo(draft, 0, 30)}` : oneOf(draft, NASTY_TEXT);
}

/** As it stands in a document; names of enums have no quotes there. */
function literalOf(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(value, type.ofType);
  if (Array.isArray(value)) {
    const of = isListType(type) ? type.ofType : type;
    return `[${value.map((item) => literalOf(item, of)).join(', ')}]`;
  }
  if (isListType(type)) return literalOf(value, type.ofType);
  if (value !== null && typeof value === 'object') {
    const fields = isInputObjectType(type) ? type.getFields() : {};
    const entries = Object.entries(value).map(([name, child]) => {
      const field = fields[name];
      // What is no name cannot stand in a document.
      const written = /^[_A-Za-z]\w*$/.test(name) ? name : 'x';
      return `${written}: ${field === undefined ? JSON.stringify(child) : literalOf(child, field.type)}`;
    });
    return `{${entries.join(', ')}}`;
  }
  if (isEnumType(type) && typeof value === 'string') return value;
  return JSON.stringify(value);
}

function oneOf<Value>({ g }: Draft, values: readonly Value[]): Value {
  return values[g(below, values.length)] as Value;
}

function upTo({ g }: Draft, min: number, max: number): number {
  return min + g(below, max - min + 1);
}

function chance({ g }: Draft, percent: number): boolean {
  return g(below, 100) < percent;
}

/** As often the one as the other: fast-check would rather have small ones and large ones. */
function below(count: number): Arbitrary<number> {
  return fc.noBias(fc.nat(count - 1));
}

function broken(draft: Draft): boolean {
  return draft.g(below, 1_000) < BROKEN_PERMILLE;
}
