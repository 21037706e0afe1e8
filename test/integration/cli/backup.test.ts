import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/backup/manifest.ts';
import { manifestText } from '../../../src/backup/manifest.ts';
import { createWriter } from '../../faults/writers.support.ts';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import type { Client } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { runDesk, serveDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createEmptyDatabase, createTestDatabase } from '../../support/database.ts';
import { customer, openCase } from '../../support/factories.ts';
import { execute } from '../../support/postgres-admin.ts';
import { until } from '../../support/until.ts';

const INCIDENT = fileURLToPath(
  new URL('../../../examples/incidents/cloudflare-2019-07-02.json', import.meta.url),
);
const REFERENCE = 'ESC-2019-001';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let source: TestDatabase;
let env: Record<string, string>;
/** A backup that was taken while sixteen writers were at it, and one by PostgreSQL's own tool. */
let taken: string;
let dump: string;
let written: Written;

/** What clients know of the time around the backup. */
interface Written {
  /** Ids of entries that were confirmed before it. */
  before: string[];
  /** A cursor of before it, and one of after it. */
  kept: string;
  lost: string;
}

beforeAll(async () => {
  folder = await temporaryFolder();
  source = await createTestDatabase();
  env = { DATABASE_URL: source.url, DATA_DIR: join(folder.path, 'data') };
  taken = join(folder.path, 'taken');
  dump = join(folder.path, 'dump');
  expect(await runDesk(['import', INCIDENT], env)).toMatchObject({ code: 0 });
  await runDesk(['key', 'create', '--role', 'AGENT', '--name', 'kept'], env);
  written = await backUpUnderLoad();
});
afterAll(async () => {
  await source.drop();
  await folder.remove();
});

/** Debian's. It refuses a newer server than itself. */
const PG_DUMP = '/usr/lib/postgresql/15/bin/pg_dump';
const PG_RESTORE = '/usr/lib/postgresql/15/bin/pg_restore';
async function canDump(): Promise<boolean> {
  const [server] = await rows<{ version: string }>(
    source.url,
    `SELECT current_setting('server_version_num') AS version`,
  );
  return existsSync(PG_DUMP) && Number(server?.version) < 160_000;
}

async function backUpUnderLoad(): Promise<Written> {
  const desk = await serveDesk(env);
  try {
    const client = createTestClient(desk.url, TEST_ADMIN_KEY);
    const { id } = await customer(client);
    const writers = Array.from({ length: 16 }, (_, n) => createWriter(`writer ${n}`, id));
    let isOver = false;
    const stopped = new Error('over');
    const all = () => writers.flatMap(({ confirmed }) => confirmed);
    const running = writers.map((writer) =>
      writer
        .writeTo(
          client,
          () => {
            if (isOver) throw stopped;
          },
          () => isOver,
        )
        .catch((error: unknown) => {
          if (error !== stopped) throw error;
        }),
    );
    await until(async () => (all().length > 100 ? true : undefined), 'a hundred changes', 60_000);
    const before = all().map(({ events }) => events[0]?.id ?? '');
    const kept = await logCursor(client);
    expect(await runDesk(['backup', taken], env)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Backed up to .*: \d+ tables, \d+ rows, [\d.]+ MB\.\n$/),
    });
    if (await canDump()) await promisify(execFile)(PG_DUMP, ['-Fc', '-f', dump, '-d', source.url]);
    const during = all().length;
    expect(during, 'writers went on meanwhile').toBeGreaterThan(before.length);
    isOver = true;
    await Promise.all(running);
    return { before, kept, lost: await logCursor(client) };
  } finally {
    desk.kill('SIGTERM');
    await desk.ended;
  }
}

async function logCursor(client: Client): Promise<string> {
  return (await client.query<{ logCursor: string }>('{ logCursor }')).logCursor;
}

/** What a desk says to a client that goes on from a cursor: its error; null for the events. */
async function saidTo(client: Client, after: string): Promise<unknown> {
  const { errors } = await client.graphql(
    'query ($after: String) { events(after: $after) { nodes { id } } }',
    { after },
  );
  return errors?.[0]?.message ?? null;
}

interface Life {
  epoch: string;
  last: number;
}
const LIFE = 'SELECT epoch, (SELECT max(seq)::int FROM log_entry) AS last FROM desk';

const ANOTHER_LOG = expect.stringMatching(/another log.*begin from `logCursor`/);

async function manifestOf(backup: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(backup, 'manifest.json'), 'utf8')) as Manifest;
}

async function rows<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** A copy of the backup, to be changed. */
async function copyOf(name: string): Promise<string> {
  const copy = join(folder.path, name);
  await cp(taken, copy, { recursive: true });
  return copy;
}

