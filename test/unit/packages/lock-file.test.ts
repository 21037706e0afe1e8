import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  packages: Record<string, { version?: string; optionalDependencies?: Record<string, string> }>;
}

const lock: Locked = JSON.parse(
  readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'),
);

test('the lock file names the optional packages of every platform, without which npm ci refuses', () => {
  const wanted = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  const missing = wanted.filter((name) => {
    const places = Object.entries(lock.packages).filter(([place]) =>
      place.endsWith(`node_modules/${name}`),
    );
    return !places.some(([, { version }]) => version !== undefined);
  });
  expect(wanted).toContain('@biomejs/cli-linux-x64');
  expect(missing).toEqual([]);
});
