import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import { importCaseFile } from '../../../src/casefile/casefile.service.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { businessCalendar, customer, openCase, person } from '../../support/factories.ts';
import { hashOf, manifestOf } from '../../support/partner.ts';
import { execute } from '../../support/postgres-admin.ts';

const decomposed = (text: string) => text.normalize('NFD');
const ME = 'query Me { viewer { role } }';

let old: TestApp;
let app: TestApp;
let key: string;
const ids: Record<string, string> = {};

/** Makes of what is there what an earlier version stored: decomposed names, nothing to search by. */
async function asStoredBefore(): Promise<void> {
  const rows: [string, string, string][] = [
    ['customer', 'external_id', 'Kö-1'],
    ['customer', 'name', 'Müller Köln'],
    ['"user"', 'email', 'jörg@köln.example'],
    ['business_calendar', 'name', 'Büro'],
    ['persisted_operation', 'partner', 'Bäcker'],
    ['api_key', 'name', 'Bäcker'],
    ['escalation', 'summary', 'Störung'],
  ];
  for (const [table, column, value] of rows) {
    const literal = (text: string) => `'${text}'`;
    await execute(
      old.databaseUrl,
      `UPDATE ${table} SET ${column} = ${literal(decomposed(value))} WHERE ${column} = ${literal(value)}`,
    );
  }
}

beforeAll(async () => {
  old = await startTestApp();
  const { id: customerId } = await customer(old, { externalId: 'Kö-1', name: 'Müller Köln' });
  const { id: userId } = await person(old, { email: 'jörg@köln.example', name: 'Jörg' });
  const { id: calendarId } = await businessCalendar(old, { name: 'Büro' });
  const { reference, id: caseId } = await openCase(old, {
    customer: { id: customerId },
    summary: 'Störung',
    issue: 'Störung der Zahlung',
    occurredAt: old.clock.now().toISOString(),
  });
  await old.mutate('addNote', { escalationId: caseId, text: 'Notizwort' });
  await old.mutate('prepareCommunication', {
    escalationId: caseId,
    subject: 'Entwurfswort',
    body: 'Noch nicht.',
  });
  ({ key } = await old.mutate<{ key: string }>(
    'createApiKey',
    { role: 'PARTNER', name: 'Bäcker', customers: [{ id: customerId }] },
    'key',
  ));
  await old.mutate('registerOperations', { partner: 'Bäcker', manifest: manifestOf(ME) });
  Object.assign(ids, { customerId, userId, calendarId, reference });
  await asStoredBefore();
  for (const statement of [
    'DELETE FROM search_text',
    "UPDATE customer SET folded = '', name_words = NULL, words_version = 0",
    'UPDATE desk SET text_version = 0',
  ]) {
    // The commit before has none of these.
    await execute(old.databaseUrl, statement).catch(() => undefined);
  }
  app = await startTestApp({ databaseUrl: old.databaseUrl });
}, 120_000);

afterAll(async () => {
  await app?.stop();
  await old?.stop();
});