/** Writes the manifest anew, with the hash that it would have had. */
async function rewrite(backup: string, change: (manifest: Manifest) => void): Promise<void> {
  const manifest = await manifestOf(backup);
  change(manifest);
  const { sha256: _sha256, ...content } = manifest;
  await writeFile(join(backup, 'manifest.json'), manifestText(content));
}

describe('what was backed up under load is restored', () => {
  test.each([
    ['into the embedded database of an empty folder', false],
    ['into an external database', true],
  ])('%s', async (_where, isExternal) => {
    const target = isExternal ? await createEmptyDatabase() : undefined;
    const there = {
      DATA_DIR: join(folder.path, isExternal ? 'unused' : 'embedded'),
      ...(target === undefined ? {} : { DATABASE_URL: target.url }),
    };
    try {
      const restored = await runDesk(['restore', taken], there);
      expect(restored).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Restored as of /),
      });
      expect(await runDesk(['verify'], there)).toMatchObject({ code: 0 });

      const report = await runDesk(['report', REFERENCE], there);
      expect(report.stdout).toBe((await runDesk(['report', REFERENCE], env)).stdout);

      const desk = await serveDesk(there);
      try {
        const client = createTestClient(desk.url, TEST_ADMIN_KEY);
        const { nodes } = await client.query<{ nodes: ({ id: string } | null)[] }>(
          `query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`,
          { ids: written.before.slice(0, 100) },
        );
        expect(nodes.filter((node) => node === null)).toEqual([]);
        expect(await saidTo(client, written.kept)).toBeNull();
        expect(await saidTo(client, written.lost)).toEqual(ANOTHER_LOG);
        // Numbers and places go on where they were.
        const known = await client.query<{
          escalations: { edges: { node: { reference: string } }[] };
        }>(`{ escalations(first: 100) { edges { node { reference } } } }`);
        const { reference } = await openCase(client);
        expect(known.escalations.edges.map(({ node }) => node.reference)).not.toContain(reference);
        expect(await saidTo(client, written.lost)).toEqual(ANOTHER_LOG);
      } finally {
        desk.kill('SIGTERM');
        await desk.ended;
      }
      expect(await runDesk(['verify'], there)).toMatchObject({ code: 0 });
    } finally {
      await target?.drop();
    }
  });

  test('by PostgreSQL’s own tools, which know of no other life of the log', async ({ skip }) => {
    if (!(await canDump())) skip('This machine has no pg_dump of the server’s version.');
    const target = await createEmptyDatabase();
    const there = { ...env, DATABASE_URL: target.url };
    try {
      await promisify(execFile)(PG_RESTORE, ['--no-owner', '-d', target.url, dump]);
      expect(await runDesk(['verify'], there)).toMatchObject({ code: 0 });
      const desk = await serveDesk(there);
      try {
        const client = createTestClient(desk.url, TEST_ADMIN_KEY);
        expect(await saidTo(client, written.kept)).toBeNull();
        expect(await saidTo(client, written.lost)).toEqual(ANOTHER_LOG);
        const begun = await rows<Life>(target.url, LIFE);
        const ended = await rows<Life>(source.url, LIFE);
        expect(begun[0]?.epoch).toBe(ended[0]?.epoch);
        // As many entries as were lost, and more: what the cursor names is there again, and another one.
        while (((await rows<Life>(target.url, LIFE))[0]?.last ?? 0) <= (ended[0]?.last ?? 0))
          await openCase(client);
        expect(await saidTo(client, written.lost)).toEqual(ANOTHER_LOG);
      } finally {
        desk.kill('SIGTERM');
        await desk.ended;
      }
    } finally {
      await target.drop();
    }
  });

  test('with the rows that it had, kept figures too, and another life of the log', async () => {
    const target = await createEmptyDatabase();
    try {
      const there = { ...env, DATABASE_URL: target.url };
      const restored = await runDesk(['restore', '--json', taken], there);
      expect(restored.code).toBe(0);
      const { tables } = await manifestOf(taken);
      for (const { name, rows: expected } of tables) {
        const [row] = await rows<{ count: number }>(
          target.url,
          `SELECT count(*)::int AS count FROM "${name}"`,
        );
        expect({ name, count: row?.count }).toEqual({ name, count: expected });
      }
      const [before] = await rows<{ id: string; epoch: string }>(source.url, 'SELECT * FROM desk');
      const [after] = await rows<{ id: string; epoch: string }>(target.url, 'SELECT * FROM desk');
      expect(after?.id).toBe(before?.id);
      expect(after?.epoch).not.toBe(before?.epoch);
      const unlike = await Promise.all(
        [source.url, target.url].map((url) =>
          rows(
            url,
            `SELECT conrelid::regclass::text AS table, conname, pg_get_constraintdef(oid) AS is, convalidated
             FROM pg_constraint WHERE connamespace = 'public'::regnamespace
             UNION ALL SELECT tgrelid::regclass::text, tgname, tgenabled::text, true FROM pg_trigger
             WHERE NOT tgisinternal ORDER BY 1, 2`,
          ),
        ),
      );
      expect(unlike[1]).toEqual(unlike[0]);
    } finally {
      await target.drop();
    }
  });
});

