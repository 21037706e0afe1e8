import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';

const CLIENT = fileURLToPath(new URL('../../../packages/client', import.meta.url));
const require = createRequire(import.meta.url);
/** Node.js before 22 has a WebSocket of its own too, behind an option that later ones take as well. */
const PLAIN_NODE = ['--experimental-websocket', '--no-warnings'];

const SCRIPT = `
import { createDeskClient } from '@escalation-desk/client';

const [url, key] = process.argv.slice(2);
const client = createDeskClient({ url, key, onStatus: ({ status }) => console.log(status) });
const query = \`subscription ($after: String) {
  escalationEvents(after: $after) { cursor type escalation { reference } }
}\`;
client.subscribe({ query }, {
  next({ data }) {
    console.log(data.escalationEvents.type, data.escalationEvents.escalation.reference);
    client.dispose();
  },
  error(reason) {
    throw reason;
  },
  complete() {},
});
`;

const TYPED = `
import type { DeskClient, DeskStatus } from '@escalation-desk/client';
import { createDeskClient } from '@escalation-desk/client';

export const client: DeskClient = createDeskClient({ url: '/graphql', key: async () => 'desk_' });
export const status: DeskStatus = client.state().status;
// @ts-expect-error: an address is a text.
createDeskClient({ url: 1, key: '' });
`;

let app: TestApp;
let project: string;
beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  project = mkdtempSync(path.join(tmpdir(), 'desk-frontend-'));
  npm(CLIENT, ['pack', '--pack-destination', project]);
  const packed = readdirSync(project).filter((name) => name.endsWith('.tgz'));
  expect(packed).toHaveLength(1);
  writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }');
  const peers = ['graphql', 'graphql-ws'].map((name) => `${name}@${versionOf(name)}`);
  npm(project, ['install', '--prefer-offline', ...peers, ...packed.map((name) => `./${name}`)]);
}, 180_000);
afterAll(async () => {
  await app.stop();
  rmSync(project, { recursive: true, force: true });
});

/** Without what the npm that runs the tests tells its own children. */
function npm(cwd: string, args: readonly string[]): void {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
  );
  execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund'], { cwd, env });
}

function versionOf(name: string): string {
  const { dependencies } = require('../../../package.json') as {
    dependencies: Record<string, string>;
  };
  return dependencies[name] ?? '';
}

test('the packed client brings nothing along but its two peers', () => {
  const lock = readFileSync(path.join(project, 'node_modules/.package-lock.json'), 'utf8');
  const { packages } = JSON.parse(lock) as { packages: Record<string, unknown> };
  expect(Object.keys(packages)).toEqual([
    'node_modules/@escalation-desk/client',
    'node_modules/graphql',
    'node_modules/graphql-ws',
  ]);
});

test('with it plain Node.js, in a project that has nothing else, sees what happens on the desk', async () => {
  writeFileSync(path.join(project, 'watch.js'), SCRIPT);
  const script = spawn(process.execPath, [...PLAIN_NODE, 'watch.js', app.url, app.key], {
    cwd: project,
    env: { PATH: process.env['PATH'] },
  });
  onTestFinished(() => void script.kill('SIGKILL'));
  const ended = new Promise((resolve) => script.on('close', resolve));
  let output = '';
  let errors = '';
  script.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  const opened: string[] = [];
  for await (const part of script.stdout.setEncoding('utf8')) {
    output += part;
    if (!/^live$/m.test(output) || opened.length > 0) continue;
    opened.push((await openCase(app)).reference);
  }
  expect({ code: await ended, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toContain(`ESCALATION_OPENED ${opened[0]}\n`);
});

test('its types come with it', () => {
  writeFileSync(path.join(project, 'typed.ts'), TYPED);
  const compiler = path.join(
    path.dirname(require.resolve('typescript-compiler/package.json')),
    'bin/tsc',
  );
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2022,dom'];
  execFileSync(process.execPath, [compiler, ...options, '--types', '', 'typed.ts'], {
    cwd: project,
  });
});
