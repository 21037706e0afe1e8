// Serves, and builds and serves again whenever a source changes.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import path from 'node:path';
import { root } from './run.js';

/** Editors write a file in several steps. */
const SETTLE_MS = 200;

let server;
let timer;

for (const folder of ['src', 'prisma']) {
  watch(path.join(root, folder), { recursive: true }, (_event, file) => {
    if (file?.split(path.sep).includes('generated')) return;
    clearTimeout(timer);
    timer = setTimeout(restart, SETTLE_MS);
  });
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await stop(signal);
    process.exit(0);
  });
}
await restart();

async function restart() {
  const { status } = spawnSync(process.execPath, [path.join(root, 'scripts/build.js')], {
    stdio: 'inherit',
  });
  // The last version that could be built goes on serving.
  if (status !== 0) return;
  await stop('SIGTERM');
  server = spawn(process.execPath, [path.join(root, 'dist/main.js'), 'serve'], {
    cwd: root,
    stdio: 'inherit',
    env: { NODE_ENV: 'development', ...process.env },
  });
}

async function stop(signal) {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  server.kill(signal);
  await once(server, 'exit');
}
