import path from 'node:path';
import { digestOf, isFresh, writeStamp } from './fresh.js';
import { root, run } from './run.js';

const STAMP = 'src/db/generated/.stamp';
const INPUTS = [
  'prisma/schema.prisma',
  'prisma/models',
  'scripts/tables-generator.js',
  'package-lock.json',
];

/** Makes the database client, its Pothos types and the tables of src/db/rows, unless they are of the present Prisma schema. */
export function generatePrisma() {
  const digest = digestOf(INPUTS);
  if (isFresh(STAMP, digest)) return;
  process.env.PRISMA_HIDE_UPDATE_MESSAGE = '1';
  run('prisma-cli', 'prisma', ['generate', '--no-hints']);
  writeStamp(STAMP, digest);
}

if (process.argv[1] === path.join(root, 'scripts/prisma.js')) generatePrisma();
