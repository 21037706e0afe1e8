// Starts the server as `npm start` does, in an empty data folder, waits until it is ready, and ends
// it with SIGTERM.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

const READY_WITHIN_MS = 60_000;
const dataDir = mkdtempSync(path.join(tmpdir(), 'desk-ci-'));
const server = spawn(process.execPath, ['bin/desk.js', 'serve'], {
  env: { ...process.env, PORT: '0', DATA_DIR: dataDir },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => server.on('exit', resolve));
const timer = setTimeout(() => server.kill('SIGKILL'), READY_WITHIN_MS);

for await (const line of readline.createInterface({ input: server.stdout })) {
  const url = /^listening on (http\S+)$/.exec(line)?.[1];
  if (url === undefined) continue;
  const { status } = await fetch(new URL('/readyz', url));
  console.log(`started on Node.js ${process.version}: ${url}, /readyz answers ${status}`);
  if (status !== 200) process.exitCode = 1;
  server.kill('SIGTERM');
}
const code = await ended;
clearTimeout(timer);
rmSync(dataDir, { recursive: true, force: true });
if (code !== 0) {
  console.error(`the server ended with ${code}`);
  process.exitCode = 1;
}
