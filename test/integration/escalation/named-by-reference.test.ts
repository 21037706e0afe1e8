import type { GraphQLSchema } from 'graphql';
import { getNamedType, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { doorsOf } from '../../support/doors.ts';
import { openCase } from '../../support/factories.ts';
import { hashOf, partner } from '../../support/partner.ts';
import type { Surroundings } from './case-in-status.fixture.ts';
import { surroundings } from './case-in-status.fixture.ts';
import { validInput } from './valid-input.fixture.ts';

const schema: GraphQLSchema = createSchema();
const BOTH_FORMS = 'the `id` of an `Escalation`, or its reference such as `ESC-2026-001`';
const NO_SUCH_CASE = expect.stringContaining(
  `There is no such escalation: it is named by ${BOTH_FORMS}`,
);

let app: TestApp;
let shared: Surroundings;
beforeAll(async () => {
  app = await startTestApp();
  shared = await surroundings(app);
});
afterAll(() => app.stop());

/** Mutations whose input names its case as `escalationId`. */
const ON_A_CASE = Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((field) => {
  const type = getNamedType(field.args[0]?.type);
  return isInputObjectType(type) && 'escalationId' in type.getFields() ? [field.name] : [];
});

test('whatever is called `escalationId` in the schema says that it takes either form', () => {
  const described = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isInputObjectType(type)) return Object.values(type.getFields());
    return isObjectType(type) ? Object.values(type.getFields()).flatMap(({ args }) => args) : [];
  });
  const found = described.filter(({ name }) => name === 'escalationId');
  expect(found.length).toBeGreaterThanOrEqual(28);
  for (const { description } of found) expect(description).toContain(BOTH_FORMS);
});

async function referenceOf(id: unknown): Promise<string> {
  const { node } = await app.query<{ node: { reference: string } }>(
    'query ($id: ID!) { node(id: $id) { ... on Escalation { reference } } }',
    { id },
  );
  return node.reference;
}

describe.each(ON_A_CASE)('%s', (mutation) => {
  test('takes the reference of its case, in whatever case of letters', async () => {
    const input = await validInput(app, mutation, shared);
    const reference = await referenceOf(input['escalationId']);
    const answer = await app.mutate(
      mutation,
      { ...input, escalationId: reference.toLowerCase() },
      'escalation { id reference }',
    );
    expect(answer).toEqual({
      escalation: { id: input['escalationId'], reference },
      userErrors: [],
    });
  });

  test.each(['ESC-1999-999', 'ESC-', 'nonsense', btoa('Escalation:0'), btoa('User:0')])(
    'says of %s which forms there are',
    async (escalationId) => {
      const input = { ...(await inputWithoutCase(mutation)), escalationId };
      expect(await app.mutate(mutation, input)).toMatchObject({
        userErrors: [{ code: 'NOT_FOUND', field: ['escalationId'], message: NO_SUCH_CASE }],
      });
    },
  );
});

const inputs = new Map<string, Promise<Readonly<Record<string, unknown>>>>();
function inputWithoutCase(mutation: string) {
  const known = inputs.get(mutation) ?? validInput(app, mutation, shared);
  inputs.set(mutation, known);
  return known;
}

test('a repeated call is the same whichever form names the case', async () => {
  const { id, reference } = await openCase(app);
  const input = { text: 'Noted once.', idempotencyKey: 'one-note' };
  const first = await app.mutate('addNote', { ...input, escalationId: id }, 'events { id }');
  const again = await app.mutate('addNote', { ...input, escalationId: reference }, 'events { id }');
  expect(again).toEqual(first);
});

describe('what a partner does not see', () => {
  test("is refused by its reference as an unknown case is, and names no other's", async () => {
    const rate =
      'mutation Rate($input: RecordSatisfactionInput!) { recordSatisfaction(input: $input) { userErrors { code message } } }';
    const { key, customerId } = await partner(app, rate);
    const [, post] = doorsOf(() => app.url)[0] ?? [];
    const other = await openCase(app);
    const own = await openCase(app, { customer: { id: customerId } });
    const errorsOf = async (escalationId: string) => {
      const variables = { input: { escalationId, rating: 4 } };
      const answer = await post?.({ documentId: hashOf(rate), variables }, key);
      return answer?.data;
    };
    expect(await errorsOf(other.reference)).toEqual(await errorsOf('ESC-1999-999'));
    expect(await errorsOf(own.reference)).toMatchObject({
      recordSatisfaction: { userErrors: [] },
    });
  });
});

describe('renderTemplate', () => {
  const document =
    'query ($id: ID!) { renderTemplate(escalationId: $id, template: INITIAL_RESPONSE) { body } }';

  test('takes the reference of a case', async () => {
    const { id, reference } = await openCase(app);
    expect(await app.query(document, { id: reference })).toEqual(await app.query(document, { id }));
  });

  test('says of an unknown one which forms there are', async () => {
    for (const id of [
      'ESC-1999-999',
      'nonsense',
      btoa('Escalation:00000000-0000-7000-8000-000000000000'),
    ]) {
      const { errors } = await app.graphql(document, { id });
      expect(errors).toMatchObject([
        { message: NO_SUCH_CASE, extensions: { code: 'BAD_REQUEST' } },
      ]);
    }
  });
});

describe.each(doorsOf(() => app.url).filter(([name]) => name === 'SSE' || name === 'WebSocket'))(
  'a subscription over %s',
  (door, send) => {
    test.each(['escalationEvents', 'escalationStatusChanged', 'slaWarnings'])(
      '%s refuses what names no case, and says which forms there are',
      async (field) => {
        const query = `subscription ($id: ID) { ${field}(escalationId: $id) { cursor } }`;
        for (const id of ['ESC-1999-999', 'nonsense']) {
          const { errors } = await send({ query, variables: { id } }, app.key);
          expect(errors).toMatchObject([
            { message: NO_SUCH_CASE, extensions: { code: 'BAD_REQUEST' } },
          ]);
        }
      },
    );

    test('follows the case of a reference and no other', async () => {
      const { cursor } = await app.mutate<{ cursor: string }>('upsertUser', {
        email: `before-${door}@desk.example`,
        name: 'Before',
        level: 'MANAGER',
      });
      await openCase(app);
      const { reference } = await openCase(app);
      const query =
        'subscription ($id: ID, $after: String) { escalationEvents(escalationId: $id, after: $after) { escalation { reference } } }';
      const variables = { id: reference, after: cursor };
      expect(await send({ query, variables }, app.key)).toMatchObject({
        data: { escalationEvents: { escalation: { reference } } },
      });
    });
  },
);
