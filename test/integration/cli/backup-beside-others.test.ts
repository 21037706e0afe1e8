import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digesting } from '../../../src/backup/files.ts';
import type { Manifest } from '../../../src/backup/manifest.ts';
import { manifestText } from '../../../src/backup/manifest.ts';
import { runDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createEmptyDatabase, createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let source: TestDatabase;
let target: TestDatabase;
let backup: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  backup = join(folder.path, 'backup');
  source = await createTestDatabase();
  target = await createEmptyDatabase();
  await execute(source.url, 'CREATE TABLE oncall_notes (id serial, note text)');
  await execute(source.url, 'CREATE TABLE customer_backup_2026 AS SELECT * FROM customer');
  await execute(source.url, 'CREATE SEQUENCE countdown INCREMENT -1');
  await execute(source.url, 'ALTER TABLE customer ADD COLUMN crm_id text');
});
afterAll(async () => {
  await source.drop();
  await target.drop();
  await folder.remove();
});

const at = ({ url }: TestDatabase) => ({ DATABASE_URL: url, DATA_DIR: folder.path });

test('tables, columns and sequences that are not the desk’s are left out and named', async () => {
  const ended = await runDesk(['backup', '--json', backup], at(source));
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const { leftOut } = JSON.parse(ended.stdout) as { leftOut: string[] };
  expect(leftOut.sort()).toEqual([
    ...['countdown', 'customer.crm_id', 'customer_backup_2026', 'oncall_notes'],
    'oncall_notes_id_seq',
  ]);
  expect(await readdir(backup)).not.toContain('oncall_notes.copy');
  expect(await runDesk(['restore', backup], at(target))).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Restored as of \S+: \d+ tables, \d+ rows, [\d.]+ MB\.\n$/),
  });
  expect(await runDesk(['verify'], at(target))).toMatchObject({ code: 0 });
});

test('a backup that holds such tables is restored without them', async () => {
  const { sha256: _sha256, ...content } = JSON.parse(
    await readFile(join(backup, 'manifest.json'), 'utf8'),
  ) as Manifest;
  await writeFile(join(backup, 'oncall_notes.copy'), '');
  content.tables.push({
    ...{ name: 'oncall_notes', file: 'oncall_notes.copy', columns: ['id'], rows: 0, bytes: 0 },
    sha256: digesting().digest.sha256(),
  });
  content.sequences.push({ name: 'countdown', value: '1', isCalled: false });
  await writeFile(join(backup, 'manifest.json'), manifestText(content));
  const another = await createEmptyDatabase();
  try {
    expect(await runDesk(['restore', backup], at(another))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(
        /MB\. Left out, not being the desk's: oncall_notes, countdown\.\n$/,
      ),
    });
    expect(await runDesk(['verify'], at(another))).toMatchObject({ code: 0 });
  } finally {
    await another.drop();
  }
});
