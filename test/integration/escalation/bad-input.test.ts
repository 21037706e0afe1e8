import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES } from '../../../src/graphql/limits/limits.ts';
import type { Variables } from '../../support/client.ts';
import { CASE_ROWS } from './bad-case.rows.ts';
import { unknownId, useBadInputDesk } from './bad-input.fixture.ts';
import { MESSAGE_ROWS } from './bad-message.rows.ts';
import { PLAN_ROWS } from './bad-plan.rows.ts';
import { SLA_ROWS } from './bad-sla.rows.ts';
import { inputOf } from './case-in-status.fixture.ts';
import type { InputField } from './input-fields.fixture.ts';
import {
  FIELDS,
  inputWith,
  named,
  pathInRequest,
  plainEntry,
  plainInput,
  valuesOf,
} from './input-fields.fixture.ts';
import { slaInput } from './sla-world.fixture.ts';
import { CASE_MUTATIONS } from './status-table.fixture.ts';
import { MUTATIONS } from './valid-input.fixture.ts';

const desk = useBadInputDesk();
const { expectRefusal, expectBadRequest, expectNothingWritten } = desk;

describe('what no single field can tell is refused, and nothing is written:', () => {
  function workingInput(mutation: string): Variables {
    const { shared, open } = desk.world;
    const customer = { id: shared.customerId };
    if (mutation === 'openEscalation')
      return { customer, issue: 'Exports fail.', severity: 'HIGH' };
    if (mutation === 'setLifecycleStage') return { customer, stage: 'GROWTH' };
    if (mutation === 'upsertCustomer') return { name: 'Any', tier: 'STARTER', healthScore: 1 };
    return slaInput(mutation, desk.world) ?? inputOf(mutation, open, shared);
  }

  test.each([...CASE_ROWS, ...MESSAGE_ROWS, ...PLAN_ROWS, ...SLA_ROWS])(
    '%s with %s',
    async (mutation, _wrong, over, code, field) => {
      const given = typeof over === 'function' ? over(desk.world) : over;
      await expectRefusal(mutation, { ...workingInput(mutation), ...given }, code, field);
      await expectNothingWritten();
    },
  );

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

  test.each(CASE_MUTATIONS)('%s on a case that has moved on', async (mutation) => {
    const input = { ...workingInput(mutation), expectedVersion: 77 };
    await expectRefusal(mutation, input, 'STALE_VERSION', 'expectedVersion');
    await expectNothingWritten();
  });

  test('every mutation of the API has a row in one of the tables', () => {
    const named = new Set(FIELDS.map(({ mutation }) => mutation));
    expect([...named].toSorted()).toEqual(MUTATIONS.toSorted());
  });
});

describe('text', () => {
  const LIMIT = /1 to ([\d,]+) characters\.$/;
  const limitOf = ({ description }: InputField) =>
    Number((LIMIT.exec(description)?.[1] ?? '').replaceAll(',', ''));
  const fields = valuesOf('String').filter(([, { path }]) => path.at(-1) !== 'currency');

  test.each(fields)('of %s must be there, storable and within its limit', async (_name, field) => {
    const path = field.path.join('.');
    const limit = limitOf(field);
    const unstorable = ['with \u0000 in it', 'half \ud83d of a pair', '\udc00'];
    // What is longer than a request may be is refused with its body.
    const tooLong = limit < MAX_BODY_BYTES ? ['x'.repeat(limit + 1)] : [];
    for (const value of ['', ' \n\t ', ...unstorable, ...tooLong]) {
      await expectRefusal(field.mutation, inputWith(field, value, desk.ids), 'INVALID', path);
    }
    const where = `at "${pathInRequest(field)}"`;
    await expectBadRequest(field.mutation, inputWith(field, 5, desk.ids), where);
    await expectNothingWritten();
  });

  test('over its limit is told what the limit is and how long it was', async () => {
    const input = { escalationId: desk.ids['escalationId'], text: 'x'.repeat(20_001) };
    const { userErrors } = await desk.app.mutate('addNote', input);
    expect(userErrors.map(({ message }) => message)).toEqual([
      'Must have at most 20000 characters; it has 20001.',
    ]);
  });
});

