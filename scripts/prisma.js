import path from 'node:path';
import { isFresh, stampNow } from './fresh.js';
import { root, run } from './run.js';

const STAMP = 'src/db/generated/.stamp';

/** Makes the database client and its Pothos types, unless they are newer than the Prisma schema. */
export function generatePrisma() {
  if (isFresh(STAMP, ['prisma/schema.prisma', 'prisma/models', 'package-lock.json'])) return;
  process.env.PRISMA_HIDE_UPDATE_MESSAGE = '1';
  run('prisma-cli', 'prisma', ['generate', '--no-hints']);
  stampNow(STAMP);
}

if (process.argv[1] === path.join(root, 'scripts/prisma.js')) generatePrisma();
