import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderError } from '../../../../src/db/embedded/errors.ts';
import { StartupError } from '../../../../src/shared/errors.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-errors-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ["ENOSPC: no space left on device, write 'x'", 'is full'],
  ['initdb: error: could not write file: No space left on device', 'is full'],
  ["EROFS: read-only file system, open 'x'", 'is on a read-only file system'],
  [
    'FATAL:  could not create lock file "postmaster.pid": Read-only file system',
    'is on a read-only',
  ],
  ["EACCES: permission denied, open 'x'", 'may not be read and written by this user'],
  ['FATAL:  data directory "x" has wrong ownership', 'may not be read and written by this user'],
  ["ENOTDIR: not a directory, mkdir 'x'", 'a file is in its place'],
])('%s becomes a sentence that says the data folder %s', (text, part) => {
  const explained = folderError(new Error(text), folder);
  expect(explained).toBeInstanceOf(StartupError);
  expect(explained.message).toContain(part);
  expect(explained.message).toMatch(/^The [^\n]*DATA_DIR to another folder\.$/);
});

test('of what PostgreSQL printed, the last fatal line is the reason', () => {
  const printed = 'LOG:  starting\nFATAL:  first\nPANIC:  second thing\nLOG:  shut down\n';
  expect(folderError(new Error(printed), folder).message).toBe(
    `The embedded PostgreSQL in ${folder} does not start: second thing. Its log is postgres.log there.`,
  );
});

test('a sentence that is there already is kept', () => {
  const refusal = new StartupError('Another desk serves.');
  expect(folderError(refusal, folder)).toBe(refusal);
});
