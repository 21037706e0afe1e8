import { isEnumType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { contentsOf } from '../../support/contents.ts';
import type { World } from './bad-input.fixture.ts';
import { makeWorld, unknownId } from './bad-input.fixture.ts';
import { ROWS } from './bad-input.rows.ts';
import { inputOf } from './case-in-status.fixture.ts';
import type { InputField, KnownIds } from './input-fields.fixture.ts';
import { FIELDS, inputWith, plainInput } from './input-fields.fixture.ts';
import { CASE_MUTATIONS } from './status-table.fixture.ts';
import { MUTATIONS } from './valid-input.fixture.ts';

let app: TestApp;
let world: World;
let ids: KnownIds;
let before: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  world = await makeWorld(app);
  ids = {
    escalationId: world.open.escalationId,
    planId: world.open.planId,
    actionId: world.open.actionId,
    communicationId: world.draftId,
    inReplyToId: world.sentId,
    removeActionIds: world.open.actionId,
  };
  before = await contentsOf(app.db);
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

/** Calls a mutation that must be refused with one error at that path, and must write nothing. */
async function expectRefusal(mutation: string, input: Variables, code: string, field: string) {
  const { userErrors, cursor } = await app.mutate<{ cursor: string | null }>(mutation, input);
  expect(userErrors.map((error) => `${error.code} ${error.field.join('.')}`)).toEqual([
    `${code} ${field}`,
  ]);
  expect(userErrors[0]?.message).toMatch(/\S+ \S+.*\.$/s);
  expect(cursor).toBeNull();
}

/** Sends a mutation whose request must be refused with an error that says where the value is. */
async function expectBadRequest(mutation: string, input: unknown, where: string | RegExp) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const answer = await app.graphql(
    `mutation ($input: ${type}) { ${mutation}(input: $input) { cursor } }`,
    { input },
  );
  expect(answer.errors?.map((error) => error.extensions)).toEqual([{ code: 'BAD_REQUEST' }]);
  expect(answer.errors?.[0]?.message).toMatch(where);
  expect(answer.data).toBeUndefined();
}

async function expectNothingWritten() {
  expect(await contentsOf(app.db)).toEqual(before);
}

const nameOf = ({ mutation, path }: InputField) => `${mutation}: ${path.join('.')}`;

/** The rows of a table: values of that kind in the inputs of all mutations. */
function valuesOf(typeName: string, { lists = false } = {}) {
  return FIELDS.filter(({ type, isList }) => type.name === typeName && isList === lists).map(
    (field) => [nameOf(field), field] as const,
  );
}

describe('what no single field can tell is refused, and nothing is written:', () => {
  const NOT_ON_A_CASE: Readonly<Record<string, Variables>> = {
    openEscalation: { issue: 'Exports fail.', severity: 'HIGH' },
    upsertCustomer: { name: 'Any', tier: 'STARTER', healthScore: 1 },
    setLifecycleStage: { stage: 'GROWTH' },
  };

  function workingInput(mutation: string): Variables {
    const { shared, open } = world;
    const own = NOT_ON_A_CASE[mutation];
    return own === undefined
      ? inputOf(mutation, open, shared)
      : { customer: { id: shared.customerId }, ...own };
  }

  test.each(ROWS)('%s with %s', async (mutation, _wrong, over, code, field) => {
    const { customer, ...working } = workingInput(mutation);
    const input = {
      ...(mutation === 'upsertCustomer' || customer === undefined ? {} : { customer }),
      ...working,
      ...(typeof over === 'function' ? over(world) : over),
    };
    await expectRefusal(mutation, input, code, field);
    await expectNothingWritten();
  });

  const NAMED_BY: Readonly<Record<string, [field: string, typeName: string]>> = {
    updatePreventionPlan: ['planId', 'PreventionPlan'],
    completePreventionAction: ['actionId', 'PreventionAction'],
  };

  test.each(CASE_MUTATIONS)('%s on what does not exist', async (mutation) => {
    const [field, typeName] = NAMED_BY[mutation] ?? ['escalationId', 'Escalation'];
    const input = { ...workingInput(mutation), [field]: unknownId(typeName) };
    await expectRefusal(mutation, input, 'NOT_FOUND', field);
    await expectNothingWritten();
  });

  test.each(CASE_MUTATIONS.filter((mutation) => mutation !== 'completePreventionAction'))(
    '%s on a case that has moved on',
    async (mutation) => {
      const input = { ...workingInput(mutation), expectedVersion: 77 };
      await expectRefusal(mutation, input, 'STALE_VERSION', 'expectedVersion');
      await expectNothingWritten();
    },
  );

  test('every mutation of the API has a row in one of the tables', () => {
    const named = new Set(FIELDS.map(({ mutation }) => mutation));
    expect([...named].toSorted()).toEqual(MUTATIONS.toSorted());
  });
});

