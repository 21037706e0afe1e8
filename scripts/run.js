import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const require = createRequire(path.join(root, 'package.json'));

/** Runs a package's own command with this Node; its output goes to standard error, so that what the caller prints stays alone. */
export function run(packageName, binary, args) {
  const manifestPath = findManifest(packageName);
  const { bin } = require(manifestPath);
  const script = path.join(path.dirname(manifestPath), typeof bin === 'string' ? bin : bin[binary]);
  const result = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    // Prisma finds its generators on the PATH, which npm sets and plain node does not.
    env: {
      ...process.env,
      PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}`,
    },
  });
  if (result.status !== 0) process.exit(result.status ?? 1);
}

/** Where a package's description is; without it the process ends with a sentence that says what to do. */
export function findManifest(packageName) {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    const candidate = path.join(folder, packageName, 'package.json');
    try {
      require(candidate);
      return candidate;
    } catch {
      // Not in this folder of the search path.
    }
  }
  console.error(
    `${packageName}, which builds the desk, is not installed. Run: npm ci --include=dev`,
  );
  process.exit(1);
}
