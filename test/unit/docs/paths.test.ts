import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PAGES = ['README.md', 'CONTRIBUTING.md'].concat(
  readdirSync(path.join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
);
/** What a page names of the project, in `code`. */
const NAMED = /`((?:src|test|scripts|prisma|examples|bench|packages|client)\/[^`\s]*)`/g;

/** `src/a/{b,c}.ts` names two files. */
function spread(name: string): string[] {
  const [, before, inner, after] = /^(.*?)\{([^}]*)\}(.*)$/.exec(name) ?? [];
  if (inner === undefined) return [name];
  return inner.split(',').flatMap((part) => spread(`${before}${part}${after}`));
}

function isThere(name: string): boolean {
  const star = name.indexOf('*');
  if (star < 0) return existsSync(path.join(ROOT, name));
  const folder = path.join(ROOT, path.dirname(name.slice(0, star + 1)));
  const rest = path.relative(folder, path.join(ROOT, name));
  const pattern = new RegExp(
    `^${rest.replaceAll('.', '\\.').replaceAll('**/', '.{0}').replaceAll('*', '.*').replaceAll('.{0}', '(?:.*/)?')}$`,
  );
  return readdirSync(folder, { recursive: true }).some((one) => pattern.test(String(one)));
}

test.each(PAGES)('%s names no file that is not there', (page) => {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  const missing = [...text.matchAll(NAMED)]
    .flatMap(([, name = '']) => spread(name))
    .filter((name) => !/[<…A-Z]{3,}/.test(name) && !isThere(name));
  expect(missing).toEqual([]);
});
