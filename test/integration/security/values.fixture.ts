import type { Attack, Seen, Target } from './attack.support.ts';
import { body, operation } from './attack.support.ts';

const BAD = { status: [200, 400], code: ['BAD_REQUEST'] };
/** Taken as text that finds nothing. */
const NOTHING_FOUND = { status: [200], code: [] };

const SEARCH =
  'query ($search: String) { escalations(filter: { search: $search }) { totalCount nodes { reference } } }';
const UPSERT = `mutation ($input: UpsertCustomerInput!) {
  upsertCustomer(input: $input) { customer { externalId } userErrors { code field } } }`;
const OPEN = `mutation ($input: OpenEscalationInput!) {
  openEscalation(input: $input) { escalation { reference } userErrors { code field } } }`;

function search(name: string, text: string, expected: Partial<Attack> = NOTHING_FOUND): Attack {
  return {
    name: `in the search: ${name}`,
    by: (target) => operation(target, SEARCH, { search: text }),
    ...NOTHING_FOUND,
    ...expected,
  };
}

const CUSTOMER = {
  name: 'Prototype',
  tier: 'BUSINESS',
  arr: { amount: '1.00', currency: 'USD' },
  healthScore: 50,
  contacts: [{ name: 'A', email: 'a@b.example' }],
};

/** A mutation as it is sent, with more in its input than JSON of ours could say. */
function upsertOf(externalId: string, more: string): string {
  const input = `${JSON.stringify({ externalId, ...CUSTOMER }).slice(0, -1)},${more}}`;
  return `{"query":${JSON.stringify(UPSERT)},"variables":{"input":${input}}}`;
}

/** The same for a case with any JSON as its history. */
function openOf({ externalId }: Target, history: string): string {
  const input = JSON.stringify({
    customer: { externalId },
    severity: 'HIGH',
    category: 'TECHNICAL',
    issue: 'x',
  });
  return `{"query":${JSON.stringify(OPEN)},"variables":{"input":${input.slice(0, -1)},"history":${history}}}}`;
}

const SQL = "x'; DROP TABLE escalation; --";
const UNION = "' UNION SELECT id, hash FROM api_key --";

/** What a person can mend comes as a user error; it counts as the code here. */
async function userErrors(target: Target, document: string, input: object): Promise<Seen> {
  const seen = await operation(target, document, { input });
  const { data } = JSON.parse(seen.text) as {
    data?: Record<string, { userErrors: { code: string }[] } | null>;
  };
  const codes = Object.values(data ?? {}).flatMap((one) => one?.userErrors ?? []);
  return { ...seen, codes: [...seen.codes, ...codes.map(({ code }) => code)] };
}

const cursor = (kind: string, value: string) => Buffer.from(`${kind}:${value}`).toString('base64');

function paged(list: string, text: string): Attack {
  return {
    name: `SQL in a cursor of ${list}: ${text.slice(0, 20)}`,
    by: (target) =>
      operation(target, `query ($c: String) { ${list}(first: 1, after: $c) { nodes { id } } }`, {
        c: text,
      }),
    ...BAD,
  };
}

function named(name: string, argument: string, text: string): Attack {
  return {
    name: `SQL as ${name}: ${text.slice(0, 14)}`,
    by: (target) => operation(target, argument, { text }),
    status: [200, 400],
    code: ['BAD_REQUEST'],
    never: /desk_[0-9a-f]{10}|syntax error|prisma/i,
  };
}

