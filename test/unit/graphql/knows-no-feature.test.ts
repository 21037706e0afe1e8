import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, isSpecifiedScalarType } from 'graphql';
import { expect, test } from 'vitest';
import { PLACES } from '../../../scripts/places.js';

const FOLDER = 'src/graphql';

/** Places whose names are words that mean something of GraphQL, HTTP or the desk as a whole, too. */
const COMMON_WORDS = new Set(
  'case clock desk follow http key live persisted person read report steps time'.split(' '),
);

const names = PLACES.flat().map(({ name }) => name);
const features = new Set(
  names
    .slice(names.indexOf('graphql') + 1)
    .flatMap((name) => name.split('/'))
    .filter((name) => !COMMON_WORDS.has(name)),
);

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('generated/'))
  .map((file) => ({ file, text: readFileSync(path.join(FOLDER, file), 'utf8') }));

/** `customerId` is of `customer`, and `Customers` too. */
function wordsOf(text: string): Set<string> {
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  return new Set(words.map((word) => word.toLowerCase().replace(/s$/, '')));
}

test('no file names a feature', () => {
  const named = files.flatMap(({ file, text }) => {
    const words = wordsOf(text);
    return [...features]
      .filter((name) => words.has(name.replace(/s$/, '')))
      .map((name) => `${file}: ${name}`);
  });
  expect(named).toEqual([]);
});

/** What the rest of the API is built on, and the role of credentials. */
const BASIC_TYPES = ['Query', 'Mutation', 'Subscription', 'Role'];

/** Types that `src/graphql` defines. */
const defined = new Set(
  [
    ...files
      .map(({ text }) => text)
      .join('')
      .matchAll(/(?:Type|Ref|enumOf)(?:<[^>]*>)?\(\s*'(\w+)'/g),
  ].map(([, name]) => name),
);
const types = Object.values(buildSchema(readFileSync('schema.graphql', 'utf8')).getTypeMap())
  .filter((type) => !isSpecifiedScalarType(type))
  .map(({ name }) => name)
  .filter((name) => !name.startsWith('__') && !defined.has(name) && !BASIC_TYPES.includes(name));

test('no file names a type of a feature', () => {
  const named = files.flatMap(({ file, text }) =>
    types
      .filter((name) => new RegExp(`\\b${name}\\b`).test(text))
      .map((name) => `${file}: ${name}`),
  );
  expect(named).toEqual([]);
});
