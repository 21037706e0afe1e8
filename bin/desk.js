#!/usr/bin/env node
// Runs `dist/`, building it first where this is a checkout with other sources than it was built of.
import { existsSync } from 'node:fs';

const build = new URL('../scripts/build.js', import.meta.url);
try {
  if (existsSync(build)) {
    const { buildIfStale } = await import(build.href);
    buildIfStale();
  }
  await import('../dist/main.js');
} catch (error) {
  // With so few not even the sentences about it can be loaded.
  if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error;
  console.error(`Too few files may be open (ulimit -n). (${error.message})`);
  process.exitCode = 1;
}
