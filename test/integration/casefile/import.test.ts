import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createSchema } from '../../../src/app/schema.ts';
import type { Principal } from '../../../src/auth/principal.ts';
import { importCaseFile } from '../../../src/casefile/casefile.service.ts';
import { loadReport } from '../../../src/report/report.load.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { INCIDENTS, incident } from '../../support/incidents.ts';

const ADMIN: Principal = {
  id: 'test',
  role: 'ADMIN',
  name: 'test',
  userId: null,
  customerIds: null,
  expiresAt: null,
};
const REFERENCES = ['ESC-2022-001', 'ESC-2019-001', 'ESC-2017-001', 'ESC-2013-001'];
const schema = createSchema();
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

function importJson(json: unknown) {
  return importCaseFile(
    { db: app.db, schema, sequencer: app.sequencer, now: app.clock.now() },
    json,
  );
}

async function reportOf(reference: string) {
  const report = await loadReport(app.db, ADMIN, reference, app.clock.now());
  if (report === null) throw new Error(`${reference} is not there`);
  return report;
}

async function rowCounts() {
  const [cases, entries, people, customers] = await Promise.all([
    app.db.escalation.count(),
    app.db.logEntry.count(),
    app.db.user.count(),
    app.db.customer.count(),
  ]);
  return { cases, entries, people, customers };
}

describe('the four incidents', () => {
  test('are imported under the references of their years', async () => {
    const references: string[] = [];
    for (const name of INCIDENTS) references.push((await importJson(incident(name))).reference);
    expect(references).toEqual(REFERENCES);
  });

  test('leave a log that folds to the rows', async () => {
    expect((await verify(app.db)).problems).toEqual([]);
  });

  test('change nothing when they are imported again', async () => {
    const before = await rowCounts();
    const again = await Promise.all(INCIDENTS.map((name) => importJson(incident(name))));
    expect(again).toEqual(REFERENCES.map((reference) => ({ reference, created: false })));
    expect(await rowCounts()).toEqual(before);
  });

  test('give a complete report where everything was done: only unanswered messages are null', async () => {
    const { document, complete, missing } = await reportOf('ESC-2019-001');
    expect({ complete, missing }).toEqual({ complete: true, missing: [] });
    expect(document.escalation_report.resolution.time_to_resolve).toBe('PT1H35M');
    expect(document.escalation_report.impact.sla_breach).toBe(false);
    const nulls = JSON.stringify(document, (key, value) =>
      value === null ? `null:${key}` : value,
    ).match(/null:\w+/g);
    expect(new Set(nulls)).toEqual(new Set(['null:customer_response']));
  });

  test('tell what is missing where not everything was done', async () => {
    const { complete, missing } = await reportOf('ESC-2022-001');
    expect(complete).toBe(false);
    expect(missing).toEqual([
      'impact.business_impact',
      'impact.users_affected',
      'resolution.customer_satisfaction',
    ]);
  });

  test('have the breaches that the clocks found', async () => {
    const breached = await Promise.all(
      REFERENCES.map(
        async (reference) =>
          (await reportOf(reference)).document.escalation_report.impact.sla_breach,
      ),
    );
    expect(breached).toEqual([true, false, true, true]);
  });

  test('read the same from YAML as from JSON', async () => {
    for (const reference of REFERENCES) {
      const { yaml, document } = await reportOf(reference);
      expect(parse(await yaml())).toEqual(document);
    }
  });

  test('have warnings and breaches in the log at the times when they would have fired', async () => {
    const entries = await app.db.logEntry.findMany({
      where: {
        escalation: { reference: 'ESC-2022-001' },
        type: { in: ['SLA_WARNING', 'SLA_BREACHED'] },
        data: { path: ['kind'], equals: 'RESPONSE' },
      },
      orderBy: { id: 'asc' },
    });
    expect(
      entries.map(({ at, data, imported }) => ({
        at: at.toISOString(),
        threshold: (data as { threshold: number }).threshold,
        imported,
      })),
    ).toEqual([
      { at: '2022-04-05T08:47:00.000Z', threshold: 50, imported: true },
      { at: '2022-04-05T09:02:00.000Z', threshold: 75, imported: true },
      { at: '2022-04-05T09:11:00.000Z', threshold: 90, imported: true },
      { at: '2022-04-05T09:17:00.000Z', threshold: 100, imported: true },
    ]);
  });
});

describe('a file with something wrong in it', () => {
  const wrong: [string, (file: ReturnType<typeof incident>) => void, RegExp][] = [
    [
      'an unknown mutation',
      (file) => Object.assign(file.steps[3] ?? {}, { mutation: 'explode' }),
      /^steps\[3\]\.mutation: There is no mutation explode/,
    ],
    [
      'an unknown person',
      (file) => Object.assign(file.steps[4]?.input ?? {}, { owner: 'nobody@example.com' }),
      /^steps\[4\]\.input\.owner: NOT_FOUND: There is no person/,
    ],
    [
      'steps out of order',
      (file) => Object.assign(file.steps[1] ?? {}, { at: '2019-07-02T13:46:00Z' }),
      /^steps\[1\]\.at: Must not be earlier/,
    ],
    [
      'a step in a wrong state',
      (file) => Object.assign(file.steps[2] ?? {}, { mutation: 'closeEscalation', input: {} }),
      /^steps\[2\]\.input\.escalationId: WRONG_STATE/,
    ],
    [
      'an unknown value',
      (file) => Object.assign(file.open, { severity: 'AWFUL' }),
      /^open\.severity: .*AWFUL/,
    ],
    [
      'a field too long',
      (file) => Object.assign(file.open, { summary: 'x'.repeat(201) }),
      /^open\.summary: Must have at most 200 characters/,
    ],
    ['no customer', (file) => Object.assign(file, { customer: undefined }), /^customer: /],
  ];

  test.each(wrong)('%s: is refused whole, with path and reason', async (_name, spoil, message) => {
    const file = incident('cloudflare-2019-07-02');
    file.customer['externalId'] = 'cust-spoilt';
    spoil(file);
    const before = await rowCounts();
    await expect(importJson(file)).rejects.toThrow(message);
    expect(await rowCounts()).toEqual(before);
  });
});

test('text with every awkward character comes back unchanged in the report', async () => {
  const awkward = 'yes: "no" # null\n- \'~\' | > % @ ` {a: b}\t\r\n1e3 2020-01-01 😀 é\u2028';
  const file = incident('cloudflare-2019-07-02');
  file.customer['externalId'] = 'cust-awkward';
  for (const step of file.steps) {
    if (step.mutation === 'identifyRootCause') step.input['description'] = awkward;
  }
  const { reference } = await importJson(file);
  const { yaml, document } = await reportOf(reference);
  expect(document.escalation_report.root_cause.description).toBe(awkward);
  expect(parse(await yaml())).toEqual(document);
});
