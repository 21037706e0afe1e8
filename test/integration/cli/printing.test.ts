import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { createTestClock } from '../../support/clock.ts';
import { runDesk, temporaryFolder } from '../../support/command.ts';
import { businessCalendar, customer, openCase } from '../../support/factories.ts';
import { manifestOf } from '../../support/partner.ts';
import { execute } from '../../support/postgres-admin.ts';

/** As versions before took it as a name: a forged line, an escape of a terminal, a turn of direction. */
const FORGED = 'x\n0000  desk_admin  ADMIN\u001b[2K\u009b31m\u202egpj\u007f';
const AS_SHOWN = 'x\\n0000  desk_admin  ADMIN\\u001b[2K\\u009b31m\\u202egpj\\u007f';

let app: TestApp;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
let reference: string;

beforeAll(async () => {
  app = await startTestApp({ clock: createTestClock(new Date()) });
  folder = await temporaryFolder();
  env = { DATABASE_URL: app.databaseUrl, DATA_DIR: folder.path };
  await app.mutate('createApiKey', { role: 'VIEWER', name: 'REPLACE' });
  await app.mutate('registerOperations', {
    partner: 'REPLACE',
    manifest: manifestOf('query Me { viewer { role } }'),
  });
  await businessCalendar(app, { name: 'REPLACE' });
  const { id } = await customer(app, { name: 'REPLACE' });
  ({ reference } = await openCase(app, { customer: { id }, summary: 'REPLACE' }));
  const columns = [
    ['api_key', 'name'],
    ['persisted_operation', 'partner'],
    ['business_calendar', 'name'],
    ['customer', 'name'],
    ['escalation', 'summary'],
  ];
  for (const [table, column] of columns) {
    await execute(
      app.databaseUrl,
      `UPDATE ${table} SET ${column} = convert_from('\\x${Buffer.from(FORGED).toString('hex')}', 'UTF8')
       WHERE ${column} = 'REPLACE'`,
    );
  }
});
afterAll(async () => {
  await app?.stop();
  await folder?.remove();
});

/** Everything that a terminal would obey, but the ends of lines. */
const OBEYED = /(?!\n)[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

async function printed(...args: string[]): Promise<string> {
  const { stdout, stderr } = await runDesk(args, env);
  expect(stdout).not.toMatch(OBEYED);
  expect(stderr).not.toMatch(OBEYED);
  return stdout;
}

test.for<[string, string[]]>([
  ['key list', ['key', 'list']],
  ['operations list', ['operations', 'list']],
  ['calendar list', ['calendar', 'list']],
  ['key list as JSON', ['key', 'list', '--json']],
  ['operations list as JSON', ['operations', 'list', '--json']],
  ['calendar list as JSON', ['calendar', 'list', '--json']],
  ['verify', ['verify']],
  ['verify as JSON', ['verify', '--json']],
])('%s prints what was stored before as one line of visible characters', async ([, args]) => {
  const text = await printed(...args);
  expect(text).toContain('ADMIN');
  expect(text.split('\n').filter((line) => line.startsWith('0000'))).toEqual([]);
});

test('a name in a list stands there with its escapes', async () => {
  expect(await printed('key', 'list')).toContain(`VIEWER  ${AS_SHOWN}: never used`);
});

test('JSON still holds what is stored', async () => {
  const keys = JSON.parse(await printed('key', 'list', '--json')) as { name: string }[];
  expect(keys.map(({ name }) => name)).toEqual([FORGED]);
});

test('a report is printed so, as YAML and as JSON', async () => {
  expect(await printed('report', reference)).toContain(AS_SHOWN);
  const report = JSON.parse(await printed('report', reference, '--json')) as {
    escalation_report: { escalation: { summary: string } };
  };
  expect(report.escalation_report.escalation.summary).toBe(FORGED);
});

test.for<[string, string[]]>([
  ['a name that is refused', ['key', 'create', '--role', 'VIEWER', '--name', FORGED]],
  ['a customer that is refused', ['key', 'create', '--role', 'PARTNER', '--customer', FORGED]],
  ['a role that is none', ['key', 'create', '--role', FORGED]],
  ['a key that is not there', ['key', 'revoke', FORGED]],
  ['a case that is not there', ['report', FORGED]],
  ['a file that is not there', ['import', FORGED]],
  ['an option that is none', ['key', 'list', `--${FORGED}`]],
])('an error about %s shows it so', async ([, args]) => {
  const { code, stderr } = await runDesk(args, env);
  expect(code).toBeGreaterThan(0);
  expect(stderr).not.toMatch(OBEYED);
  expect(stderr).toContain('\\u001b');
});

test('a key takes no name that breaks the line, and one in another form of Unicode as the same', async () => {
  const refused = await runDesk(['key', 'create', '--role', 'VIEWER', '--name', 'a\nb'], env);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(
    'Must be one line, without line breaks; U+000A stands at character 2.',
  );
  await runDesk(['key', 'create', '--role', 'VIEWER', '--name', 'Mu\u0308ller'], env);
  expect(await printed('key', 'list')).toContain('VIEWER  M\u00fcller: never used');
});

test('the log of a node holds nothing that a terminal would obey', async () => {
  const { createLog } = await import('../../../src/log.ts');
  const lines: string[] = [];
  createLog('info', { write: (line) => void lines.push(line) }).info({ name: FORGED }, FORGED);
  expect(lines.join('')).not.toMatch(OBEYED);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ name: FORGED, msg: FORGED });
});