describe('what was stored in another form of Unicode is the same as what is typed today', () => {
  test.for<[string, string, unknown, () => string | undefined]>([
    [
      'a customer',
      '{ customer(by: { externalId: "Kö-1" }) { id } }',
      'customer',
      () => ids['customerId'],
    ],
    [
      'a person',
      '{ user(by: { email: "JÖRG@köln.example" }) { id } }',
      'user',
      () => ids['userId'],
    ],
  ])('%s by its name', async ([, document, field, id]) => {
    const data = await app.query<Record<string, unknown>>(document);
    expect(data[String(field)]).toEqual({ id: id() });
  });

  test('a customer that is upserted is changed, not made anew', async () => {
    const { id, name } = await customer(app, { externalId: 'Kö-1', name: 'Müller Köln' });
    expect(id).toBe(ids['customerId']);
    expect(name).toBe('Müller Köln'.normalize('NFC'));
    expect(await app.db.customer.count()).toBe(1);
  });

  test('so is a person, and a calendar', async () => {
    expect((await person(app, { email: 'jörg@köln.example' })).id).toBe(ids['userId']);
    expect((await businessCalendar(app, { name: 'Büro' })).id).toBe(ids['calendarId']);
  });

  test('cases are listed by customer and owner', async () => {
    const assigned = await app.mutate('assignOwner', {
      escalationId: await caseId(),
      owner: { email: 'jörg@köln.example' },
    });
    expect(assigned.userErrors).toEqual([]);
    const { of, owned } = await app.query<Record<string, { nodes: { reference: string }[] }>>(`{
      of: escalations(filter: { customer: { externalId: "Kö-1" } }) { nodes { reference } }
      owned: escalations(filter: { owner: { email: "jörg@köln.example" } }) { nodes { reference } }
    }`);
    const expected = [{ reference: ids['reference'] }];
    expect([of?.nodes, owned?.nodes]).toEqual([expected, expected]);
  });

  test('so are prevention plans by owner', async () => {
    const planned = await app.mutate('createPreventionPlan', {
      escalationId: await caseId(),
      owner: { email: 'jörg@köln.example' },
      dueDate: '2027-03-31',
      immediateActions: [],
      longTermImprovements: [{ description: 'Normal forms' }],
    });
    expect(planned.userErrors).toEqual([]);
    const { preventionPlans } = await app.query(
      '{ preventionPlans(owner: { email: "jörg@köln.example" }) { totalCount nodes { owner { id } } } }',
    );
    const nodes = [{ owner: { id: ids['userId'] } }];
    expect(preventionPlans).toEqual({ totalCount: 1, nodes });
  });

  test("a partner's key sends the operations of its name", async () => {
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ documentId: `sha256:${hashOf(ME)}` }),
    });
    expect(await response.json()).toMatchObject({ data: { viewer: { role: 'PARTNER' } } });
    const { registeredOperations } = await app.query(
      '{ registeredOperations(partner: "Bäcker") { totalCount } }',
    );
    expect(registeredOperations).toEqual({ totalCount: 1 });
  });

  test('a case file that was imported is known again', async () => {
    const { opened_at: openedAt } = (
      await execute(app.databaseUrl, 'SELECT opened_at FROM escalation')
    )[0] as { opened_at: Date };
    const file = {
      customer: {
        ...{ externalId: 'Kö-1', name: 'Müller', tier: 'BUSINESS', healthScore: 1 },
        arr: { amount: '1.00' },
      },
      open: { at: openedAt.toISOString(), issue: 'Störung', severity: 'LOW' },
    };
    const tools = {
      ...{ db: app.db, schema: createSchema(), sequencer: app.sequencer, now: app.clock.now() },
    };
    for (const form of ['NFC', 'NFD']) {
      const json: unknown = JSON.parse(JSON.stringify(file).normalize(form));
      expect(await importCaseFile(tools, json)).toEqual({
        reference: ids['reference'],
        created: false,
      });
    }
  });

  test.for(['storung', 'Müller', 'notizwort', 'entwurfswort müller'])(
    'the case is found by %s',
    async (search) => {
      const { escalations } = await app.query<{ escalations: { nodes: object[] } }>(
        'query ($search: String!) { escalations(filter: { search: $search }) { nodes { reference } } }',
        { search },
      );
      expect(escalations.nodes).toEqual([{ reference: ids['reference'] }]);
    },
  );

  test('a case whose words are missing gets them at the next start', async () => {
    await execute(app.databaseUrl, 'DELETE FROM search_text');
    const next = await startTestApp({ databaseUrl: old.databaseUrl });
    const { escalations } = await next.query(
      '{ escalations(filter: { search: "storung" }) { nodes { reference } } }',
    );
    await next.stop();
    expect(escalations).toEqual({ nodes: [{ reference: ids['reference'] }] });
  });

  test('what an earlier version folded in its way is folded anew at the next start', async () => {
    const { id } = await customer(app, { externalId: 'marked', name: 'Acme™ GmbH' });
    const { reference } = await openCase(app, {
      customer: { id },
      summary: 'Teams™ crash',
      issue: 'Gone.',
    });
    for (const statement of [
      `UPDATE search_text SET open_words = '''teamstm'':1 ''crash'':2', version = 1
       WHERE escalation_id = (SELECT id FROM escalation WHERE reference = '${reference}')`,
      `UPDATE customer SET folded = 'acmetm gmbh', name_words = '''acmetm'':1 ''gmbh'':2',
         words_version = 1 WHERE external_id = 'marked'`,
      'UPDATE desk SET text_version = 1',
    ]) {
      await execute(app.databaseUrl, statement);
    }
    const next = await startTestApp({ databaseUrl: old.databaseUrl });
    const answer = await next.query(`{
      escalations(filter: { search: "acme teams" }) { nodes { reference } }
      customers(search: "acme gmbh") { nodes { id } }
    }`);
    await next.stop();
    expect(answer).toEqual({
      escalations: { nodes: [{ reference }] },
      customers: { nodes: [{ id }] },
    });
  });

  test('two that fall together are told by verify', async () => {
    const row =
      'tier, arr_amount, arr_currency, health_score, lifecycle_stage, created_at, updated_at';
    await execute(
      app.databaseUrl,
      `INSERT INTO customer (id, external_id, name, ${row})
       SELECT gen_random_uuid(), 'Kö-1', 'Zweiter', ${row} FROM customer LIMIT 1`,
    );
    const { problems } = await verify(app.db);
    expect(problems.join('\n')).toContain('There are 2 customers with the externalId Kö-1');
    // What is stored so is meant from now on.
    const { customer: found } = await app.query(
      '{ customer(by: { externalId: "Kö-1" }) { name } }',
    );
    expect(found).toEqual({ name: 'Zweiter' });
  });
});

async function caseId(): Promise<string> {
  const { escalation } = await app.query<{ escalation: { id: string } }>(
    `{ escalation(by: { reference: "${ids['reference']}" }) { id } }`,
  );
  return escalation.id;
}
