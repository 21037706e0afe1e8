import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.js';

/** Whether a stamp file is newer than everything in the given files and folders. */
export function isFresh(stamp, inputs) {
  const built = modifiedAt(path.join(root, stamp));
  return built > 0 && inputs.every((input) => newest(path.join(root, input)) <= built);
}

export function stampNow(stamp) {
  const file = path.join(root, stamp);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
}

function newest(entry) {
  const own = modifiedAt(entry);
  if (own === 0 || !statSync(entry).isDirectory()) return own;
  return readdirSync(entry)
    .filter((name) => name !== 'generated')
    .reduce((latest, name) => Math.max(latest, newest(path.join(entry, name))), own);
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