/** Attacks with values. */
export const VALUE_ATTACKS: readonly Attack[] = [
  search('SQL', SQL),
  search('SQL that adds rows', UNION),
  search('comment and semicolon', `"/*" ; -- ${UNION}`),
  search('operators of the text search', "'a' & !'b' | (c:* <-> d) :* \\ '"),
  search('quotes that are not closed', '"'.repeat(9_999), BAD),
  search('ten thousand signs of like', '%_'.repeat(5_000), BAD),
  search('regular expressions in each other', `${'('.repeat(300)}a+${')+'.repeat(300)}`, BAD),
  search('words for the backtracking of patterns', `${'-"a '.repeat(4_000)}!`, BAD),
  search('a beginning of a reference without end', `ESC-2026-${'0'.repeat(15_000)}`, BAD),
  search('ten thousand OR', 'OR '.repeat(5_000), BAD),
  search('one word of 20,000 letters', 'a'.repeat(20_000), BAD),
  search('900 kB', 'a b '.repeat(225_000), BAD),
  search('a NUL', 'a\u0000b'),
  search('half of a surrogate pair', 'a\ud800b'),
  search('200 quotes that are not closed', '"'.repeat(199)),
  search('200 signs for the backtracking of patterns', `${'-"a '.repeat(49)}!`, BAD),

  {
    name: 'SQL as an external id that is written and read again',
    by: async (target) => {
      const input = { ...CUSTOMER, externalId: SQL, name: SQL };
      const written = await userErrors(target, UPSERT, input);
      if (written.codes.length > 0) return written;
      return operation(
        target,
        'query ($id: String!) { customer(by: { externalId: $id }) { name } }',
        {
          id: SQL,
        },
      );
    },
    status: [200],
    code: [],
  },
  named(
    'an e-mail address',
    'query ($text: EmailAddress!) { user(by: { email: $text }) { id } }',
    `${UNION}@x.example`,
  ),
  {
    name: 'SQL as an id',
    by: (target) =>
      operation(target, 'query ($id: ID!) { node(id: $id) { id } }', {
        id: Buffer.from(`Customer:${UNION}`).toString('base64'),
      }),
    status: [200],
    code: [],
  },
  {
    name: 'SQL as a reference',
    by: (target) =>
      operation(target, 'query ($r: String!) { escalation(by: { reference: $r }) { id } }', {
        r: UNION,
      }),
    status: [200],
    code: [],
  },
  paged('escalations', cursor('K', UNION)),
  paged('escalations', UNION),
  paged('customers', cursor('GPC:S', UNION)),
  paged('users', cursor('GPC:N', '1;DROP TABLE log_entry')),
  paged('deskEvents', UNION),
  {
    name: 'SQL as the place to follow from',
    by: ({ app }) =>
      fetch(app.url, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${app.key}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({
          query: 'subscription ($after: String) { escalationEvents(after: $after) { id } }',
          variables: { after: UNION },
        }),
      }).then(async (response) => {
        const text = await response.text();
        return { status: response.status, codes: [/"code":"(\w+)"/.exec(text)?.[1]], text };
      }),
    ...BAD,
  },

  {
    name: 'an e-mail address for the backtracking of patterns',
    by: (target) =>
      operation(target, 'query ($e: EmailAddress!) { user(by: { email: $e }) { id } }', {
        e: `${'a'.repeat(60)}@${'a.'.repeat(50_000)}!`,
      }),
    ...BAD,
  },
  {
    name: 'a time of 200,000 digits',
    by: (target) =>
      operation(
        target,
        'query ($t: DateTime!) { escalations(filter: { openedAfter: $t }) { totalCount } }',
        { t: `2026-01-01T00:00:00.${'0'.repeat(200_000)}Z` },
      ),
    ...BAD,
  },
  {
    name: 'a time in the year 275,761',
    by: (target) =>
      operation(
        target,
        'query ($t: DateTime!) { escalations(filter: { openedAfter: $t }) { totalCount } }',
        { t: '+275761-01-01T00:00:00Z' },
      ),
    ...BAD,
  },
  {
    name: 'a day of 200,000 digits',
    by: (target) =>
      operation(
        target,
        'query ($d: Date!) { __typename @skip(if: false) ...F @include(if: false) } fragment F on Query { escalations(filter: { openedAfter: $d }) { totalCount } }',
        {
          d: '1'.repeat(200_000),
        },
      ),
    ...BAD,
  },
  {
    name: 'a duration for the backtracking of patterns',
    by: (target) =>
      userErrors(
        target,
        `mutation ($input: UpsertSlaPolicyInput!) { upsertSlaPolicy(input: $input) { userErrors { code } } }`,
        {
          severity: 'HIGH',
          tier: 'BUSINESS',
          ownerLevel: 'DIRECTOR',
          responseTarget: `P${'1'.repeat(200_000)}`,
          updateInterval: `PT${'1H'.repeat(50_000)}`,
        },
      ),
    ...BAD,
  },
  {
    name: 'a number that is too large for what it is',
    by: (target) =>
      body(
        target,
        `{"query":"query ($n: Int) { escalations(first: $n) { totalCount } }","variables":{"n":1e400}}`,
      ),
    ...BAD,
  },

  {
    name: 'huge variables',
    by: (target) => operation(target, '{ __typename }', { filler: 'x'.repeat(3_000_000) }),
    status: [413],
    code: ['BAD_REQUEST'],
  },
  {
    name: 'JSON a hundred thousand levels deep',
    by: (target) =>
      body(
        target,
        `{"query":"${UPSERT.replaceAll(/\s+/g, ' ')}","variables":{"input":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      ),
    ...BAD,
  },
  {
    name: 'JSON fifty thousand levels deep, where any JSON may be',
    by: (target) => {
      const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
      return body(target, openOf(target, deep)).then(asUserErrors);
    },
    status: [200, 400],
    code: ['BAD_REQUEST', 'INVALID'],
  },
  {
    name: 'variables that are a prototype',
    by: (target) =>
      body(
        target,
        `{"query":"${SEARCH}","variables":{"__proto__":{"search":"x","isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}}`,
      ),
    status: [200],
    code: [],
  },
  {
    name: 'JSON to keep that is a prototype',
    by: (target) =>
      body(
        target,
        openOf(
          target,
          '{"__proto__":{"isAdmin":true},"a":{"constructor":{"prototype":{"isAdmin":true}}}}',
        ),
      ).then(asUserErrors),
    status: [200],
    code: ['INVALID'],
  },
  {
    name: 'an input that names its prototype as a field',
    by: (target) => body(target, upsertOf('proto-2', '"__proto__":{"name":"Q"}')),
    ...BAD,
  },
  {
    name: 'a NUL in a text to keep',
    by: (target) =>
      userErrors(target, OPEN, {
        customer: { externalId: target.externalId },
        severity: 'HIGH',
        category: 'TECHNICAL',
        issue: 'a\u0000b',
      }),
    status: [200, 400],
    code: ['BAD_REQUEST', 'INVALID'],
  },
  {
    name: 'half of a surrogate pair in a text to keep',
    by: (target) =>
      userErrors(target, OPEN, {
        customer: { externalId: target.externalId },
        severity: 'HIGH',
        category: 'TECHNICAL',
        issue: 'a\udc00b',
      }),
    status: [200, 400],
    code: ['BAD_REQUEST', 'INVALID'],
  },
  {
    name: 'bytes that are no UTF-8',
    by: (target) =>
      body(target, Buffer.from([0x7b, 0x22, 0x71, 0xff, 0xfe, 0x80, 0x22, 0x3a, 0x31, 0x7d])),
    ...BAD,
  },
  {
    name: 'CR LF in an address that goes into mail',
    by: (target) =>
      userErrors(target, UPSERT, {
        ...CUSTOMER,
        externalId: 'crlf',
        contacts: [{ name: 'A', email: 'a@b.example\r\nBcc: everybody@example.com' }],
      }),
    ...BAD,
  },
];

function asUserErrors(seen: Seen): Seen {
  const codes = [...seen.text.matchAll(/"code":"(\w+)"/g)].map(([, code]) => code);
  return { ...seen, codes };
}