describe('a backup is refused', () => {
  test('into a folder that holds something, which stays as it is', async () => {
    const full = join(folder.path, 'full');
    await mkdir(full);
    await writeFile(join(full, 'mine.txt'), 'mine');
    expect(await runDesk(['backup', full], env)).toEqual({
      code: 1,
      stdout: '',
      stderr: `${full} is not empty: a backup takes a folder of its own.\n`,
    });
    expect(await readdir(full)).toEqual(['mine.txt']);
  });

  test('of a database that holds no desk, and leaves no files behind', async () => {
    const empty = await createEmptyDatabase();
    try {
      const none = join(folder.path, 'none');
      const ended = await runDesk(['backup', none], { ...env, DATABASE_URL: empty.url });
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/holds no desk/) });
      expect(await readdir(none)).toEqual([]);
    } finally {
      await empty.drop();
    }
  });
});

describe('a restore is refused, and the database stays as it was', () => {
  test('into a desk that has done something', async () => {
    const ended = await runDesk(['restore', taken], env);
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'The database is not empty: restore into one that has no tables yet.\n',
    });
  });

  test('into a database with tables of others', async () => {
    const target = await createEmptyDatabase();
    try {
      await execute(target.url, 'CREATE TABLE other (id int)');
      const ended = await runDesk(['restore', taken], { ...env, DATABASE_URL: target.url });
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/is not empty/) });
    } finally {
      await target.drop();
    }
  });

  test('into a database that a desk serves from, whatever its address calls it', async () => {
    const target = await createTestDatabase();
    const there = { ...env, DATABASE_URL: target.url };
    const named = new URL(target.url);
    named.searchParams.set('application_name', 'desk-eu-1');
    const desk = await serveDesk({ ...env, DATABASE_URL: named.href });
    try {
      const ended = await runDesk(['restore', taken], there);
      expect(ended).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^Others are connected to the database \(desk-eu-1\): stop/),
      });
    } finally {
      desk.kill('SIGTERM');
      await desk.ended;
      await target.drop();
    }
  });

  test.each<[string, (copy: string) => Promise<void>, RegExp]>([
    [
      'with a file that has changed',
      (copy) => appendFile(join(copy, 'customer.copy'), 'x'),
      /^customer\.copy of the backup is not as it was written/,
    ],
    [
      'with a manifest that has changed',
      async (copy) => {
        const path = join(copy, 'manifest.json');
        const text = await readFile(path, 'utf8');
        await writeFile(path, text.replace('"takenAt": "2', '"takenAt": "1'));
      },
      /^manifest\.json is not as it was written/,
    ],
    [
      'of a newer version',
      (copy) =>
        rewrite(copy, ({ migrations }) => {
          migrations.push({ name: '20990101000000_later', checksum: 'x' });
        }),
      /20990101000000_later, which this version of the desk does not know/,
    ],
    [
      'with a row that refers to nothing',
      async (copy) => {
        const { tables } = await manifestOf(copy);
        const steps = tables.find(({ name }) => name === 'customer');
        await writeFile(join(copy, 'customer.copy'), '');
        await rewrite(copy, (manifest) => {
          for (const table of manifest.tables.filter(({ name }) => name === steps?.name))
            Object.assign(table, {
              rows: 0,
              bytes: 0,
              sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            });
        });
      },
      /violates foreign key constraint/,
    ],
  ])('%s', async (what, change, message) => {
    const target = await createEmptyDatabase();
    try {
      const copy = await copyOf(what.replaceAll(' ', '-'));
      await change(copy);
      const there = { ...env, DATABASE_URL: target.url };
      const ended = await runDesk(['restore', copy], there);
      expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
      // Nothing half written: what is whole goes in afterwards.
      expect(await runDesk(['restore', taken], there)).toMatchObject({ code: 0 });
      expect(await runDesk(['verify'], there)).toMatchObject({ code: 0 });
    } finally {
      await target.drop();
    }
  });

  test('of a backup that was not finished', async () => {
    const ended = await runDesk(['restore', join(folder.path, 'nowhere')], env);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/no finished backup/) });
  });
});
