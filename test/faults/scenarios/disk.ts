import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { execute } from '../../support/postgres-admin.ts';
import { DATABASE } from '../harness/lab.ts';
import type { PreparedLab, Scenario } from '../harness/scenario.ts';

/** Only root mounts a file system. */
const canMount = process.getuid?.() === 0;
const SIZE_MB = 96;
const CHUNK = Buffer.alloc(64 * 1024);

/** No room left for the tables: they lie on a small file system of their own, which is filled up. */
export const DISKS: readonly Scenario[] = canMount
  ? [
      {
        name: 'disk-full',
        title: 'The file system of the tables is full for 15 s',
        quick: true,
        setting: { prepare: moveToSmallDisk },
        async breakIt(lab) {
          const ballast = join(lab.folder, 'small', 'ballast');
          await fill(ballast);
          // Pages have room of their own: it takes some writes until a table has to grow.
          await lab.sql('VACUUM').catch(() => {});
          const until = performance.now() + lab.lasting(15_000, 8_000);
          while (performance.now() < until) {
            await fill(ballast);
            await setTimeout(200);
          }
          const failed = lab.writers.attempts.filter(({ failure }) => failure !== undefined).length;
          await rm(ballast);
          return {
            notes: [`${failed} requests failed`],
            failures: failed === 0 ? ['not one write failed: nothing was full'] : [],
          };
        },
      },
    ]
  : [];

async function moveToSmallDisk({ postgres, folder, atEnd }: PreparedLab): Promise<void> {
  const small = join(folder, 'small');
  mkdirSync(small);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m`, 'tmpfs', small]);
  atEnd(async () => execFileSync('umount', ['--lazy', small]));
  chmodSync(small, 0o755);
  const tables = join(small, 'tables');
  mkdirSync(tables);
  execFileSync('chown', ['postgres:', tables]);
  await execute(postgres.url(), `CREATE TABLESPACE small LOCATION '${tables}'`);
  await execute(postgres.url(), `ALTER DATABASE ${DATABASE} SET TABLESPACE small`);
}

/** To the last byte. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'a');
  try {
    for (let length = CHUNK.length; length >= 512; ) {
      try {
        const { bytesWritten } = await file.write(CHUNK, 0, length);
        if (bytesWritten < length) length /= 2;
      } catch {
        length /= 2;
      }
    }
  } finally {
    await file.close();
  }
}
