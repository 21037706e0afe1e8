import { isEnumType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { unknownId, useBadInputDesk } from './bad-input.fixture.ts';
import { FIELDS, inputWith, pathInRequest, plainInput, valuesOf } from './input-fields.fixture.ts';
import { MUTATIONS } from './valid-input.fixture.ts';

const desk = useBadInputDesk();
const { expectBadRequest, expectNothingWritten } = desk;

describe('a request', () => {
  test('with a value that an enum does not have is refused', async () => {
    const enums = FIELDS.filter(({ type, isList }) => isEnumType(type) && !isList);
    expect(enums.length).toBeGreaterThan(20);
    for (const field of enums) {
      for (const value of ['NOTHING', 'high', '', 1, null]) {
        if (value === null && !field.isRequired) continue;
        const where = `at "${pathInRequest(field)}"`;
        await expectBadRequest(field.mutation, inputWith(field, value, desk.ids), where);
      }
    }
    await expectNothingWritten();
  });

  test('that lacks what is required is refused', async () => {
    const required = FIELDS.filter(({ isRequired, path }) => isRequired && path.at(-1) !== '0');
    expect(required.length).toBeGreaterThan(60);
    for (const field of required) {
      const input = inputWith(field, undefined, desk.ids);
      await expectBadRequest(
        field.mutation,
        input,
        `Field "${field.path.at(-1)}" of required type`,
      );
    }
    await expectNothingWritten();
  });

  test('with a null that says nothing is refused', async () => {
    const saysNothing = FIELDS.filter(
      ({ isRequired, description }) => !isRequired && !description.includes('Null: '),
    );
    expect(saysNothing.length).toBeGreaterThan(100);
    for (const field of saysNothing) {
      const input = inputWith(field, null, desk.ids);
      // What takes exactly one of its fields refuses null by itself.
      await expectBadRequest(field.mutation, input, /leave it out|xactly one|non-null/);
    }
    await expectNothingWritten();
  });

  test('with a field that an input does not have is refused', async () => {
    for (const mutation of MUTATIONS) {
      const input = { ...plainInput(mutation, desk.ids), surprise: 1 };
      await expectBadRequest(mutation, input, 'Field "surprise" is not defined');
    }
    await expectNothingWritten();
  });

  const SECOND: Readonly<Record<string, string>> = {
    UserRef: 'email',
    CustomerRef: 'externalId',
    EscalationRef: 'reference',
    BusinessCalendarRef: 'name',
  };
  test.each(Object.keys(SECOND).flatMap((name) => valuesOf(name)))(
    'must name exactly one in %s',
    async (_name, field) => {
      const second = SECOND[field.type.name] ?? '';
      const value = { id: unknownId('User'), [second]: 'mara@desk.example' };
      for (const members of [value, {}, { id: null }]) {
        await expectBadRequest(
          field.mutation,
          inputWith(field, members, desk.ids),
          /xactly one|non-null/,
        );
      }
      await expectNothingWritten();
    },
  );

  test.each([
    ['a syntax error', '{ viewer { role }'],
    ['an unknown field', '{ viewer { shoeSize } }'],
    ['an unknown argument', '{ customers(colour: "red") { nodes { id } } }'],
    ['an argument of the wrong type', '{ customers(first: "ten") { nodes { id } } }'],
    ['a missing argument', '{ escalation { id } }'],
    ['two ways to name a case', '{ escalation(by: { id: "x", reference: "y" }) { id } }'],
    ['an unknown type', 'query ($a: Nothing) { viewer { role } }'],
    ['an unused fragment', '{ viewer { role } } fragment F on Query { viewer { role } }'],
    [
      '10,000 objects in each other',
      `{ customer(by: ${'{a:'.repeat(10_000)}1${'}'.repeat(10_000)}) { id } }`,
    ],
    ['10,000 selections in each other', `${'{ a'.repeat(10_000)}${'}'.repeat(10_000)}`],
    ['first: 101', '{ escalations(first: 101) { nodes { id } } }'],
    ['first: 0', '{ customers(first: 0) { nodes { id } } }'],
    ['first: -1', '{ users(first: -1) { nodes { id } } }'],
    ['last: 101', '{ escalations(last: 101) { nodes { id } } }'],
    ['first with last', '{ escalations(first: 1, last: 1) { nodes { id } } }'],
    [
      'a page within a page',
      '{ customers { nodes { escalations(first: 101) { nodes { id } } } } }',
    ],
  ])('with %s is refused', async (_name, document) => {
    const { errors, data } = await desk.app.graphql(document);
    expect(errors).not.toEqual([]);
    for (const { extensions, message } of errors ?? []) {
      // Values have their path beside it.
      expect({ ...extensions, field: undefined }).toEqual({ code: 'BAD_REQUEST' });
      expect(message).toMatch(/\S+ \S+/);
    }
    expect(data).toBeUndefined();
  });

  const CONNECTIONS = [
    'escalations',
    'customers',
    'users',
    'preventionPlans',
    'improvements',
    'deskEvents',
  ];
  const DAMAGED = [
    ...['', 'x', 'AAAA', '####', 'null', 'seq:1', '9'.repeat(30), '\u0000', '\ud83d'],
    ...['seq:-1', 'GPC:S:x', 'GPC:N:1', '[]', '["OPENED_DESC"]', `["OPENED_DESC","x","y"]`].map(
      (text) => Buffer.from(text).toString('base64url'),
    ),
  ];
  test.each(CONNECTIONS)('with a damaged cursor of %s is refused', async (name) => {
    for (const after of DAMAGED) {
      const document = `query ($after: String) { ${name}(first: 2, after: $after) { nodes { id } } }`;
      const { errors } = await desk.app.graphql(document, { after });
      expect([after, errors?.map(({ extensions }) => extensions)]).toEqual([
        after,
        [{ code: 'BAD_REQUEST' }],
      ]);
    }
  });

  test('with a damaged cursor of a timeline is refused', async () => {
    for (const after of DAMAGED) {
      const { errors } = await desk.app.graphql(
        `query ($id: ID!, $after: String) {
          escalation(by: { id: $id }) { timeline(first: 2, after: $after) { nodes { id } } }
        }`,
        { id: desk.ids['escalationId'], after },
      );
      expect([after, errors?.map(({ extensions }) => extensions)]).toEqual([
        after,
        [{ code: 'BAD_REQUEST' }],
      ]);
    }
  });
});
