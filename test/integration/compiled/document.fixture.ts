import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { GraphQLError, getNamedType, parse, validate } from 'graphql';
import { MAY_CALL } from '../../../src/auth/permissions.ts';
import { costOf } from '../../../src/graphql/limits/cost.ts';
import { MAX_TOKENS } from '../../../src/graphql/limits/limits.ts';
import type { Role } from '../../../src/shared/vocabulary.ts';
import type { Draft, Scope } from './draft.fixture.ts';
import { between, chance, newName, oneOf } from './draft.fixture.ts';
import type { Knowledge } from './knowledge.fixture.ts';
import { rootFieldsFor, writeField, writeSelection } from './selection.fixture.ts';

export interface MadeDocument {
  document: DocumentNode;
  query: string;
  variables: Readonly<Record<string, unknown>>;
  operationName?: string;
}

/** Points and levels of most documents, so that thousands of them are asked for in minutes. */
const USUAL_COST = 2_500;
const USUAL_DEPTH = 13;
const ATTEMPTS = 12;
/** Asked for more often than the rest. */
const OFTEN = [
  'escalation',
  'escalations',
  'escalations',
  'customer',
  'customers',
  'node',
  'nodes',
];

/**
 * Makes a valid query for a role. Whatever it names is taken from what is known so far.
 *
 * @param seed the same gives the same document, as long as the same is known.
 */
export function makeDocument(
  schema: GraphQLSchema,
  knowledge: Knowledge,
  role: Role,
  seed: number,
): MadeDocument {
  return make({ type: 'query', writeRoot }, schema, knowledge, role, seed);
}

/** Makes a valid subscription to the events after a cursor. */
export function makeSubscription(
  after: string,
  schema: GraphQLSchema,
  knowledge: Knowledge,
  role: Role,
  seed: number,
): MadeDocument {
  const root: Root = { type: 'subscription', writeRoot: (draft) => writeEvents(draft, after) };
  return make(root, schema, knowledge, role, seed);
}

interface Root {
  type: 'query' | 'subscription';
  writeRoot(draft: Draft): string;
}

function make(
  root: Root,
  schema: GraphQLSchema,
  knowledge: Knowledge,
  role: Role,
  seed: number,
): MadeDocument {
  const arbitrary = fc.gen().map((g) => {
    // Few documents go over the limits: what is refused is refused before it is read.
    const isLarge = chance({ g } as Draft, 3);
    for (let attempt = 1; ; attempt += 1) {
      const made = write(root, g, schema, knowledge, role, isLarge);
      if (isLarge || attempt === ATTEMPTS || isUsual(schema, made)) return made;
    }
  });
  const [made] = fc.sample(arbitrary, { seed, numRuns: 1 });
  if (made === undefined) throw new Error('Nothing was made.');
  const errors = validate(schema, made.document);
  if (errors.length > 0) throw new Error(`Seed ${seed}: ${errors.join('; ')}\n${made.query}`);
  return made;
}

function isUsual(schema: GraphQLSchema, { document, query, ...request }: MadeDocument): boolean {
  try {
    parse(query, { maxTokens: MAX_TOKENS });
  } catch {
    return false;
  }
  const planned = costOf(schema, { document, ...request });
  // What is wrong about a value shows when it is asked for.
  if (planned === undefined || planned instanceof GraphQLError) return true;
  return planned.cost <= USUAL_COST && planned.depth <= USUAL_DEPTH;
}

function write(
  { type, writeRoot }: Root,
  g: GeneratorValue,
  schema: GraphQLSchema,
  knowledge: Knowledge,
  role: Role,
  isLarge: boolean,
): MadeDocument {
  const draft: Draft = {
    ...{ g, schema, knowledge, role, isLarge },
    variables: new Map(),
    fragments: [],
    ...{ names: 0, aliases: 0 },
  };
  const selection = writeRoot(draft);
  const declared = [...draft.variables].map(([name, one]) => `$${name}: ${one.declared}`);
  const head = declared.length === 0 ? '' : `(${declared.join(', ')})`;
  const isNamed = head !== '' || chance(draft, 70);
  const name = isNamed ? newName(draft, 'Made') : '';
  const isShort = !isNamed && type === 'query';
  const operation = isShort ? selection : `${type} ${name}${head} ${selection}`;
  const other = isNamed && chance(draft, 4) ? ['query Other { viewer { name } }'] : [];
  const query = [operation, ...draft.fragments.map(({ text }) => text), ...other].join('\n');
  const given = [...draft.variables].filter(([, { value }]) => value !== undefined);
  return {
    document: parse(query),
    query,
    variables: Object.fromEntries(given.map(([key, { value }]) => [key, value])),
    ...(other.length > 0 ? { operationName: name } : {}),
  };
}

function writeRoot(draft: Draft): string {
  const { schema, role } = draft;
  const type = schema.getQueryType();
  if (type == null) throw new Error('The schema has no Query.');
  const may = (field: string) => MAY_CALL[`Query.${field}`]?.includes(role) ?? false;
  const fields = rootFieldsFor(draft, type, may);
  const often = fields.filter(({ name }) => OFTEN.includes(name));
  const scope: Scope = new Map();
  const parts: string[] = [];
  for (let count = between(draft, 1, 3); count > 0; count -= 1) {
    if (chance(draft, 4)) parts.push('__typename');
    const from = often.length > 0 && chance(draft, 45) ? often : fields;
    parts.push(...writeField(draft, 'Query', oneOf(draft, from), scope, 0));
  }
  if (role !== 'PARTNER' && chance(draft, 1)) parts.push('__type(name: "User") { name kind }');
  if (parts.length === 0) parts.push('__typename');
  const inner = parts.join(' ');
  return chance(draft, 6) ? `{ ... on Query { ${inner} } }` : `{ ${inner} }`;
}

const EVENTS = ['escalationEvents', 'escalationEvents', 'escalationStatusChanged', 'slaWarnings'];

function writeEvents(draft: Draft, after: string): string {
  const name = oneOf(draft, EVENTS);
  const field = draft.schema.getSubscriptionType()?.getFields()[name];
  if (field === undefined) throw new Error(`There is no subscription ${name}.`);
  const selection = writeSelection(draft, getNamedType(field.type), new Map(), 1);
  return `{ ${name}(after: ${JSON.stringify(after)}) ${selection} }`;
}