describe('text', () => {
  const LIMIT = /1 to ([\d,]+) characters\.$/;
  /** Of entries of lists the schema describes the list only. */
  const limitOf = ({ description }: InputField) =>
    Number((LIMIT.exec(description)?.[1] ?? '2,000').replaceAll(',', ''));
  const fields = valuesOf('String').filter(([, { path }]) => path.at(-1) !== 'currency');

  test.each(fields)('of %s must be there, storable and within its limit', async (_name, field) => {
    const path = field.path.join('.');
    const limit = limitOf(field);
    for (const value of [
      '',
      ' \n\t ',
      'with \u0000 in it',
      'half \ud83d of a pair',
      '\udc00',
      'x'.repeat(limit + 1),
    ]) {
      await expectRefusal(field.mutation, inputWith(field, value, ids), 'INVALID', path);
    }
    await expectBadRequest(
      field.mutation,
      inputWith(field, 5, ids),
      `at "${pathInRequest(field)}"`,
    );
    await expectNothingWritten();
  });

  test('over its limit is told what the limit is and how long it was', async () => {
    const input = { escalationId: ids['escalationId'], text: 'x'.repeat(20_001) };
    const { userErrors } = await app.mutate('addNote', input);
    expect(userErrors.map(({ message }) => message)).toEqual([
      'Must have at most 20000 characters; it has 20001.',
    ]);
  });
});

test.each(valuesOf('ID'))(
  'the id %s must be one, and of its type',
  async (_name, { mutation, path, ...field }) => {
    for (const value of [
      '',
      'x',
      '1',
      'ESC-2026-001',
      '01890000-0000-7000-8000-000000000000',
      Buffer.from('Escalation:1').toString('base64'),
      Buffer.from("Escalation:'; DROP TABLE escalation; --").toString('base64'),
      unknownId('SlaPolicy'),
      'with \u0000 in it',
      '\ud83d',
    ]) {
      const input = inputWith({ mutation, path }, value, ids);
      await expectRefusal(mutation, input, 'NOT_FOUND', path.join('.'));
    }
    const request = pathInRequest({ mutation, path, ...field });
    await expectBadRequest(mutation, inputWith({ mutation, path }, {}, ids), `at "${request}"`);
    await expectNothingWritten();
  },
);

test.each(valuesOf('Int'))(
  'the number %s must be whole and within bounds',
  async (_name, field) => {
    const [, min, max] = /(\d+) to (\d+)\.$/.exec(field.description) ?? [];
    const bounds = [Number(min) - 1, Number(max) + 1, -2_147_483_648];
    for (const value of bounds) {
      const input = inputWith(field, value, ids);
      if (value > 2_147_483_647) await expectBadRequest(field.mutation, input, 'non 32-bit');
      else await expectRefusal(field.mutation, input, 'INVALID', field.path.join('.'));
    }
    for (const value of [0.5, 1e300, '1', true]) {
      const where = `at "${pathInRequest(field)}"`;
      await expectBadRequest(field.mutation, inputWith(field, value, ids), where);
    }
    await expectNothingWritten();
  },
);

