// Makes everything that is generated: the database client, schema.graphql, typed documents, the
// persisted manifest, what caches of clients go by, CONTRIBUTING.md's table of places. `--check` says
// which of them were not what is made.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './build.js';
import { cacheTypes } from './cache-types.js';
import { withPlaces } from './places.js';
import { root, run } from './run.js';

const CACHE_TYPES = 'packages/client/src/generated/cache-types.ts';
const GENERATED = ['CONTRIBUTING.md', 'schema.graphql', 'operations/generated', CACHE_TYPES];

/** What the generated files hold, by their paths. */
function contents() {
  return new Map(
    GENERATED.flatMap(filesIn).map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
  );
}

function filesIn(name) {
  const place = path.join(root, name);
  if (!existsSync(place)) return [];
  if (!statSync(place).isDirectory()) return [name];
  return readdirSync(place).flatMap((one) => filesIn(`${name}/${one}`));
}

const before = contents();
buildIfStale();
const { createSchema } = await import('../dist/app/schema.js');
const { lexicographicSortSchema, printSchema } = await import('graphql');
const schema = lexicographicSortSchema(createSchema());
writeFileSync(path.join(root, 'schema.graphql'), `${printSchema(schema)}\n`);
writeFileSync(path.join(root, CACHE_TYPES), cacheTypes(schema));
run('@graphql-codegen/cli', 'graphql-codegen', ['--config', 'codegen.ts', '--silent']);
const contributing = path.join(root, 'CONTRIBUTING.md');
writeFileSync(contributing, withPlaces(readFileSync(contributing, 'utf8')));

if (process.argv.includes('--check')) {
  const after = contents();
  const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
    (file) => before.get(file) !== after.get(file),
  );
  if (differing.length > 0) {
    console.error(
      `Generated files were not what is made of the sources; now they are. Commit them:\n${differing.join('\n')}`,
    );
    process.exit(1);
  }
}
