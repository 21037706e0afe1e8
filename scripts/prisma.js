import { isFresh, stampNow } from './fresh.js';
import { run } from './run.js';

const STAMP = 'src/db/generated/.stamp';

/** Makes the database client and its Pothos types, unless they are newer than the Prisma schema. */
export function generatePrisma() {
  if (isFresh(STAMP, ['prisma/schema.prisma', 'prisma/models', 'package-lock.json'])) return;
  process.env.PRISMA_HIDE_UPDATE_MESSAGE = '1';
  run('prisma', 'prisma', ['generate', '--no-hints']);
  stampNow(STAMP);
}
