import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parse, print } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { createTestClock } from '../../support/clock.ts';
import { customer } from '../../support/factories.ts';
import { until } from '../../support/until.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}/examples/partner/${file}`, 'utf8');
const manifest = JSON.parse(read('operations.json')) as Record<string, string>;

let app: TestApp;
let key: string;

beforeAll(async () => {
  app = await startTestApp({ clock: createTestClock(new Date()) });
  await customer(app, { externalId: 'cust-4711' });
  await customer(app, { externalId: 'cust-of-others' });
  const created = await app.mutate<{ key: string }>(
    'createApiKey',
    { role: 'PARTNER', name: 'Ticket bridge', customers: [{ externalId: 'cust-4711' }] },
    'key',
  );
  key = created.key;
});
afterAll(() => app.stop());

function run(args: string[], env: Record<string, string> = {}) {
  const script = spawn(process.execPath, ['examples/partner/partner.js', ...args], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      DESK_URL: app.url,
      DESK_KEY: key,
      DESK_POLL_MS: '50',
      ...env,
    },
  });
  const code = new Promise<number | null>((resolve) => script.on('exit', resolve));
  return Promise.all([text(script.stdout), text(script.stderr), code]).then(
    ([output, errors, ended]) => ({ output, errors, code: ended }),
  );
}

/** What the desk does meanwhile, once the case of the ticket is there with what the partner told. */
async function meanwhile(ticket: string, mutation: string, input: object): Promise<void> {
  const { id } = await until(async () => {
    const { escalations } = await app.query<{
      escalations: {
        nodes: { id: string; issue: string; communications: { totalCount: number } }[];
      };
    }>('{ escalations(first: 10) { nodes { id issue communications { totalCount } } } }');
    return escalations.nodes.find(
      ({ issue, communications }) =>
        issue.includes(`ticket ${ticket})`) && communications.totalCount > 0,
    );
  }, 'the case of the partner');
  expect((await app.mutate(mutation, { escalationId: id, ...input })).userErrors).toEqual([]);
}

test('the manifest of the partner example holds its documents, each under its hash', () => {
  for (const [id, document] of Object.entries(manifest)) {
    expect(id).toBe(`sha256:${createHash('sha256').update(document).digest('hex')}`);
  }
  const names = (source: string) =>
    [...source.matchAll(/^(?:query|mutation) (\w+)/gm)].map(([, name]) => name);
  expect(Object.values(manifest).flatMap(names)).toEqual(names(read('operations.graphql')));
  // Which fields each of them selects, in whatever order they are written.
  const words = (source: string) =>
    print(parse(source))
      .split(/\W+/)
      .filter((word) => word !== '')
      .sort();
  expect(words(Object.values(manifest).join('\n'))).toEqual(words(read('operations.graphql')));
});

test('before its operations are registered the partner example is told so, in one line', async () => {
  expect(await run(['cust-4711', 'T-1'])).toEqual({
    output: '',
    errors: 'PERSISTED_OPERATION_NOT_FOUND: No operation is registered for you under this id.\n',
    code: 1,
  });
});

test('the partner example opens a case, tells, waits, reads the report, confirms and rates', async () => {
  const registered = await app.mutate<{ operationsAdded: number }>(
    'registerOperations',
    { partner: 'Ticket bridge', manifest },
    'operationsAdded',
  );
  expect(registered).toMatchObject({ operationsAdded: 6, userErrors: [] });
  const running = run(['cust-4711', 'T-1042']);
  await meanwhile('T-1042', 'recordAction', { kind: 'FIX', description: 'Raised the limit.' });
  const { output, errors, code } = await running;
  expect({ errors, code }).toEqual({ errors: '', code: 0 });
  expect(output).toMatch(/^opened (ESC-\d{4}-001)\ntold the desk/);
  expect(output).toContain('escalation_report:\n');
  expect(output).toMatch(/confirmed\nrated ESC-\d{4}-001 with 5\n$/);
  const { escalations } = await app.query<{ escalations: { nodes: object[] } }>(
    `{ escalations(first: 5) { nodes {
      status satisfaction { rating }
      timeline(first: 50, types: [ESCALATION_OPENED, COMMUNICATION_LOGGED, RESOLUTION_CONFIRMED, SATISFACTION_RECORDED]) {
        nodes { type actorLabel }
      }
    } } }`,
  );
  expect(escalations.nodes).toEqual([
    {
      status: 'RESOLVED',
      satisfaction: { rating: 5 },
      timeline: {
        nodes: [
          { type: 'ESCALATION_OPENED', actorLabel: 'Ticket bridge' },
          { type: 'COMMUNICATION_LOGGED', actorLabel: 'Ticket bridge' },
          { type: 'RESOLUTION_CONFIRMED', actorLabel: 'Ticket bridge' },
          { type: 'SATISFACTION_RECORDED', actorLabel: 'Ticket bridge' },
        ],
      },
    },
  ]);
});

test('run again with the same ticket it changes nothing', async () => {
  const before = await app.db.logEntry.count();
  expect(await run(['cust-4711', 'T-1042'])).toMatchObject({ errors: '', code: 0 });
  expect(await app.db.logEntry.count()).toBe(before);
  expect((await verify(app.db)).problems).toEqual([]);
});

test.each([
  ['T-2001', 'cancelEscalation', { reason: 'Opened twice.' }, 'The desk has cancelled the case.\n'],
  [
    'T-2002',
    'skipSteps',
    { steps: ['EXECUTE_FIX'], reason: 'The customer went back a version.' },
    'The desk goes on without a fix.\n',
  ],
])(
  'the partner example does not wait for a fix that does not come: %s, after %s',
  async (...row) => {
    const [ticket, mutation, input, errors] = row;
    const running = run(['cust-4711', ticket]);
    await meanwhile(ticket, mutation, input);
    expect(await running).toMatchObject({ errors, code: 1 });
  },
);

test.each([
  [
    'for a customer of others',
    ['cust-of-others', 'T-2'],
    {},
    /^OpenCase was refused: NOT_FOUND at customer/,
  ],
  ['with a key that is none', ['cust-4711', 'T-2'], { DESK_KEY: 'desk_x' }, /^UNAUTHENTICATED: /],
  ['without a ticket', ['cust-4711'], {}, /^Usage: /],
])('%s the partner example says so in one line', async (_name, args, env, message) => {
  const { output, errors, code } = await run(args, env as Record<string, string>);
  expect({ output, code }).toEqual({ output: '', code: 1 });
  expect(errors).toMatch(message);
  expect(errors.trim().split('\n')).toHaveLength(1);
});
