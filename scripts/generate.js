// Makes everything that is generated: the database client, schema.graphql, typed documents, the
// persisted manifest, what caches of clients go by, CONTRIBUTING.md's table of places. `--check` says which of the committed ones differ from what was made.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale } from './build.js';
import { cacheTypes } from './cache-types.js';
import { withPlaces } from './places.js';
import { root, run } from './run.js';

const CACHE_TYPES = 'packages/client/src/generated/cache-types.ts';
const GENERATED = ['CONTRIBUTING.md', 'schema.graphql', 'operations/generated', CACHE_TYPES];

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
  const differing = execFileSync('git', ['status', '--porcelain', '--', ...GENERATED], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  if (differing !== '') {
    console.error(
      `Generated files differ from what is committed. Commit what changed:\n${differing}`,
    );
    process.exit(1);
  }
}
