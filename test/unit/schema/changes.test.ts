import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../scripts/schema-changes.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'desk-schema-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RELEASED = `
  directive @old(why: String) on FIELD
  interface Named { name: String }
  enum Mood { GOOD BAD }
  input Where { mood: Mood, deep: Deep }
  input Deep { text: String }
  type Cat implements Named { name: String, lives: Int, mood: Mood }
  type Dog implements Named { name: String }
  union Pet = Cat | Dog
  type Query {
    cat(id: ID, where: Where): Cat
    dog: Dog
    pets: [Pet!]
    named: Named
    count(of: ID): Int
  }
`;

const OURS = {
  a: 'query CatLives { cat { lives } }',
  b: 'query CatById($id: ID) { cat(id: $id) { name } }',
  c: 'query CatWhere($where: Where) { cat(where: $where) { name } }',
  d: 'query CatInMood { cat(where: { mood: GOOD }) { name } }',
};
const APOLLO = {
  format: 'apollo-persisted-query-manifest',
  operations: [
    { id: 'e', body: 'query Pets { pets { ... on Dog { name } } }' },
    { id: 'f', body: 'query Named { named { name @old(why: "x") } }' },
  ],
};

function write(path: string, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(folder, path), text);
}

beforeEach(() => {
  mkdirSync(join(folder, 'operations/generated'), { recursive: true });
  mkdirSync(join(folder, 'operations/released'), { recursive: true });
  mkdirSync(join(folder, 'operations/partners'), { recursive: true });
  write('operations/released/schema.graphql', RELEASED);
  write('operations/released/allowed-changes.json', {});
  write('operations/generated/persisted-documents.json', OURS);
  write('operations/partners/Acme.json', APOLLO);
});

function run(...args: string[]): { code: number | null; lines: string[] } {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...args, folder], {
    encoding: 'utf8',
  });
  return { code: status, lines: stderr.split('\n').filter((line) => line !== '') };
}

test('a schema that breaks nothing passes, whatever it adds', () => {
  write('schema.graphql', RELEASED.replace('lives: Int', 'lives: Int!, age: Int'));
  expect(run()).toEqual({ code: 0, lines: [] });
});

describe('a breaking change is named with the operations that it hits', () => {
  test.each([
    ['lives: Int,', '', 'Cat.lives was removed.', 'CatLives of ours'],
    [
      'lives: Int,',
      'lives: String,',
      'Cat.lives changed type from Int to String.',
      'CatLives of ours',
    ],
    ['id: ID,', '', 'Query.cat arg id was removed.', 'CatById of ours'],
    [
      'id: ID,',
      'id: ID, by: Int!,',
      'A required arg by on Query.cat was added.',
      'CatLives of ours, CatById of ours, CatWhere of ours, CatInMood of ours',
    ],
    [
      'GOOD BAD',
      'GOOD',
      'BAD was removed from enum type Mood.',
      'CatWhere of ours, CatInMood of ours',
    ],
    [
      'text: String',
      'text: String, more: Int!',
      'A required field more on input type Deep was added.',
      'CatWhere of ours',
    ],
    ['= Cat | Dog', '= Cat', 'Dog was removed from union type Pet.', 'Pets of Acme'],
    [
      'Dog implements Named',
      'Dog',
      'Dog no longer implements interface Named.',
      'Pets of Acme, Named of Acme',
    ],
    ['directive @old(why: String) on FIELD', '', 'old was removed.', 'Named of Acme'],
    ['(why: String)', '', 'why was removed from old.', 'Named of Acme'],
    ['dog: Dog\n', '\n', 'Query.dog was removed.', undefined],
  ])('%s → %s', (from, to, change, hits) => {
    expect(RELEASED).toContain(from);
    write('schema.graphql', RELEASED.replace(from, to));
    const it = hits === undefined ? 'hits no registered operation' : `hits ${hits}`;
    expect(run()).toEqual({
      code: 1,
      lines: [`The schema breaks the last release: ${change} It ${it}.`],
    });
  });
});

test('a change that is allowed with a reason passes; without one, or without the change, it does not', () => {
  const change = 'Cat.lives was removed.';
  write('schema.graphql', RELEASED.replace('lives: Int,', ''));
  write('operations/released/allowed-changes.json', { [change]: 'nobody counts' });
  expect(run()).toEqual({
    code: 0,
    lines: [`Allowed (nobody counts): ${change} It hits CatLives of ours.`],
  });
  write('operations/released/allowed-changes.json', { [change]: '' });
  expect(run().code).toBe(1);
  write('operations/released/allowed-changes.json', { [change]: 'x', 'Cat.x was removed.': 'y' });
  expect(run()).toMatchObject({
    code: 1,
    lines: expect.arrayContaining([expect.stringContaining('what is not so: Cat.x was removed.')]),
  });
});

test('a release makes the schema the released one and forgets what was allowed', () => {
  write('schema.graphql', RELEASED.replace('lives: Int,', ''));
  write('operations/released/allowed-changes.json', { 'Cat.lives was removed.': 'x' });
  expect(run('release').code).toBe(0);
  expect(run()).toEqual({ code: 0, lines: [] });
  expect(readFileSync(join(folder, 'operations/released/allowed-changes.json'), 'utf8')).toBe(
    '{}\n',
  );
});
