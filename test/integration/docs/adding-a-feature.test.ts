import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import type { Client } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import type { ServingDesk } from '../../support/command.ts';
import { serveDesk } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PAGE = 'docs/adding-a-feature.md';
/** It builds the whole desk, on a machine that does other things too. */
const BUILDING_MS = 300_000;
const NOT_COPIED = new Set(['.git', 'node_modules', 'dist', 'bench', 'docs', 'examples', 'test']);

const run = promisify(execFile);

/** A block of code of the page: a file, or where a file that is there gets lines. */
interface Block {
  language: string;
  file: string;
  lines: string[];
}

function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', file = '', text = '']) => ({
      language,
      file,
      lines: text.split('\n').slice(0, -1),
    }),
  );
}

/** The text with the lines that are marked `+` behind the one line before them that is there already. */
function withLines(text: string, { file, lines }: Block): string {
  const [before = '', ...added] = lines.map((line) => line.slice(1));
  const places = text.split(`\n${before}\n`);
  if (places.length !== 2) throw new Error(`${file} has not one line "${before}".`);
  return places.join(`\n${[before, ...added].join('\n')}\n`);
}

/** Of all files in a folder but those that are generated. */
function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.ts') || file.startsWith('generated/')) continue;
    hash.update(file).update(readFileSync(path.join(folder, file)));
  }
  return hash.digest('hex');
}

const blocks = blocksOf(readFileSync(path.join(ROOT, PAGE), 'utf8'));
let copy: string;
let database: TestDatabase;
let desk: ServingDesk;
let client: Client;

async function script(...args: readonly string[]): Promise<void> {
  await run(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, DATABASE_URL: inject('postgresUrl') },
  });
}

beforeAll(async () => {
  copy = mkdtempSync(path.join(tmpdir(), 'desk-feature-'));
  for (const name of readdirSync(ROOT).filter((one) => !NOT_COPIED.has(one))) {
    cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  for (const block of blocks) {
    const file = path.join(copy, block.file);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      file,
      block.language === 'diff'
        ? withLines(readFileSync(file, 'utf8'), block)
        : `${block.lines.join('\n')}\n`,
    );
  }
  await script('scripts/migration.js', 'new', 'announcement');
  await script('scripts/generate.js');
  database = await createTestDatabase();
  desk = await serveDesk({ DATABASE_URL: database.url }, path.join(copy, 'bin/desk.js'));
  client = createTestClient(desk.url, TEST_ADMIN_KEY);
}, BUILDING_MS);
afterAll(async () => {
  desk?.kill('SIGTERM');
  await desk?.ended;
  await database?.drop();
  rmSync(copy, { recursive: true, force: true });
});

test('the feature of the page answers its mutation, its query and its ids', async () => {
  const { announcement, userErrors } = await client.mutate<{ announcement: { id: string } }>(
    'postAnnouncement',
    { kind: 'OUTAGE', text: 'Mail is late.', idempotencyKey: 'once' },
    'announcement { id kind text }',
  );
  expect(userErrors).toEqual([]);
  expect(announcement).toMatchObject({ kind: 'OUTAGE', text: 'Mail is late.' });
  const { id } = announcement;
  const again = await client.mutate(
    'postAnnouncement',
    { kind: 'OUTAGE', text: 'Mail is late.', idempotencyKey: 'once' },
    'announcement { id }',
  );
  expect(again).toMatchObject({ announcement: { id } });
  expect(
    await client.query(
      `query ($id: ID!) {
        announcements { id postedAt }
        node(id: $id) { ... on Announcement { text } }
      }`,
      { id },
    ),
  ).toEqual({
    announcements: [{ id, postedAt: expect.any(String) }],
    node: { text: 'Mail is late.' },
  });
});

test('its input is checked as every other is', async () => {
  const { userErrors } = await client.mutate('postAnnouncement', { kind: 'NEWS', text: ' ' });
  expect(userErrors).toEqual([{ code: 'INVALID', field: ['text'], message: 'Must not be empty.' }]);
});

test('its imports keep to the list', async () => {
  const cruiser = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  await script(cruiser, '--config', '.dependency-cruiser.mjs', 'src/announcement', 'src/app');
});

test('nothing of src/graphql changed', () => {
  expect(hashOf(path.join(copy, 'src/graphql'))).toBe(hashOf(path.join(ROOT, 'src/graphql')));
});
