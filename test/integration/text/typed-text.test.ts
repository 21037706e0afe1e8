import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import { importCaseFile } from '../../../src/casefile/casefile.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { customer, openCase, person } from '../../support/factories.ts';

const SECRET = 'a-secret-that-is-shared-with-the-provider';
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ env: { JWT_SECRET: SECRET } });
});
afterAll(() => app?.stop());

const CUSTOMER = {
  ...{ externalId: 'typed', name: 'Typed', tier: 'STARTER', healthScore: 1 },
  arr: { amount: '1.00' },
};

describe('a text is refused with its place', () => {
  it.for<[string, string, Variables, string[], string]>([
    [
      'a line break in the name of a key',
      'createApiKey',
      { role: 'VIEWER', name: 'good\nforged  ADMIN' },
      ['name'],
      'Must be one line, without line breaks; U+000A stands at character 5.',
    ],
    [
      'an escape in the name of a customer',
      'upsertCustomer',
      { ...CUSTOMER, name: 'a\u001b[2K' },
      ['name'],
      'Must hold no control characters other than line breaks and tabs; U+001B stands at character 2.',
    ],
    [
      'an override of direction in the name of a contact',
      'upsertCustomer',
      { ...CUSTOMER, contacts: [{ name: 'x\u202egpj', email: 'a@b.example' }] },
      ['contacts', '0', 'name'],
      'Must hold no characters that turn the direction of writing; U+202E stands at character 2.',
    ],
    [
      'a line break in an externalId',
      'upsertCustomer',
      { ...CUSTOMER, externalId: 'a\u2028b' },
      ['externalId'],
      'Must be one line, without line breaks; U+2028 stands at character 2.',
    ],
    [
      'a line break in the name of a calendar',
      'upsertBusinessCalendar',
      {
        name: 'a\rb',
        timeZone: 'UTC',
        hours: [{ day: 'MONDAY', opens: '09:00', closes: '17:00' }],
      },
      ['name'],
      'Must be one line, without line breaks; U+000D stands at character 2.',
    ],
    [
      'a control character in an issue',
      'openEscalation',
      { customer: { externalId: 'typed' }, severity: 'LOW', issue: 'ok\u0007' },
      ['issue'],
      'Must hold no control characters other than line breaks and tabs; U+0007 stands at character 3.',
    ],
    [
      'a line break in a summary',
      'openEscalation',
      { customer: { externalId: 'typed' }, severity: 'LOW', issue: 'ok', summary: 'a\nb' },
      ['summary'],
      'Must be one line, without line breaks; U+000A stands at character 2.',
    ],
    [
      'nothing that can be seen, as the name of a customer',
      'upsertCustomer',
      { ...CUSTOMER, name: '\u3164\u200b' },
      ['name'],
      'Must hold a character that can be seen.',
    ],
    [
      'nothing that can be seen, as an issue',
      'openEscalation',
      { customer: { externalId: 'typed' }, severity: 'LOW', issue: '\u2800' },
      ['issue'],
      'Must hold a character that can be seen.',
    ],
    [
      'a whole number that would come back as another, in history',
      'openEscalation',
      {
        ...{ customer: { externalId: 'typed' }, severity: 'LOW', issue: 'ok' },
        history: { orders: [{ id: Number('12345678901234567890') }] },
      },
      ['history'],
      'Must hold no whole number beyond ±9007199254740991 (2^53 − 1), of which readers of JSON change the last digits, as the one at `orders[0].id`: send it as text.',
    ],
    [
      'a key that readers of JSON lose, in history',
      'openEscalation',
      {
        ...{ customer: { externalId: 'typed' }, severity: 'LOW', issue: 'ok' },
        history: JSON.parse('{"a": [{"__proto__": {"lost": true}}]}') as object,
      },
      ['history'],
      'Must hold no key `__proto__`, which readers of JSON lose: give it another name.',
    ],
    [
      'such a key in front of history',
      'openEscalation',
      {
        ...{ customer: { externalId: 'typed' }, severity: 'LOW', issue: 'ok' },
        history: JSON.parse('{"__proto__": {"lost": true}}') as object,
      },
      ['history'],
      'Must hold no key `__proto__`, which readers of JSON lose: give it another name.',
    ],
    [
      'such a key in a manifest',
      'registerOperations',
      {
        partner: 'typed',
        manifest: JSON.parse('{"__proto__": "query Q { viewer { role } }"}') as object,
      },
      ['manifest', '__proto__'],
      '"__proto__" is not the SHA-256 of a document, in hexadecimal digits; those of its SHA-1 or MD5 are taken as well.',
    ],
  ])('%s', async ([, mutation, input, field, message]) => {
    const { userErrors } = await app.mutate(mutation, input);
    expect(userErrors).toEqual([{ code: 'INVALID', field, message }]);
  });
});

