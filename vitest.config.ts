import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Files that keep nothing to themselves that another could see: loading the desk once for each worker is enough. */
const SHARED_MODULES = { isolate: false };

export default defineConfig({
  // As Node.js resolves it. Otherwise our files would get the second copy of graphql that its package
  // has for bundlers, and its objects would not be those of the packages around it.
  resolve: {
    alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }],
  },
  test: {
    pool: 'forks',
    // Each worker keeps a process and a database busy; more of them than cores only wait.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...SHARED_MODULES,
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...SHARED_MODULES,
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: ['test/integration/cli/**'],
          globalSetup: ['test/support/postgres.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'realtime',
          include: ['test/realtime/**/*.test.ts'],
          globalSetup: ['test/support/postgres.ts'],
          // Many clients and writers on two cores, beside another test file.
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['test/faults/**/*.test.ts', 'test/integration/cli/**/*.test.ts'],
          globalSetup: ['test/support/build.ts', 'test/support/postgres.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
