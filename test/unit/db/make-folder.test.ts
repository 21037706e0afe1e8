import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder } from '../../../src/db/make-folder.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-folder-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a folder is made with those above it, and one that is there stays', () => {
  const path = join(folder, 'a', 'b');
  makeFolder(path, 0o700);
  makeFolder(path);
  makeFolder(`${path}/`);
  expect(['a', 'a/b'].map((one) => statSync(join(folder, one)).mode & 0o777)).toEqual([
    0o700, 0o700,
  ]);
});

test('a file in the way is an error', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow(/EEXIST/);
  expect(() => makeFolder(join(file, 'below'))).toThrow(/ENOTDIR/);
});

test('where the system makes none it is an error, and not an endless search', () => {
  expect(() => makeFolder('/proc/desk/data')).toThrow(/ENOENT/);
});
