import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { createTestClient } from '../../support/client.ts';
import { createTestClock } from '../../support/clock.ts';
import { runDesk, temporaryFolder } from '../../support/command.ts';
import { customer } from '../../support/factories.ts';

let app: TestApp;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;

const KEY = /^desk_([0-9a-f]{10})_[\w-]{43}\n$/;

beforeAll(async () => {
  app = await startTestApp({ clock: createTestClock(new Date()) });
  folder = await temporaryFolder();
  env = { DATABASE_URL: app.databaseUrl, DATA_DIR: folder.path };
  await customer(app, { externalId: 'harbour' });
  await customer(app, { externalId: 'lagoon' });
});
afterAll(async () => {
  await app.stop();
  await folder.remove();
});

async function create(...args: string[]): Promise<{ key: string; prefix: string }> {
  const ended = await runDesk(['key', 'create', ...args], env);
  expect(ended).toEqual({ code: 0, stdout: expect.stringMatching(KEY), stderr: '' });
  return { key: ended.stdout.trim(), prefix: KEY.exec(ended.stdout)?.[1] ?? '' };
}

interface Listed {
  id: string;
  prefix: string;
  revokedAt: string | null;
}

async function listed(): Promise<Listed[]> {
  const { code, stdout } = await runDesk(['key', 'list', '--json'], env);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Listed[];
}

async function find(prefix: string): Promise<Listed> {
  const found = (await listed()).find((one) => one.prefix === prefix);
  if (found === undefined) throw new Error(`${prefix} is not in the list.`);
  return found;
}

