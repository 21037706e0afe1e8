import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What stands between the first dot of a file's name and its ending. */
function rolesInUse(): string[] {
  const roles = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !path.startsWith('db/generated/'))
    .flatMap((path) => /\/[^./]+\.(.+)\.ts$/.exec(path)?.[1] ?? []);
  return [...new Set(roles)].sort();
}

/** The first cells of the table. */
function rolesInTable(): string[] {
  const [, after = ''] = readFileSync('CONTRIBUTING.md', 'utf8').split('\n| role ');
  const [table = ''] = after.split('\n\n');
  const cells = table
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1] ?? '');
  return cells
    .flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, role]) => role ?? ''))
    .sort();
}

test('the table of roles has every role that a file of the server has, and no other', () => {
  expect(rolesInTable()).toEqual(rolesInUse());
});
