import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp, TEST_ADMIN_KEY } from '../../support/app.ts';
import { runDesk, serveDesk, temporaryFolder } from '../../support/command.ts';
import { hashOf, manifestOf } from '../../support/partner.ts';

const ME = 'query Me { viewer { role } }';
const CASES = 'query Cases { escalations { totalCount } }';
const GONE = 'query Gone { viewer { shoeSize } }';

let app: TestApp;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  folder = await temporaryFolder();
  env = { DATABASE_URL: app.databaseUrl, DATA_DIR: folder.path };
});
afterAll(async () => {
  await app.stop();
  await folder.remove();
});

async function write(name: string, content: unknown): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('operations register', () => {
  test('prints the operations that the keys of the partner may send, and registers them once', async () => {
    const file = await write('persisted-documents.json', manifestOf(ME, CASES));
    const args = ['operations', 'register', '--partner', 'Acme Corp', file];
    expect(await runDesk(args, env)).toEqual({
      code: 0,
      stdout: `${hashOf(CASES)}  Cases\n${hashOf(ME)}  Me\n2 of 2 are new for Acme Corp\n`,
      stderr: '',
    });
    const again = await runDesk([...args, '--json'], env);
    expect({ ...again, stdout: JSON.parse(again.stdout) }).toMatchObject({
      code: 0,
      stdout: { partner: 'Acme Corp', added: 0, operations: [{ name: 'Cases' }, { name: 'Me' }] },
    });
    const { deskEvents } = await app.query<{ deskEvents: object }>(
      '{ deskEvents(types: [OPERATIONS_REGISTERED]) { nodes { actorLabel summary } } }',
    );
    expect(deskEvents).toEqual({
      nodes: [{ actorLabel: 'command line', summary: '2 operations of Acme Corp registered' }],
    });
  });

  test.each([
    ['an operation that does not fit', manifestOf(ME, GONE), /Gone: Cannot query field "shoeSize"/],
    ['a hash of another document', { [hashOf(CASES)]: ME }, /is not the hash of its document/],
    ['a document that holds NUL', manifestOf(`${ME} # \u0000`), /neither the NUL character/],
    ['a document that nests too deeply', manifestOf('{ a'.repeat(3_300)), /at most 200 brackets/],
    ['no operation', {}, /Holds no operation/],
    ['no JSON', '{', /is not JSON: /],
  ])('refuses a file with %s whole, in one line', async (_what, content, reason) => {
    const file = await write('bad.json', content);
    const ended = await runDesk(['operations', 'register', '--partner', 'Bad', file], env);
    expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(reason) });
    expect(ended.stderr).toMatch(/^[^\n]*bad\.json[^\n]*\n$/);
    expect(await app.db.persistedOperation.count({ where: { partner: 'Bad' } })).toBe(0);
  });

  test.each([
    ['without a partner', ['operations', 'register', 'x.json']],
    ['for a partner without a name', ['operations', 'register', '--partner', ' ', 'x.json']],
    ['without a file', ['operations', 'register', '--partner', 'Acme']],
  ])('%s is wrong usage', async (_what, args) => {
    expect(await runDesk(args, env)).toMatchObject({ code: 2, stdout: '' });
  });
});

test('operations list prints one a line, and with --json all of each', async () => {
  const { stdout } = await runDesk(['operations', 'list'], env);
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(new RegExp(`^${hashOf(CASES)}  Acme Corp  Cases  \\d{4}-.*Z$`)),
    expect.stringMatching(new RegExp(`^${hashOf(ME)}  Acme Corp  Me  `)),
  ]);
  const json = await runDesk(['operations', 'list', '--json'], env);
  expect(JSON.parse(json.stdout)).toEqual([
    {
      partner: 'Acme Corp',
      hash: hashOf(CASES),
      name: 'Cases',
      document: CASES,
      registeredAt: expect.any(String),
    },
    expect.objectContaining({ hash: hashOf(ME) }),
  ]);
});

test('operations check passes while all can run; then names what is broken and exits with 1, and the server does not start', async () => {
  expect(await runDesk(['operations', 'check'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^All \d+ operations can run on this schema\.\n$/),
  });
  await app.db.persistedOperation.create({
    data: {
      ...{ partner: 'Acme Corp', hash: hashOf(GONE), name: 'Gone', document: GONE },
      registeredAt: app.clock.now(),
    },
  });
  expect(await runDesk(['operations', 'check'], env)).toEqual({
    code: 1,
    stdout: `Acme Corp Gone (${hashOf(GONE)}): Cannot query field "shoeSize" on type "Viewer".\n`,
    stderr: expect.stringMatching(/^Of \d+ operations 1 cannot run on this schema\.\n$/),
  });
  const { stdout } = await runDesk(['operations', 'check', '--json'], env);
  expect(JSON.parse(stdout)).toMatchObject({
    broken: [{ partner: 'Acme Corp', name: 'Gone', hash: hashOf(GONE) }],
  });

  expect(await runDesk(['serve'], { ...env, ADMIN_API_KEY: TEST_ADMIN_KEY })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Of .*Acme Corp Gone .*ALLOW_BROKEN_OPERATIONS=true.*\n$/),
  });
  const desk = await serveDesk({ ...env, ALLOW_BROKEN_OPERATIONS: 'true' });
  desk.kill('SIGTERM');
  expect(await desk.ended).toMatchObject({ code: 0, stderr: expect.stringContaining('Gone') });
});
