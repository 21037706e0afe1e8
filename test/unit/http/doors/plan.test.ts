import fc from 'fast-check';
import { GraphQLError, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../../src/app/schema.ts';
import type { Principal } from '../../../../src/auth/principal.ts';
import type { Operation, Plan } from '../../../../src/http/doors/plan.ts';
import { createPlans, planOf } from '../../../../src/http/doors/plan.ts';
import type { FuzzedRequest } from '../../../integration/security/document.arbitrary.ts';
import { requests } from '../../../integration/security/document.arbitrary.ts';

const RUNS = process.env['DESK_TEST_FULL'] === '1' ? 10_000 : 200;
const MINUTES_MS = 60_000;
const schema = createSchema();
const NAMES = ['Q3VzdG9tZXI6MQ==', 'ESC-2026-001', 'mara@desk.example', 'ACME'];

function principal(role: Principal['role']): Principal {
  return { id: role, role, name: role, userId: null, customerIds: null, expiresAt: null };
}
const EVERYBODY = (['ADMIN', 'AGENT', 'VIEWER', 'PARTNER'] as const).map(principal);

/** What takes the place of a text in a variable; the first two have the shape of a text of their length. */
const TEXTS = ['ESC-2026-009', 'ESC-2027-010', '', 'x'.repeat(201), 'é'.repeat(150), 'CRITICAL'];

/** Other variables, most of them of the same shape. */
function another(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value === 'string') {
    const alike = fc.constantFrom('a', 'b').map((letter) => letter.repeat(value.length));
    return fc.oneof({ weight: 6, arbitrary: alike }, fc.constant(value), fc.constantFrom(...TEXTS));
  }
  if (Array.isArray(value)) return fc.tuple(...value.map(another));
  if (typeof value === 'object' && value !== null) {
    return fc.record(
      Object.fromEntries(Object.entries(value).map(([name, one]) => [name, another(one)])),
    );
  }
  const others = fc.constantFrom<unknown>(null, 1, 100, 101, 0, -1, true, false);
  return fc.oneof({ weight: 8, arbitrary: fc.constant(value) }, others);
}

const asked = requests(schema, { names: NAMES }).chain((request) =>
  fc.record({
    request: fc.constant(request),
    variables: fc.array(another(request.variables), { minLength: 1, maxLength: 5 }),
    by: fc.constantFrom(...EVERYBODY),
  }),
);

function documentOf({ query }: FuzzedRequest) {
  try {
    const document = parse(query);
    return validate(schema, document).length === 0 ? document : undefined;
  } catch {
    return undefined;
  }
}

function shown(plan: Plan): unknown {
  return 'cost' in plan ? plan : plan.map((error) => error.toJSON());
}

function outcome(find: () => Plan): unknown {
  try {
    return shown(find());
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return error.message;
  }
}

test(
  'what is kept for a shape of variables is what the checks find for all that have it',
  () => {
    const plans = createPlans();
    fc.assert(
      fc.property(asked, ({ request, variables, by }) => {
        const document = documentOf(request);
        if (document === undefined) return;
        for (const given of [request.variables, ...variables]) {
          const variableValues = given as Record<string, unknown>;
          const operation: Operation = { schema, document, variableValues };
          expect(outcome(() => plans(operation, by))).toEqual(outcome(() => planOf(operation, by)));
        }
      }),
      { numRuns: RUNS },
    );
  },
  10 * MINUTES_MS,
);

const AGENT = principal('AGENT');
const document = parse(
  `query Cases($first: Int, $ids: [ID!]!, $by: EscalationRef!) {
    escalations(first: $first) { nodes { id } }
    nodes(ids: $ids) { id }
    escalation(by: $by) { id }
  }`,
);
const VARIABLES = { first: 2, ids: ['a', 'b'], by: { reference: 'ESC-2026-001' } };

test.each([
  ['another text of its length', { by: { reference: 'ESC-2026-002' } }, true],
  ['other ids that differ', { ids: ['c', 'd'] }, true],
  ['ids that are alike', { ids: ['c', 'c'] }, false],
  ['another page', { first: 3 }, false],
  ['no page', { first: null }, false],
  ['another key', { by: { id: 'ESC-2026-001' } }, false],
])(
  'with %s an operation is looked at anew, unless that is of the same shape',
  (_what, more, isSame) => {
    const plans = createPlans();
    const operation = (variableValues: Record<string, unknown>) => ({
      ...{ schema, document, variableValues },
    });
    const before = plans(operation(VARIABLES), AGENT);
    expect(before).toHaveProperty('cost');
    expect(plans(operation({ ...VARIABLES, ...more }), AGENT) === before).toBe(isSame);
  },
);

test('what one role may is not found for another', () => {
  const plans = createPlans();
  const keys = { schema, document: parse('{ apiKeys { name } }'), variableValues: {} };
  expect(plans(keys, principal('ADMIN'))).toHaveProperty('cost');
  expect(plans(keys, principal('PARTNER'))).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
});

test('an operation that writes a variable into a list is looked at anew each time', () => {
  const plans = createPlans();
  const written = parse('query One($id: ID!) { nodes(ids: ["a", $id]) { id } }');
  const costs = ['a', 'b'].map((id) =>
    plans({ schema, document: written, variableValues: { id } }, AGENT),
  );
  expect(costs[0]).not.toEqual(costs[1]);
});
