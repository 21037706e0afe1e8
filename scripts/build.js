import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { digestOf, isFresh, writeStamp } from './fresh.js';
import { generatePrisma } from './prisma.js';
import { findManifest, root, run } from './run.js';

const STAMP = 'dist/.stamp';
const INPUTS = ['src', 'prisma', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Makes `dist/` when it is not of the present sources; a package without sources is built already. */
export function buildIfStale() {
  if (!existsSync(path.join(root, 'src'))) return;
  const digest = digestOf(INPUTS);
  if (isFresh(STAMP, digest)) return;
  console.error('building…');
  // Nothing is taken away that could not be made anew.
  findManifest('typescript-compiler');
  generatePrisma();
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  console.error('compiling…');
  run('typescript-compiler', 'tsc', ['-p', 'tsconfig.build.json']);
  writeStamp(STAMP, digest);
}

if (process.argv[1] === path.join(root, 'scripts/build.js')) buildIfStale();