test.each(valuesOf('ID'))('the id %s must be one, and of its type', async (_name, field) => {
  const { mutation, path } = field;
  for (const value of [
    '',
    'x',
    '1',
    // Names a case that there is, and may stand where `escalationId` does.
    path.at(-1) === 'escalationId' ? 'ESC-1999-999' : 'ESC-2026-001',
    '01890000-0000-7000-8000-000000000000',
    Buffer.from('Escalation:1').toString('base64'),
    Buffer.from("Escalation:'; DROP TABLE escalation; --").toString('base64'),
    unknownId('SlaPolicy'),
    'with \u0000 in it',
    '\ud83d',
  ]) {
    const input = inputWith(field, value, desk.ids);
    await expectRefusal(mutation, input, 'NOT_FOUND', path.join('.'));
  }
  const where = `at "${pathInRequest(field)}"`;
  await expectBadRequest(mutation, inputWith(field, {}, desk.ids), where);
  await expectNothingWritten();
});

test.each(valuesOf('Int'))(
  'the number %s must be whole and within bounds',
  async (_name, field) => {
    const [, min, max] = /(\d+) to (\d+)\.$/.exec(field.description) ?? [];
    const bounds = [Number(min) - 1, Number(max) + 1, -2_147_483_648];
    for (const value of bounds) {
      const input = inputWith(field, value, desk.ids);
      if (value > 2_147_483_647) await expectBadRequest(field.mutation, input, 'non 32-bit');
      else await expectRefusal(field.mutation, input, 'INVALID', field.path.join('.'));
    }
    for (const value of [0.5, 1e300, '1', true]) {
      const where = `at "${pathInRequest(field)}"`;
      await expectBadRequest(field.mutation, inputWith(field, value, desk.ids), where);
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
      ...['2026-03-01T09:00:60Z', '2026-03-01T09:00:00+24:00', '+12026-03-01T09:00:00Z'],
      ...['2026-03-01T09:00:00', '2026-03-01', 'tomorrow', '', 1_772_442_000],
    ],
    Date: [
      ...['2026-02-29', '2026-00-10', '2026-3-1', '2026-03-01T09:00:00Z'],
      ...['tomorrow', '', 20_260_301],
    ],
  };

  test.each([...valuesOf('DateTime'), ...valuesOf('Date')])(
    '%s must be possible',
    async (_name, field) => {
      const kind = field.type.name as 'DateTime' | 'Date';
      for (const value of OUT_OF_BOUNDS[kind]) {
        const input = inputWith(field, value, desk.ids);
        await expectRefusal(field.mutation, input, 'INVALID', field.path.join('.'));
      }
      for (const value of MALFORMED[kind]) {
        const where = `at "${pathInRequest(field)}"`;
        await expectBadRequest(field.mutation, inputWith(field, value, desk.ids), where);
      }
      await expectNothingWritten();
    },
  );
});

test.each(valuesOf('Decimal'))('money in %s must be an amount', async (_name, field) => {
  const path = field.path.join('.');
  for (const value of ['-0.01', '-5', '10000000000000', '999999999999999.99']) {
    await expectRefusal(field.mutation, inputWith(field, value, desk.ids), 'INVALID', path);
  }
  for (const value of ['', ' 1', '1.005', '1,000', '1e3', '.5', '1.', 'NaN', '$1', 5, 0.1]) {
    const where = `at "${pathInRequest(field)}"`;
    await expectBadRequest(field.mutation, inputWith(field, value, desk.ids), where);
  }
  const currency = [...field.path.slice(0, -1), 'currency'];
  for (const value of ['', 'usd', 'US', 'ZZZ', 'DOLLAR', '$', 'U\u0000D']) {
    const input = inputWith({ ...field, path: currency }, value, desk.ids);
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
    await expectBadRequest(field.mutation, inputWith(field, value, desk.ids), where);
  }
  await expectNothingWritten();
});