describe('a point in time', () => {
  const OUT_OF_BOUNDS = {
    DateTime: ['1969-12-31T23:59:59Z', '2200-01-01T00:00:01Z', '0001-01-01T00:00:00Z'],
    Date: ['1969-12-31', '2200-01-02', '9999-12-31'],
  };
  const MALFORMED = {
    DateTime: [
      ...['2026-02-30T09:00:00Z', '2026-13-01T09:00:00Z', '2026-03-01T24:00:00Z'],
      ...[
        '2026-03-01T09:00:60Z',
        '2026-03-01T09:00:00',
        '2026-03-01',
        'tomorrow',
        '',
        1_772_442_000,
      ],
      ...['+12026-03-01T09:00:00Z', '2026-03-01T09:00:00+24:00'],
    ],
    Date: [
      '2026-02-29',
      '2026-00-10',
      '2026-3-1',
      '2026-03-01T09:00:00Z',
      'tomorrow',
      '',
      20_260_301,
    ],
  };

  test.each([...valuesOf('DateTime'), ...valuesOf('Date')])(
    '%s must be possible',
    async (_name, field) => {
      const kind = field.type.name as 'DateTime' | 'Date';
      for (const value of OUT_OF_BOUNDS[kind]) {
        const input = inputWith(field, value, ids);
        await expectRefusal(field.mutation, input, 'INVALID', field.path.join('.'));
      }
      for (const value of MALFORMED[kind]) {
        const where = `at "${pathInRequest(field)}"`;
        await expectBadRequest(field.mutation, inputWith(field, value, ids), where);
      }
      await expectNothingWritten();
    },
  );
});

test.each(valuesOf('Decimal'))('money in %s must be an amount', async (_name, field) => {
  const path = field.path.join('.');
  for (const value of ['-0.01', '-5', '10000000000000', '999999999999999.99']) {
    await expectRefusal(field.mutation, inputWith(field, value, ids), 'INVALID', path);
  }
  for (const value of ['', ' 1', '1.005', '1,000', '1e3', '.5', '1.', 'NaN', '$1', 5, 0.1]) {
    const where = `at "${pathInRequest(field)}"`;
    await expectBadRequest(field.mutation, inputWith(field, value, ids), where);
  }
  const currency = [...field.path.slice(0, -1), 'currency'];
  for (const value of ['', 'usd', 'US', 'ZZZ', 'DOLLAR', '$', 'U\u0000D']) {
    const input = inputWith({ ...field, path: currency }, value, ids);
    await expectRefusal(field.mutation, input, 'INVALID', currency.join('.'));
  }
  await expectNothingWritten();
});

test.each(valuesOf('EmailAddress'))('the address %s must be one', async (_name, field) => {
  for (const value of [
    ...['', 'mara', '@desk.example', 'mara@', 'mara@desk', 'a b@desk.example', 'a@b@desk.example'],
    ...['a\u0000@desk.example', 'a@de\ud83dsk.example', `${'x'.repeat(250)}@desk.example`],
    ...['Mara <mara@desk.example>', 'mara@desk.example\nBcc: all@desk.example', 7],
  ]) {
    const where = `at "${pathInRequest(field)}"`;
    await expectBadRequest(field.mutation, inputWith(field, value, ids), where);
  }
  await expectNothingWritten();
});

describe('a list', () => {
  const lists = FIELDS.filter(({ isList }) => isList).map(
    (field) => [nameOf(field), field] as const,
  );

  test.each(lists)('%s must keep to its length', async (_name, field) => {
    const [, min, max] = /(?:At most|(\d+) to) (\d+) entries\.$/.exec(field.description) ?? [];
    const [entry] = [inputWith({ ...field, path: [...field.path, '0'] }, undefined, ids)].map(() =>
      entryOf(field),
    );
    const over = Array(Number(max) + 1).fill(entry);
    const path = field.path.join('.');
    await expectRefusal(field.mutation, inputWith(field, over, ids), 'INVALID', path);
    if (min !== undefined) {
      await expectRefusal(field.mutation, inputWith(field, [], ids), 'INVALID', path);
    }
    await expectBadRequest(
      field.mutation,
      inputWith(field, [null], ids),
      `at "${pathInRequest(field)}[0]"`,
    );
    await expectNothingWritten();
  });
});

