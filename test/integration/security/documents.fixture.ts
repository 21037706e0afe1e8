import type { Attack } from './attack.support.ts';
import { body, operation } from './attack.support.ts';

const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

const COMPLEX = { status: [200], code: ['QUERY_TOO_COMPLEX'] };
const BAD = { status: [200, 400], code: ['BAD_REQUEST'] };
/** A partner's own document is refused anyway; what matters is that nothing of the schema comes back. */
const SECRET = {
  status: [200, 400, 403],
  code: ['FORBIDDEN', 'BAD_REQUEST', 'PERSISTED_OPERATION_REQUIRED'],
  never: /Did you mean|"(fields|types|queryType|escalations|healthScore)"/,
};

const nested = (levels: number): string =>
  levels === 0
    ? 'reference'
    : `customer { escalations(first: 1) { nodes { ${nested(levels - 1)} } } }`;

const DEAR =
  'customers(first: 100) { nodes { escalations(first: 100) { nodes { id customer { escalations(first: 100) { nodes { id } } } } } } }';

/** Null for an argument that may not be null: by a variable with a default it is found out only as it runs. */
function nullBeside(name: string, rest: string): Attack {
  return {
    name: `null by a variable with a default, beside ${name}`,
    by: (target) =>
      operation(target, `query ($id: ID = "x") { node(id: $id) ${rest}`, { id: null }),
    ...BAD,
    never: /"data"/,
  };
}

