#!/usr/bin/env node
// Runs `dist/`, building it first where this is a checkout whose sources are newer.
import { existsSync } from 'node:fs';

const build = new URL('../scripts/build.js', import.meta.url);
if (existsSync(build)) {
  const { buildIfStale } = await import(build.href);
  buildIfStale();
}
await import('../dist/main.js');
