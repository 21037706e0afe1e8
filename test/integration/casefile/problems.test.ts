import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import { importCaseFile } from '../../../src/casefile/casefile.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { CaseFileJson } from '../../support/incidents.ts';
import { incident } from '../../support/incidents.ts';

const schema = createSchema();
const TZ = process.env['TZ'];
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(() => {
  if (TZ === undefined) delete process.env['TZ'];
  else process.env['TZ'] = TZ;
});
afterAll(() => app.stop());

function importJson(json: unknown) {
  const tools = { db: app.db, schema, sequencer: app.sequencer, now: app.clock.now() };
  return importCaseFile(tools, json);
}

/** The file of a real incident for a customer of its own, changed. */
function spoilt(customer: string, spoil: (file: CaseFileJson) => void): CaseFileJson {
  const file = incident('cloudflare-2019-07-02');
  file.customer['externalId'] = customer;
  spoil(file);
  return file;
}

async function problemsOf(file: CaseFileJson): Promise<string[]> {
  const before = await app.db.escalation.count();
  const error = await importJson(file).then(
    () => new Error('It was taken.'),
    (thrown: unknown) => thrown as Error,
  );
  expect(await app.db.escalation.count()).toBe(before);
  return error.message.split('\n');
}

describe('all that is wrong in a file is said at once', () => {
  test('of its form', async () => {
    const file = spoilt('cust-form', ({ customer, open }) => {
      Object.assign(customer, { tier: 'HUGE', healthScore: 'good' });
      Object.assign(open, { at: 5 });
    });
    expect(await problemsOf(file)).toEqual([
      expect.stringMatching(/^customer\.tier: /),
      expect.stringMatching(/^customer\.healthScore: /),
      expect.stringMatching(/^open\.at: /),
    ]);
  });

  test('of times, inputs, people and services together, in the order of the file', async () => {
    const file = spoilt('cust-all', ({ steps }) => {
      Object.assign(steps[0] ?? {}, { by: 'stranger@desk.example' });
      Object.assign(steps[1] ?? {}, { at: '2019-07-02T14:00:00' });
      Object.assign(steps[2] ?? {}, { mutation: 'explode' });
      steps.splice(3, 0, {
        at: '2019-02-30T00:00:00Z',
        mutation: 'assignOwner',
        input: { owner: 'nobody@example.com' },
      });
    });
    const problems = await problemsOf(file);
    expect(problems).toEqual([
      'steps[0].by: There is no person with the address stranger@desk.example.',
      'steps[1].at: Must be a time such as "2026-03-01T09:30:00Z": it has no time zone: add Z for UTC, or an offset such as +02:00.',
      'steps[2].mutation: There is no mutation explode.',
      'steps[3].at: Must be a time such as "2026-03-01T09:30:00Z": there is no day 2019-02-30.',
      expect.stringMatching(/^steps\[3\]\.input\.owner: NOT_FOUND: There is no person/),
    ]);
  });

  test('of several inputs of one step', async () => {
    const file = spoilt('cust-step', ({ open }) => {
      Object.assign(open, { severity: 'AWFUL', summary: 5, category: 'NONE' });
    });
    const problems = await problemsOf(file);
    expect(problems.map((line) => line.split(':')[0]).sort()).toEqual([
      'open.category',
      'open.severity',
      'open.summary',
    ]);
  });

  test('of more than a hundred the first, and how many there are besides', async () => {
    const file = spoilt('cust-many', ({ steps }) => {
      steps.splice(
        0,
        steps.length,
        ...Array.from({ length: 70 }, () => ({ at: 'now', mutation: 'explode', input: {} })),
      );
    });
    const problems = await problemsOf(file);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toBe('40 more problems.');
  });

  test('of all parts, whatever is wrong with one of them', async () => {
    const file = spoilt('cust-parts', ({ people, customer, open, steps }) => {
      Object.assign(people[0] ?? {}, { level: 'KING', name: 'a\nb' });
      Object.assign(customer, { healthScore: 'good', name: 'a\u001b[2K', tier: undefined });
      Object.assign(open, { at: 5, by: 'nobody@desk.example', severity: 'AWFUL' });
      steps.splice(
        0,
        steps.length,
        {
          ...{ at: '2019-02-30T00:00:00Z', by: 'stranger@desk.example', note: 'extra' },
          mutation: 'assignOwner',
          input: { owner: 'unknown@desk.example', overideReason: 'x', overrideReason: 7 },
        } as (typeof steps)[number],
        { at: '2019-07-02T14:00:00Z', mutation: 'explode', input: {} },
        { at: '2019-07-02T14:00:00Z', mutation: 'addNote', input: 5 as never },
      );
    });
    const problems = await problemsOf(file);
    expect(problems.map((line) => line.split(': ')[0]).sort()).toEqual([
      'customer.healthScore',
      'customer.name',
      'customer.tier',
      'open.at',
      'open.by',
      'open.severity',
      'people[0].level',
      'people[0].name',
      'steps[0].at',
      'steps[0].by',
      'steps[0].input.overideReason',
      'steps[0].input.overrideReason',
      'steps[0].input.owner',
      'steps[0].note',
      'steps[1].mutation',
      'steps[2].input',
    ]);
  });

  test('and of steps that name somebody in the file who cannot be made, nothing', async () => {
    const file = spoilt('cust-follows', ({ people, steps }) => {
      people.push({ email: 'new@desk.example', name: 'a\nb', level: 'EXECUTIVE' });
      const at = steps[0]?.at ?? '';
      steps.unshift({ at, mutation: 'assignOwner', input: { owner: 'new@desk.example' } });
    });
    expect(await problemsOf(file)).toEqual([expect.stringMatching(/^people\[\d\]\.name: /)]);
  });
});