test('text with line breaks and tabs is taken, and kept in normal form', async () => {
  const { id } = await openCase(app, {
    issue: 'Zeile eins: Mu\u0308ller\r\n\tZeile zwei',
    history: { 'Mu\u0308ller': 'Mu\u0308ller' },
  });
  const { node } = await app.query(
    `{ node(id: "${id}") { ... on Escalation { issue summary history } } }`,
  );
  expect(node).toEqual({
    issue: 'Zeile eins: M\u00fcller\r\n\tZeile zwei',
    summary: 'Zeile eins: M\u00fcller',
    history: { 'Mu\u0308ller': 'Mu\u0308ller' },
  });
});

test('what looks the same names the same customer and the same person', async () => {
  const composed = await customer(app, { externalId: 'M\u00fc-1' });
  expect((await customer(app, { externalId: 'Mu\u0308-1' })).id).toBe(composed.id);
  const somebody = await person(app, { email: 'j\u00f6rg@example.org' });
  expect((await person(app, { email: 'JO\u0308RG@example.org' })).id).toBe(somebody.id);
});

describe('a case file', () => {
  const file = (open: object) => ({
    customer: { ...CUSTOMER, externalId: 'of-a-file' },
    open: { at: '2026-01-01T00:00:00Z', severity: 'LOW', issue: 'From a file', ...open },
  });
  const importJson = (json: unknown) =>
    importCaseFile(
      { db: app.db, schema: createSchema(), sequencer: app.sequencer, now: app.clock.now() },
      json,
    );

  it('is refused for a name that holds a line break, with the path', async () => {
    const json = { ...file({}), customer: { ...CUSTOMER, externalId: 'f', name: 'a\nb' } };
    await expect(importJson(json)).rejects.toThrow(/customer\.name: Must be one line/);
  });

  it.each([
    ['in front', '{"open": {"__proto__": 1}}', 'open.__proto__'],
    [
      'inside of history',
      '{"open": {"history": {"a": [{"__proto__": 1}]}}}',
      'open.history.a[0].__proto__',
    ],
  ])('is refused for a key that would be lost, %s', async (_name, json, path) => {
    await expect(importJson(JSON.parse(json))).rejects.toThrow(
      `${path}: Must hold no key \`__proto__\``,
    );
  });

  it('is refused for a person whose name nobody can see, and for a number that would change', async () => {
    const people = [{ email: 'blank@desk.example', name: '\u200b', level: 'TEAM_LEAD' }];
    await expect(importJson({ ...file({}), people })).rejects.toThrow(
      'people[0].name: Must hold a character that can be seen.',
    );
    const history = JSON.parse('{"orders": [12345678901234567890]}') as object;
    await expect(importJson(file({ history }))).rejects.toThrow(
      /open\.history: .* as the one at `orders\[0\]`: send it as text/,
    );
  });

  it('is the same in another form of Unicode', async () => {
    const first = await importJson(file({ issue: 'Mu\u0308ll', summary: 'Mu\u0308ll' }));
    expect(first.created).toBe(true);
    const again = await importJson(file({ issue: 'M\u00fcll', summary: 'M\u00fcll' }));
    expect(again).toEqual({ reference: first.reference, created: false });
  });
});

test('the summary of a case is the first line of its issue that can be seen', async () => {
  const { id } = await openCase(app, { issue: '\u200b\nIt is down' });
  const { node } = await app.query(`{ node(id: "${id}") { ... on Escalation { summary } } }`);
  expect(node).toEqual({ summary: 'It is down' });
});

test('a variable that is not given is null in a list inside of history, and not there in an object', async () => {
  const document = `mutation ($a: String) {
    openEscalation(input: {
      ...INPUT, history: { list: [$a, [$a, 1]], object: { a: $a, b: 1 } }
    }) { escalation { history } userErrors { code } }
  }`.replace('...INPUT', 'customer: { externalId: "typed" }, issue: "x", severity: LOW');
  await customer(app, { externalId: 'typed' });
  const { openEscalation } = await app.query<{ openEscalation: object }>(document, {});
  expect(openEscalation).toEqual({
    escalation: { history: { list: [null, [null, 1]], object: { b: 1 } } },
    userErrors: [],
  });
});

test.each(['   ', '\u200b', '\u3164\u2800'])(
  'a token that names its bearer %j names nobody',
  async (sub) => {
    const exp = Math.floor(app.clock.now().getTime() / 1_000) + 300;
    const token = await new SignJWT({ sub, role: 'agent', exp })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = '{"query":"{ viewer { name } }"}';
    expect((await fetch(app.url, { method: 'POST', headers, body })).status).toBe(401);
  },
);

test('what a token calls its bearer is shown without what a terminal would obey', async () => {
  const exp = Math.floor(app.clock.now().getTime() / 1_000) + 300;
  const sub = 'mallory\n\u001b[2Kadmin key\u202e';
  const token = await new SignJWT({ sub, role: 'agent', exp })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(SECRET));
  const client = createTestClient(app.url, token);
  const { viewer } = await client.query<{ viewer: { name: string } }>('{ viewer { name } }');
  expect(viewer.name).toBe('mallory\\n\\u001b[2Kadmin key\\u202e');
});