test.each(valuesOf('Duration'))('the length %s must be within bounds', async (_name, field) => {
  const path = field.path.join('.');
  const isRepeat = field.path.at(-1) === 'repeatEvery';
  for (const value of [isRepeat ? 'PT59S' : 'PT0S', 'PT8760H1S', 'P366D']) {
    await expectRefusal(field.mutation, inputWith(field, value, desk.ids), 'INVALID', path);
  }
  for (const value of ['', 'P', 'PT', 'PT-1H', 'P1Y', 'PT1.5H', '1h', 'tomorrow', 5]) {
    const where = `at "${pathInRequest(field)}"`;
    await expectBadRequest(field.mutation, inputWith(field, value, desk.ids), where);
  }
  await expectNothingWritten();
});

describe('a list', () => {
  test.each(FIELDS.filter(({ isList }) => isList).map(named))(
    '%s must keep to its length',
    async (_name, field) => {
      const [, min, max] = /(?:At most|(\d+) to) (\d+) entries\./.exec(field.description) ?? [];
      const over = Array(Number(max) + 1).fill(plainEntry(field, desk.ids));
      const path = field.path.join('.');
      await expectRefusal(field.mutation, inputWith(field, over, desk.ids), 'INVALID', path);
      if (min !== undefined) {
        await expectRefusal(field.mutation, inputWith(field, [], desk.ids), 'INVALID', path);
      }
      await expectBadRequest(
        field.mutation,
        inputWith(field, [null], desk.ids),
        `at "${pathInRequest(field)}[0]"`,
      );
      await expectNothingWritten();
    },
  );
});

describe('the history', () => {
  const open = (history: unknown) => ({
    ...plainInput('openEscalation', desk.ids),
    customer: { id: desk.world.shared.customerId },
    history,
  });
  const OPEN = `mutation ($input: OpenEscalationInput!) {
    openEscalation(input: $input) { userErrors { code field message } }
  }`;
  const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

  test.each([
    ['more than 64 kB', () => ({ text: 'x'.repeat(64_000) })],
    ['21 levels', () => nested(21)],
    ['a NUL', () => ({ a: ['b\u0000'] })],
    ['half of a surrogate pair', () => ({ a: { b: '\ud83d' } })],
    ['a key with a NUL', () => ({ 'a\u0000': 1 })],
    ['a key with half of a surrogate pair', () => ({ a: [{ '\udc00': 1 }] })],
  ])('with %s is refused', async (_name, make) => {
    await expectRefusal('openEscalation', open(make()), 'INVALID', 'history');
    await expectNothingWritten();
  });

  const MANY = 50_000;
  test.each([
    ['objects', `${'{"a":'.repeat(MANY)}1${'}'.repeat(MANY)}`],
    ['lists', `{"a":${'['.repeat(MANY)}${']'.repeat(MANY)}}`],
  ])('with 50,000 %s in each other is refused', async (_name, deep) => {
    // As text, because JSON.stringify would not come back from there.
    const variables = JSON.stringify({ input: open('DEEP') }).replace('"DEEP"', deep);
    const response = await fetch(desk.app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${desk.app.key}` },
      body: `{"query": ${JSON.stringify(OPEN)}, "variables": ${variables}}`,
    });
    expect(await response.json()).toMatchObject({
      data: {
        openEscalation: {
          userErrors: [
            { code: 'INVALID', field: ['history'], message: 'Must be at most 20 levels deep.' },
          ],
        },
      },
    });
    await expectNothingWritten();
  });

  test.each([[[]], ['text'], [5], [true]])('that is %j is no object', async (history) => {
    await expectBadRequest('openEscalation', open(history), 'at "input.history"');
    await expectNothingWritten();
  });
});
