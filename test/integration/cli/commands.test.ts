import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { runDesk, startDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createEmptyDatabase, createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

const INCIDENT = fileURLToPath(
  new URL('../../../examples/incidents/cloudflare-2019-07-02.json', import.meta.url),
);

let database: TestDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await temporaryFolder();
  env = { DATABASE_URL: database.url, DATA_DIR: folder.path };
});
afterAll(async () => {
  await database.drop();
  await folder.remove();
});

describe('wrong usage ends with 2 and says what is wrong', () => {
  test.each([
    ['no command', [], /Usage: desk/],
    ['an unknown command', ['explode'], /unknown command 'explode'/],
    ['an unknown option', ['verify', '--hard'], /unknown option '--hard'/],
    ['a missing argument', ['report'], /missing required argument 'reference'/],
    ['one argument too many', ['report', 'ESC-2026-001', 'ESC-2026-002'], /too many arguments/],
    ['no file', ['import'], /missing required argument 'file'/],
  ])('%s', async (_name, args, message) => {
    const { code, stdout, stderr } = await runDesk(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

test.each([
  ['0 when it is done', ['--help'], 0],
  ['1 when it is refused', ['report', 'ESC-1999-001'], 1],
  ['2 for wrong usage', ['explode'], 2],
])('the process ends with %s', async (_name, args, code) => {
  expect(await startDesk(args, env).ended).toMatchObject({ code });
});

test('help is no mistake', async () => {
  const { code, stdout } = await runDesk(['--help'], env);
  expect(code).toBe(0);
  expect(stdout).toContain('import [options] <file...>');
});

describe('migrate', () => {
  test('applies what an empty database lacks and prints its names, then has nothing to do', async () => {
    const empty = await createEmptyDatabase();
    try {
      const here = { ...env, DATABASE_URL: empty.url };
      const first = await runDesk(['migrate'], here);
      expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d{14}_init\n/) });
      expect(await runDesk(['migrate', '--json'], here)).toMatchObject({
        code: 0,
        stdout: `${JSON.stringify({ applied: [] }, null, 2)}\n`,
      });
    } finally {
      await empty.drop();
    }
  });
});

test('demo plays cases to their end, and the log explains every row of them', async () => {
  const played = await createTestDatabase();
  try {
    const here = { ...env, DATABASE_URL: played.url };
    const demo = await runDesk(['demo', '--interval-ms', '0', '--count', '2'], here);
    expect(demo).toMatchObject({ code: 0, stderr: '' });
    const lines = demo.stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^ESC-\d{4}-001 .* Escalation received \(demo\)$/);
    expect(lines.filter((line) => line.includes('Escalation received'))).toHaveLength(2);
    expect(await runDesk(['verify'], here)).toMatchObject({ code: 0 });
  } finally {
    await played.drop();
  }
});

test('demo without an end ends with 0 when it is interrupted', async () => {
  const played = await createTestDatabase();
  try {
    const demo = startDesk(['demo', '--interval-ms', '20'], { ...env, DATABASE_URL: played.url });
    await demo.saw(/Escalation received/);
    demo.kill('SIGINT');
    expect(await demo.ended).toMatchObject({ code: 0, stderr: '' });
  } finally {
    await played.drop();
  }
});

describe('import, report and verify', () => {
  test('a case file becomes a case, once; its report reads the same as YAML and as JSON', async () => {
    expect(await runDesk(['import', INCIDENT], env)).toEqual({
      code: 0,
      stdout: 'ESC-2019-001\n',
      stderr: '',
    });
    const again = await runDesk(['import', '--json', INCIDENT], env);
    expect(JSON.parse(again.stdout)).toEqual([
      { file: INCIDENT, reference: 'ESC-2019-001', created: false },
    ]);

    const yaml = await runDesk(['report', 'ESC-2019-001'], env);
    const json = await runDesk(['report', '--json', 'ESC-2019-001'], env);
    expect(parse(yaml.stdout)).toEqual(JSON.parse(json.stdout));
    expect(parse(yaml.stdout)).toMatchObject({ escalation_report: { id: 'ESC-2019-001' } });

    expect(await runDesk(['verify'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Nothing disagrees in 1 cases, /),
    });
  });

  test('a row that the log does not explain is printed, and verify ends with 1', async () => {
    await execute(database.url, `UPDATE customer SET name = 'Somebody else'`);
    const { code, stdout, stderr } = await runDesk(['verify'], env);
    expect(code).toBe(1);
    expect(stdout).toContain('Somebody else');
    expect(stderr).toMatch(/^1 things disagree in .*\n$/);
  });

  test('a case that is not there ends with 1 and one line', async () => {
    expect(await runDesk(['report', 'ESC-1999-001'], env)).toEqual({
      code: 1,
      stdout: '',
      stderr: 'There is no case ESC-1999-001.\n',
    });
  });

  test.each([
    ['a file that is not there', 'missing.json', null, /missing\.json cannot be read: .*\n$/],
    ['a file that is not JSON', 'broken.json', '{', /broken\.json is not JSON: .*\n$/],
    ['a file that is no case file', 'other.json', '{"people": 1}', /other\.json: people: .*\n$/],
  ])('%s is refused with its reason in one line', async (_name, file, content, message) => {
    const path = join(folder.path, file);
    if (content !== null) await writeFile(path, content);
    const { code, stdout, stderr } = await runDesk(['import', path], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
