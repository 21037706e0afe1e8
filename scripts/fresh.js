import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.js';

/**
 * What the given files and folders hold, as a short text; what is generated in them does not count.
 * By contents: a copy of a checkout has other times of change, and may have nothing to build with.
 */
export function digestOf(inputs) {
  const hash = createHash('sha256');
  for (const input of inputs) add(hash, input);
  return hash.digest('hex');
}

/** Whether a stamp file says that what lies beside it was made of this. */
export function isFresh(stamp, digest) {
  const file = path.join(root, stamp);
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && readFileSync(file, 'utf8') === digest;
}

export function writeStamp(stamp, digest) {
  const file = path.join(root, stamp);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, digest);
}

function add(hash, name) {
  const entry = path.join(root, name);
  const found = statSync(entry, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isDirectory()) {
    const names = readdirSync(entry).filter((one) => one !== 'generated');
    for (const one of names.sort()) add(hash, `${name}/${one}`);
    return;
  }
  const contents = readFileSync(entry);
  hash.update(`${name}\0${contents.length}\0`).update(contents);
}