describe('key create', () => {
  test('prints the key alone, which signs in at once, and the log says who made it', async () => {
    const { key } = await create('--role', 'viewer', '--name', 'Wallboard');
    const client = createTestClient(app.url, key);
    expect(await client.query('{ stats { open } }')).toEqual({ stats: { open: 0 } });
    const { deskEvents } = await app.query(
      '{ deskEvents(first: 1, types: [KEY_CREATED]) { nodes { actorLabel summary } } }',
    );
    expect(deskEvents).toEqual({
      nodes: [{ actorLabel: 'command line', summary: 'Key Wallboard made' }],
    });
  });

  test('takes several customers, a name and an end, all of which the list shows', async () => {
    const { prefix } = await create(
      ...['--role', 'Partner', '--customer', 'lagoon', '--customer', 'harbour'],
      ...['--name', 'Ticket bridge', '--expires', '2199-12-31'],
    );
    expect(await find(prefix)).toEqual({
      id: expect.any(String),
      name: 'Ticket bridge',
      role: 'PARTNER',
      prefix,
      customers: ['harbour', 'lagoon'],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      expiresAt: '2199-12-31T00:00:00.000Z',
      lastUsedAt: null,
      revokedAt: null,
    });
  });

  test('takes a time with a zone as the end', async () => {
    const { prefix } = await create('--role', 'AGENT', '--expires', '2199-06-01T09:30:00+02:00');
    expect(await find(prefix)).toMatchObject({
      name: 'agent key',
      expiresAt: '2199-06-01T07:30:00.000Z',
    });
  });

  test('with --json prints the key and what it is', async () => {
    const { code, stdout } = await runDesk(['key', 'create', '--role', 'ADMIN', '--json'], env);
    expect({ code, stdout: JSON.parse(stdout) }).toEqual({
      code: 0,
      stdout: expect.objectContaining({ key: expect.stringMatching(/^desk_/), role: 'ADMIN' }),
    });
  });

  test.each([
    ['a partner without customers', ['--role', 'PARTNER'], /name at least one/],
    ['customers of staff', ['--role', 'AGENT', '--customer', 'harbour'], /Only a PARTNER/],
    [
      'a customer that is not there',
      ['--role', 'PARTNER', '--customer', 'atlantis'],
      /There is no customer with the externalId atlantis\./,
    ],
    ['an end in the past', ['--role', 'AGENT', '--expires', '2020-01-01'], /later than now/],
  ])('refuses %s with the reason in one line', async (_name, args, message) => {
    const before = (await listed()).length;
    const { code, stdout, stderr } = await runDesk(['key', 'create', ...args], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(await listed()).toHaveLength(before);
  });

  test.each([
    ['without a role', [], /required option '--role <role>' not specified/],
    ['with a role that is none', ['--role', 'KING'], /It takes ADMIN, MANAGER/],
    ['with a day that is none', ['--role', 'AGENT', '--expires', '2030-02-30'], /It takes a day/],
    ['with a day in words', ['--role', 'AGENT', '--expires', 'tomorrow'], /It takes a day/],
    ['without a name', ['--role', 'AGENT', '--name', ' '], /1 to 200 characters/],
    ['with more words', ['--role', 'AGENT', 'please'], /too many arguments/],
  ])('%s ends with 2', async (_name, args, message) => {
    const { code, stdout, stderr } = await runDesk(['key', 'create', ...args], env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

test('key list prints one key a line, and no key', async () => {
  const { key, prefix } = await create('--role', 'PARTNER', '--customer', 'harbour');
  const { code, stdout } = await runDesk(['key', 'list'], env);
  expect(code).toBe(0);
  const [first] = stdout.split('\n');
  expect(first).toMatch(
    new RegExp(`^\\S+ {2}desk_${prefix} {2}PARTNER of harbour {2}partner key: never used$`),
  );
  expect(stdout).not.toContain(key.slice(-43));
});

describe('key revoke', () => {
  test('takes the id of the API, its UUID, the prefix and the whole key; the key is refused from then on', async () => {
    for (const form of ['id', 'uuid', 'prefix', 'desk_prefix', 'key'] as const) {
      const { key, prefix } = await create('--role', 'AGENT', '--name', form);
      const client = createTestClient(app.url, key);
      expect((await client.graphql('{ stats { open } }')).status).toBe(200);
      const { id } = await find(prefix);
      const uuid = Buffer.from(id, 'base64').toString().split(':')[1] ?? '';
      const given = { id, uuid, prefix, desk_prefix: `desk_${prefix}`, key }[form];
      expect(await runDesk(['key', 'revoke', given], env)).toEqual({
        code: 0,
        stdout: `${form} (desk_${prefix}) is revoked\n`,
        stderr: '',
      });
      await expect
        .poll(async () => (await client.graphql('{ stats { open } }')).status, { timeout: 1_000 })
        .toBe(401);
      expect(await find(prefix)).toMatchObject({ revokedAt: expect.any(String) });
    }
  });

  test('again changes nothing and says so', async () => {
    const { prefix } = await create('--role', 'AGENT', '--name', 'Twice');
    await runDesk(['key', 'revoke', prefix], env);
    const before = await find(prefix);
    const again = await runDesk(['key', 'revoke', prefix], env);
    expect(again).toMatchObject({
      code: 0,
      stdout: `Twice (desk_${prefix}) was revoked already\n`,
    });
    expect(await find(prefix)).toEqual(before);
  });

  test.each(['0123456789', 'QXBpS2V5OjEyMw==', '01890000-0000-7000-8000-000000000000', ''])(
    'refuses %o, which names none',
    async (id) => {
      expect(await runDesk(['key', 'revoke', id], env)).toEqual({
        code: 1,
        stdout: '',
        stderr: `There is no key ${id}.\n`,
      });
    },
  );
});

test('key revoke does not repeat a whole key that it does not know', async () => {
  const key = `desk_0123456789_${'s'.repeat(43)}`;
  expect(await runDesk(['key', 'revoke', key], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'There is no key 0123456789.\n',
  });
});

test('what is stored agrees with the log, keys included', async () => {
  const { code, stdout } = await runDesk(['verify'], env);
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^Nothing disagrees in .*, \d+ keys, \d+ log entries\.\n$/),
  });
  await app.db.apiKey.updateMany({ where: { name: 'Wallboard' }, data: { role: 'ADMIN' } });
  const after = await runDesk(['verify'], env);
  expect(after.code).toBe(1);
  expect(after.stdout).toMatch(
    /^key Wallboard \(desk_\w+\): role is "ADMIN"; the log says "VIEWER"\n$/,
  );
});