describe('what no part of a file is called is refused', () => {
  test.each<[string, (file: CaseFileJson) => unknown, RegExp]>([
    [
      'at the top',
      (file) => Object.assign(file, { step: [] }),
      /^step: There is no such field here: did you mean "steps"\?$/,
    ],
    [
      'in another case of letters',
      (file) => Object.assign(file, { People: [1] }),
      /^People: .*did you mean "people"\?$/,
    ],
    [
      'like nothing that there is',
      (file) => Object.assign(file, { weather: 'fine' }),
      /^weather: .*: it takes source, people, customer, open, steps\.$/,
    ],
    [
      'in a person',
      ({ people }) => Object.assign(people[0] ?? {}, { role: 'ADMIN' }),
      /^people\[0\]\.role: /,
    ],
    [
      'in a customer',
      ({ customer }) => Object.assign(customer, { tiers: 1 }),
      /^customer\.tiers: .*"tier"/,
    ],
    [
      'in an amount',
      ({ customer }) => Object.assign(customer['arr'] as object, { unit: 1 }),
      /^customer\.arr\.unit: /,
    ],
    [
      'in the opening',
      ({ open }) => Object.assign(open, { sumary: 1 }),
      /^open\.sumary: .*"summary"/,
    ],
    ['in a step', ({ steps }) => Object.assign(steps[0] ?? {}, { who: 1 }), /^steps\[0\]\.who: /],
    [
      'in the input of a step',
      ({ steps }) => Object.assign(steps[0]?.input ?? {}, { txt: 1 }),
      /^steps\[0\]\.input\.txt: /,
    ],
    [
      'or would be overwritten, in the opening',
      ({ open }) => Object.assign(open, { occurredAt: '2019-07-02T13:00:00Z' }),
      /^open\.occurredAt: Must be left out: `at` says it\.$/,
    ],
    [
      'or names another case, in a step',
      ({ steps }) => Object.assign(steps[0]?.input ?? {}, { escalationId: 'ESC-2013-001' }),
      /^steps\[0\]\.input\.escalationId: Must be left out: a file cannot know it\.$/,
    ],
  ])('%s', async (_where, spoil, message) => {
    const problems = await problemsOf(spoilt('cust-keys', spoil));
    expect(problems).toEqual([expect.stringMatching(message)]);
  });
});

describe('the opening of a file', () => {
  test.each([
    ['2019-07-02T13:47:00', /^open\.at: .*it has no time zone/],
    ['2019-02-30T13:47:00Z', /^open\.at: .*there is no day 2019-02-30/],
    ['1999-12-31T23:59:59Z', /^open\.at: Must not be before 2000-01-01T00:00:00\.000Z/],
    ['2999-01-01T00:00:00Z', /^open\.at: Must not be in the future/],
  ])('is refused at %s', async (at, message) => {
    const file = spoilt('cust-opening', ({ open }) => Object.assign(open, { at }));
    expect((await problemsOf(file))[0]).toMatch(message);
  });

  test('may lie at the first moment of 2000, longer ago than a case of the API', async () => {
    const file = spoilt('cust-2000', ({ open, steps }) => {
      steps.splice(0);
      Object.assign(open, { at: '2000-01-01T00:00:00Z' });
    });
    expect(await importJson(file)).toMatchObject({ created: true });
    const input = {
      customer: { externalId: 'cust-2000' },
      issue: 'It began long ago.',
      severity: 'LOW',
    };
    const back = (years: number, ms: number) => {
      const at = app.clock.now();
      at.setUTCFullYear(at.getUTCFullYear() - years);
      return new Date(at.getTime() + ms).toISOString();
    };
    const open = (occurredAt: string) =>
      app.query(
        `mutation ($input: OpenEscalationInput!) {
          openEscalation(input: $input) { userErrors { code message field } }
        }`,
        { input: { ...input, occurredAt } },
      );
    expect(await open(back(10, -1))).toMatchObject({
      openEscalation: {
        userErrors: [
          {
            code: 'INVALID',
            field: ['occurredAt'],
            message: expect.stringMatching(/^Must not be more than 10 years before now, 20/),
          },
        ],
      },
    });
    expect(await open(back(10, 0))).toEqual({ openEscalation: { userErrors: [] } });
  });

  test('is the same on machines in whatever zone, so that a file imported again is the case that is there', async () => {
    const file = spoilt('cust-zones', ({ open }) =>
      Object.assign(open, { at: '2019-07-02T06:47:00-07:00' }),
    );
    const answers = [];
    for (const zone of ['UTC', 'Asia/Tokyo', 'America/St_Johns', 'Pacific/Kiritimati']) {
      process.env['TZ'] = zone;
      answers.push(await importJson(file));
    }
    expect(answers.map(({ created }) => created)).toEqual([true, false, false, false]);
    expect(new Set(answers.map(({ reference }) => reference)).size).toBe(1);
  });
});