describe('the history', () => {
  const open = (history: unknown) => ({
    ...plainInput('openEscalation', ids),
    customer: { id: world.shared.customerId },
    history,
  });
  const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

  test.each([
    ['more than 64 kB', () => ({ text: 'x'.repeat(64_000) })],
    ['21 levels', () => nested(21)],
    ['10,000 levels', () => nested(10_000)],
    [
      '10,000 lists in each other',
      () => ({ a: JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) }),
    ],
    ['a NUL', () => ({ a: ['b\u0000'] })],
    ['half of a surrogate pair', () => ({ a: { b: '\ud83d' } })],
    ['a key with a NUL', () => ({ 'a\u0000': 1 })],
    ['a key with half of a surrogate pair', () => ({ a: [{ '\udc00': 1 }] })],
  ])('with %s is refused', async (_name, make) => {
    await expectRefusal('openEscalation', open(make()), 'INVALID', 'history');
    await expectNothingWritten();
  });

  test.each([[[]], ['text'], [5], [true]])('that is %j is no object', async (history) => {
    await expectBadRequest('openEscalation', open(history), 'at "input.history"');
    await expectNothingWritten();
  });
});

describe('a request', () => {
  test('with a value that an enum does not have is refused', async () => {
    const enums = FIELDS.filter(({ type, isList }) => isEnumType(type) && !isList);
    expect(enums.length).toBeGreaterThan(20);
    for (const field of enums) {
      for (const value of ['NOTHING', 'high', '', 1, null]) {
        if (value === null && !field.isRequired) continue;
        const where = `at "${pathInRequest(field)}"`;
        await expectBadRequest(field.mutation, inputWith(field, value, ids), where);
      }
    }
    await expectNothingWritten();
  });

  test('that lacks what is required is refused', async () => {
    const required = FIELDS.filter(({ isRequired, path }) => isRequired && path.at(-1) !== '0');
    expect(required.length).toBeGreaterThan(60);
    for (const field of required) {
      const input = inputWith(field, undefined, ids);
      await expectBadRequest(
        field.mutation,
        input,
        `Field "${field.path.at(-1)}" of required type`,
      );
    }
    await expectNothingWritten();
  });

  test('with a field that an input does not have is refused', async () => {
    for (const mutation of MUTATIONS) {
      const input = { ...plainInput(mutation, ids), surprise: 1 };
      await expectBadRequest(mutation, input, 'Field "surprise" is not defined');
    }
    await expectNothingWritten();
  });

  const ONE_OF = ['UserRef', 'CustomerRef', 'EscalationRef'];
  test.each(ONE_OF.flatMap((name) => valuesOf(name)))(
    'must name exactly one in %s',
    async (_name, field) => {
      const [other] = field.type.name === 'UserRef' ? ['email'] : ['externalId'];
      const second = field.type.name === 'EscalationRef' ? 'reference' : other;
      const value = { id: unknownId('User'), [String(second)]: 'mara@desk.example' };
      for (const members of [value, {}, { id: null }]) {
        await expectBadRequest(
          field.mutation,
          inputWith(field, members, ids),
          'xactly one|non-null',
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
    const { errors, data } = await app.graphql(document);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_REQUEST' }]);
    expect(errors?.[0]?.message).toMatch(/\S+ \S+/);
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
      const { errors } = await app.graphql(document, { after });
      expect([after, errors?.map(({ extensions }) => extensions)]).toEqual([
        after,
        [{ code: 'BAD_REQUEST' }],
      ]);
    }
  });

  test('with a damaged cursor of a timeline is refused', async () => {
    for (const after of DAMAGED) {
      const { errors } = await app.graphql(
        `query ($id: ID!, $after: String) {
          escalation(by: { id: $id }) { timeline(first: 2, after: $after) { nodes { id } } }
        }`,
        { id: ids['escalationId'], after },
      );
      expect([after, errors?.map(({ extensions }) => extensions)]).toEqual([
        after,
        [{ code: 'BAD_REQUEST' }],
      ]);
    }
  });
});

/** As messages of the request have it: `input.users[0].id`. */
function pathInRequest({ path }: Pick<InputField, 'path'>): string {
  return ['input', ...path].join('.').replaceAll(/\.(\d+)/g, '[$1]');
}

/** An entry of that list that breaks no rule. */
function entryOf(field: InputField): unknown {
  const whole = inputWith({ ...field, path: [...field.path, '0'] }, ENTRY, ids);
  return whole === undefined ? undefined : ENTRY;
}

const ENTRY = {};
