import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { runDesk, temporaryFolder } from '../../support/command.ts';
import { businessCalendar } from '../../support/factories.ts';
import { manifestOf } from '../../support/partner.ts';

const INCIDENT = new URL('../../../examples/incidents/cloudflare-2019-07-02.json', import.meta.url);
const EXPLAINED = JSON.stringify({
  targets: { response: 'PT1H' },
  events: [{ type: 'OPENED', at: '2026-11-23T09:30:00Z' }],
  now: '2026-11-23T09:31:00Z',
});
const HOLIDAYS = [
  ...['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'SUMMARY:Día', 'DTSTART:20270501'],
  ...['END:VEVENT', 'END:VCALENDAR', ''],
].join('\r\n');

let app: TestApp;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;

beforeAll(async () => {
  app = await startTestApp();
  folder = await temporaryFolder();
  env = { DATABASE_URL: app.databaseUrl, DATA_DIR: folder.path };
  await businessCalendar(app, { name: 'Office' });
});
afterAll(async () => {
  await app.stop();
  await folder.remove();
});

interface Reader {
  args: string[];
  content: string;
  stdin?: true;
}

const READERS: Record<string, Reader> = {
  'a case file': { args: ['import', '--json'], content: readFileSync(INCIDENT, 'utf8') },
  'a calendar': { args: ['calendar', 'import', '--json', 'Office'], content: HOLIDAYS },
  'a manifest': {
    args: ['operations', 'register', '--json', '--partner', 'Acme'],
    content: JSON.stringify(manifestOf('query Me { viewer { role } }')),
  },
  'a case to explain': { args: ['sla', 'explain'], content: EXPLAINED, stdin: true },
};

async function run({ args, stdin }: Reader, bytes: Buffer) {
  if (stdin) return runDesk(args, env, bytes);
  const file = join(folder.path, 'given');
  await writeFile(file, bytes);
  return runDesk([...args, file], env);
}

describe.each(Object.entries(READERS))('%s', (_name, reader) => {
  test('with a byte order mark is read as without', async () => {
    const bytes = Buffer.from(`\ufeff${reader.content}`);
    expect(await run(reader, bytes)).toMatchObject({ code: 0, stderr: '' });
  });

  test('in another encoding is refused in one line, with the place', async () => {
    const bytes = Buffer.from(`${reader.content.slice(0, -1)}\n"é"`, 'latin1');
    const { code, stdout, stderr } = await run(reader, bytes);
    // An empty list is what was imported up to there.
    expect({ code, stdout: stdout.trim().replace('[]', '') }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/ cannot be read: it is not UTF-8: byte \d+, on line \d+, .*UTF-8\.\n$/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test('in UTF-16 is refused by that name', async () => {
    const { code, stderr } = await run(reader, Buffer.from(`\ufeff${reader.content}`, 'utf16le'));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      / cannot be read: it is UTF-16 \(little endian\): save it as UTF-8\.\n$/,
    );
  });
});

test('all that is wrong in a case file is said at once, in the one line of a refusal', async () => {
  const file = JSON.parse(readFileSync(INCIDENT, 'utf8'));
  file.customer.externalId = 'cust-lines';
  file.open.at = '2019-07-02T13:47:00';
  file.steps[0].mutation = 'explode';
  const path = join(folder.path, 'wrong.json');
  await writeFile(path, JSON.stringify(file));
  const { code, stdout, stderr } = await runDesk(['import', path], { ...env, TZ: 'Asia/Tokyo' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /wrong\.json: open\.at: Must be a time [^\n]*it has no time zone[^\n]*; steps\[0\]\.mutation: There is no mutation explode\.\n$/,
  );
});

test.each(['UTC', 'America/St_Johns', 'Pacific/Kiritimati'])(
  'an end of a key is the same on a machine in %s, and one without a zone is refused',
  async (TZ) => {
    const create = (expires: string) =>
      runDesk(['key', 'create', '--json', '--role', 'AGENT', '--expires', expires], { ...env, TZ });
    expect(JSON.parse((await create('2099-12-31')).stdout)).toMatchObject({
      expiresAt: '2099-12-31T00:00:00.000Z',
    });
    const { code, stderr } = await create('2099-12-31T18:00:00');
    expect(code).toBe(2);
    expect(stderr).toMatch(/it has no time zone: add Z for UTC/);
    expect((await create('2099-02-30')).stderr).toMatch(/there is no day 2099-02-30/);
  },
);
