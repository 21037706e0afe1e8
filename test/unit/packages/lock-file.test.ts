import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  packages: Record<
    string,
    {
      /** Where it is not the one that its folder says. */
      name?: string;
      version?: string;
      resolved?: string;
      dev?: boolean;
      optionalDependencies?: Record<string, string>;
    }
  >;
}

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  overrides: Record<string, string>;
}

const read = (name: string) => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const lock: Locked = JSON.parse(read('package-lock.json'));
const manifest: Manifest = JSON.parse(read('package.json'));

/** Names of what `npm ci --omit=dev` installs. */
const ofTheRuntime = Object.entries(lock.packages)
  .filter(([place, { dev }]) => place.includes('node_modules/') && dev !== true)
  .map(([place, { name }]) => name ?? place.replace(/^.*node_modules\//, ''));

/** They bring twice as much as all the rest. */
const FOR_BUILDING = [/^prisma$/, /^@prisma\/(?:config|dev|engines|studio-core)$/, /typescript/];
/** 118, and the twelve of OpenTelemetry, which are loaded where traces are sent only. */
const MOST_PACKAGES = 131;

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

test('the lock file names no registry: each machine asks its own', () => {
  const addresses = Object.values(lock.packages).flatMap(({ resolved = '' }) =>
    resolved.includes(':') ? [resolved] : [],
  );
  expect(addresses).toEqual([]);
});

test('what builds the desk is not installed where it only runs', () => {
  expect(ofTheRuntime).toContain('@prisma/client');
  expect(ofTheRuntime.filter((name) => FOR_BUILDING.some((one) => one.test(name)))).toEqual([]);
  // With all platforms' PostgreSQL, of which one is installed.
  expect(ofTheRuntime.length).toBeLessThan(MOST_PACKAGES);
});

test('CONTRIBUTING.md says of each package that is held back or renamed why it is', () => {
  const page = read('CONTRIBUTING.md');
  const aliases = Object.entries(manifest.devDependencies).filter(([, version]) =>
    version.startsWith('npm:'),
  );
  for (const [name, version] of [...Object.entries(manifest.overrides), ...aliases]) {
    const row = page
      .split('\n')
      .find((line) => line.startsWith(`| \`${name}\` | \`${version}\` |`));
    expect(row, name).toMatch(/\| [^|]{10,} \|$/);
  }
});