/** Attacks with documents. */
export const DOCUMENT_ATTACKS: readonly Attack[] = [
  {
    name: 'aliases: one field under 60 names',
    by: (target) => operation(target, `{ ${many(60, (n) => `a${n}: __typename`)} }`),
    ...COMPLEX,
  },
  {
    name: 'aliases spread over fragments',
    by: (target) =>
      operation(
        target,
        `{ ${many(6, (n) => `...F${n}`)} } ${many(6, (n) => `fragment F${n} on Query { ${many(10, (m) => `a${n}_${m}: __typename`)} }`)}`,
      ),
    ...COMPLEX,
  },
  {
    name: 'depth: cases of customers of cases',
    by: (target) => operation(target, `{ escalations(first: 1) { nodes { ${nested(6)} } } }`),
    ...COMPLEX,
  },
  {
    name: 'depth: five thousand levels',
    by: (target) => operation(target, `${'{a'.repeat(5_000)}${'}'.repeat(5_000)}`),
    ...BAD,
  },
  {
    name: 'depth: lists in lists in an argument',
    by: (target) =>
      operation(target, `{ nodes(ids: ${'['.repeat(5_000)}${']'.repeat(5_000)}) { id } }`),
    ...BAD,
  },
  {
    name: 'fragments in a circle',
    by: (target) =>
      operation(
        target,
        '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }',
      ),
    ...BAD,
  },
  {
    name: 'a fragment in itself, below a field',
    by: (target) =>
      operation(
        target,
        '{ escalations { nodes { ...F } } } fragment F on Escalation { customer { escalations { nodes { ...F } } } }',
      ),
    ...BAD,
  },
  {
    name: 'fragments that double 80 times',
    by: (target) =>
      operation(
        target,
        `{ ...F0 } ${many(80, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F80 on Query { __typename }`,
      ),
    ...COMPLEX,
  },
  {
    name: 'fragments that double through aliased fields',
    by: (target) =>
      operation(
        target,
        `{ escalations(first: 1) { nodes { ...F0 } } } ${many(20, (n) => `fragment F${n} on Escalation { a: customer { escalations(first: 1) { nodes { ...F${n + 1} } } } b: customer { escalations(first: 1) { nodes { ...F${n + 1} } } } }`)} fragment F20 on Escalation { id }`,
      ),
    ...COMPLEX,
  },
  {
    name: 'fragments that nobody uses, hundreds of them',
    by: (target) =>
      operation(
        target,
        `{ __typename } ${many(150, (n) => `fragment F${n} on Query { __typename }`)}`,
      ),
    ...BAD,
  },
  {
    name: 'directives: one three hundred times on a field',
    by: (target) => operation(target, `{ viewer { role ${'@skip(if: false) '.repeat(140)} } }`),
    ...BAD,
  },
  {
    name: 'directives that do not exist',
    by: (target) => operation(target, `{ viewer { role ${many(400, (n) => `@d${n}`)} } }`),
    ...BAD,
  },
  {
    name: 'the same field side by side, so that all are compared with all',
    by: (target) => operation(target, `{ ${'__typename '.repeat(990)} }`),
    ...COMPLEX,
  },
  {
    name: 'a document of 900 kB',
    by: (target) => operation(target, `{ ${many(90_000, (n) => `f${n}`)} }`),
    ...BAD,
  },
  {
    name: 'a document of one comment of 900 kB',
    by: (target) => operation(target, `#${'x'.repeat(900_000)}`),
    ...BAD,
  },
  {
    name: 'a batch',
    by: (target) => body(target, JSON.stringify(Array(50).fill({ query: '{ viewer { role } }' }))),
    ...BAD,
  },
  {
    name: 'three hundred operations and no name',
    by: (target) =>
      operation(target, many(300, (n) => `query Q${n}{a:__typename}`).slice(0, 6_000)),
    ...BAD,
  },
  {
    name: 'an operation by the name of a property of every object',
    by: (target) =>
      operation(
        target,
        'query A { __typename } query B { __typename }',
        {},
        { operationName: '__proto__' },
      ),
    ...BAD,
  },
  {
    name: 'a cheap operation in front of the dear one that is meant',
    by: (target) =>
      operation(
        target,
        'query Cheap { __typename } query Dear { customers(first: 100) { nodes { escalations(first: 100) { nodes { id issue } } } } }',
        {},
        { operationName: 'Dear' },
      ),
    ...COMPLEX,
  },
  {
    name: 'a dear subscription behind a cheap one, by server-sent events',
    by: ({ app }) =>
      fetch(app.url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${app.key}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({
          query: `subscription Cheap { escalationEvents { id } } subscription Dear { escalationEvents { escalation { ${nested(6)} } } }`,
          operationName: 'Dear',
        }),
      }).then(async (response) => {
        const text = await response.text();
        return { status: response.status, codes: [/"code":"(\w+)"/.exec(text)?.[1]], text };
      }),
    status: [200, 400],
    code: ['QUERY_TOO_COMPLEX'],
  },
  {
    name: 'pages in pages',
    by: (target) =>
      operation(
        target,
        '{ customers(first: 100) { nodes { escalations(first: 100) { nodes { timeline(first: 100) { nodes { id } } } } } } }',
      ),
    ...COMPLEX,
  },
  {
    name: 'a page of a billion, in a variable',
    by: (target) =>
      operation(target, 'query ($n: Int) { escalations(first: $n) { nodes { id } } }', {
        n: 1_000_000_000,
      }),
    ...BAD,
  },
  {
    name: 'a page of less than nothing, to make up for another',
    by: (target) =>
      operation(
        target,
        '{ escalations(first: -100) { nodes { id } } customers(first: 100) { nodes { id } } }',
      ),
    ...BAD,
  },
  {
    name: 'a hundred thousand ids',
    by: (target) =>
      operation(target, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
        ids: Array(40_000).fill('bm9wZTox'),
      }),
    status: [200, 400],
    code: ['QUERY_TOO_COMPLEX', 'BAD_REQUEST'],
  },
  nullBeside('pages in pages', `{ id } ${DEAR} }`),
  nullBeside('pages in pages, where it is skipped', `@skip(if: true) { id } ${DEAR} }`),
  nullBeside('depth', `{ id } escalations(first: 1) { nodes { ${nested(6)} } } }`),
  {
    name: 'introspection, fifty times',
    by: (target) =>
      operation(
        target,
        `{ ${many(50, (n) => `a${n}: __schema { ...S }`)} } fragment S on __Schema { types { name description fields { name description } } }`,
      ),
    ...COMPLEX,
  },
  {
    name: 'introspection, fifty times below one name',
    by: (target) =>
      operation(
        target,
        `{ __schema { ${many(50, (n) => `a${n}: types { ...T }`)} } } fragment T on __Type { name description fields { name description } }`,
      ),
    ...COMPLEX,
  },
  {
    name: 'introspection, fragments of it that double',
    by: (target) =>
      operation(
        target,
        `{ ...F0 } ${many(60, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F60 on Query { __type(name: "Query") { name } }`,
      ),
    ...COMPLEX,
  },
  {
    name: 'nesting in few tokens: selections',
    by: (target) => operation(target, `query Q ${'{ viewer'.repeat(3_300)}`),
    ...BAD,
  },
  {
    name: 'nesting in few tokens: lists',
    by: (target) => operation(target, `query Q { nodes(ids: ${'['.repeat(4_900)}`),
    ...BAD,
  },
  {
    name: 'nesting in few tokens: types of variables',
    by: (target) => operation(target, `query Q($ids: ${'['.repeat(4_900)}`),
    ...BAD,
  },
  {
    name: 'a NUL in a document',
    by: (target) => operation(target, '{ viewer { role \u0000 } }'),
    ...BAD,
  },
  {
    name: 'a NUL in a comment of a document',
    by: (target) => operation(target, '{ viewer { role } } # \u0000'),
    status: [200],
  },
  {
    name: 'half of a surrogate pair in a document',
    by: (target) => operation(target, '{ viewer { role } } # \ud800'),
    status: [200, 400],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'introspection by a partner',
    by: (target) =>
      operation(
        target,
        '{ __schema { types { name fields { name } } } }',
        {},
        { key: target.partner },
      ),
    ...SECRET,
  },
  {
    name: 'introspection by a partner, after staff made the same',
    by: async (target) => {
      const query = '{ __type(name: "Query") { fields { name } } }';
      await operation(target, query);
      return operation(target, query, {}, { key: target.partner });
    },
    ...SECRET,
  },
  {
    name: 'introspection by a partner, in a fragment under another name',
    by: (target) =>
      operation(
        target,
        '{ ...F } fragment F on Query { harmless: __type(name: "Escalation") { name fields { name } } }',
        {},
        { key: target.partner },
      ),
    ...SECRET,
  },
  {
    name: 'suggestions: fields that are almost right, by a partner',
    by: (target) =>
      operation(
        target,
        '{ escalatons { node } customer { helthScore } }',
        {},
        { key: target.partner },
      ),
    ...SECRET,
  },
  {
    name: 'suggestions: after staff were given them for the same document',
    by: async (target) => {
      const query = '{ escalationz { nodes { id } } }';
      await operation(target, query);
      return operation(target, query, {}, { key: target.partner });
    },
    ...SECRET,
  },
  {
    name: 'suggestions: values that are almost right, in a variable',
    by: (target) =>
      operation(
        target,
        'query ($filter: EscalationFilter) { escalations(filter: $filter) { totalCount } }',
        { filter: { severty: ['CRITICL'], severity: ['CRITICL'] } },
        { key: target.partner },
      ),
    ...SECRET,
  },
  {
    name: 'a mutation by GET',
    by: ({ app }) =>
      fetch(
        `${app.url}?query=${encodeURIComponent('mutation { addNote(input: { escalationId: "x", text: "x" }) { cursor } }')}`,
        { headers: { authorization: `Bearer ${app.key}` } },
      ).then(async (response) => ({
        status: response.status,
        codes: ['BAD_REQUEST'],
        text: await response.text(),
      })),
    status: [405],
    code: ['BAD_REQUEST'],
  },
];
