import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { until } from '../../support/until.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let first: TestApp;
let running: ReturnType<typeof watch> | undefined;

beforeAll(async () => {
  first = await startTestApp({ system: systemClock });
});
afterEach(async () => {
  running?.script.kill('SIGKILL');
  await running?.ended;
});
afterAll(() => first.stop());

function watch(url: string, key = first.key) {
  const script = spawn(process.execPath, ['--import', 'tsx', 'examples/frontend/watch.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], DESK_URL: url, DESK_KEY: key },
  });
  const seen = { output: '', errors: '' };
  script.stdout.setEncoding('utf8').on('data', (part: string) => {
    seen.output += part;
  });
  script.stderr.setEncoding('utf8').on('data', (part: string) => {
    seen.errors += part;
  });
  const ended = new Promise<number | null>((resolve) => script.on('close', resolve));
  const saw = (stream: keyof typeof seen, pattern: RegExp) =>
    until(async () => (pattern.test(seen[stream]) ? true : undefined), String(pattern));
  return { script, seen, ended, saw };
}

async function noteOn(app: TestApp, escalationId: string): Promise<void> {
  const { userErrors } = await app.mutate('addNote', { escalationId, text: 'A note.' });
  expect(userErrors).toEqual([]);
}

test('the frontend example shows the open cases and every event, until it is interrupted', async () => {
  const { id, reference } = await openCase(first, { summary: 'Exports fail' });
  running = watch(first.url);
  await running.saw('output', new RegExp(`^${reference} {2}HIGH {6}OPEN {17}Exports fail$`, 'm'));
  await running.saw('errors', /watching…/);
  await until(async () => {
    await noteOn(first, id);
    return /Note added/i.test(running?.seen.output ?? '') ? true : undefined;
  }, 'a note');
  expect(running.seen.output).toMatch(new RegExp(`Z {2}${reference} {2}.* \\(admin key\\)$`, 'm'));
  running.script.kill('SIGINT');
  expect(await running.ended).toBe(0);
});

/** Before the desk, for one that lists: something happens between the list and whoever gets it. */
async function startBetween(app: TestApp, happen: () => Promise<void>) {
  const { hostname, port } = new URL(app.url);
  const server = createServer(async (req, res) => {
    const { authorization = '', 'content-type': type = '' } = req.headers;
    const headers = { authorization, 'content-type': type };
    const answer = await fetch(app.url, { method: 'POST', headers, body: await text(req) });
    await happen();
    res.end(await answer.text());
  });
  server.on('upgrade', ({ rawHeaders }, socket) => {
    const upstream = connect(Number(port), hostname);
    const lines = rawHeaders.flatMap((name, at) =>
      at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : [],
    );
    upstream.write(['GET /graphql HTTP/1.1', ...lines, '\r\n'].join('\r\n'));
    for (const side of [socket, upstream]) side.on('error', () => {});
    socket.pipe(upstream).pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${own}/graphql`, close: () => server.close() };
}

test('the frontend example loses nothing that happens while it lists the cases', async () => {
  const { id, reference } = await openCase(first, { summary: 'Listed first' });
  const between = await startBetween(first, () => noteOn(first, id));
  running = watch(between.url);
  await running.saw('output', new RegExp(`Z {2}${reference} {2}Note`, 'm'));
  const { output } = running.seen;
  expect(output.indexOf('Listed first')).toBeLessThan(output.indexOf(`Z  ${reference}  Note`));
  between.close();
});

test('the frontend example goes on after its last event when its node comes back', async () => {
  const { databaseUrl } = first;
  let node = await startTestApp({ system: systemClock, databaseUrl });
  const env = { PORT: new URL(node.url).port };
  const { id, reference } = await openCase(first);
  running = watch(node.url);
  await running.saw('errors', /watching…/);
  await until(async () => {
    await noteOn(first, id);
    return running?.seen.output.includes(`${reference}  `) === true &&
      /Note/i.test(running.seen.output)
      ? true
      : undefined;
  }, 'a note');
  await node.stop();
  for (let count = 0; count < 5; count += 1) await noteOn(first, id);
  node = await startTestApp({ system: systemClock, databaseUrl, env });
  await running.saw('errors', /watching…\n(.*\n)*watching…/);
  // All of the case's notes from the first that was shown to the last, each once.
  const written = async () => {
    const { escalation } = await first.query<{
      escalation: { timeline: { nodes: { at: string }[] } };
    }>(
      'query ($id: ID!) { escalation(by: { id: $id }) { timeline(types: [NOTE_ADDED], last: 100) { nodes { at } } } }',
      { id },
    );
    return escalation.timeline.nodes.map(({ at }) => at);
  };
  const shown = (): string[] => (running?.seen.output ?? '').match(/^\S+Z(?= {2})/gm) ?? [];
  const last = (await written()).at(-1) ?? '';
  await until(async () => (shown().includes(last) ? true : undefined), 'the last note');
  expect(shown().length).toBeGreaterThan(5);
  expect(shown()).toEqual((await written()).slice(-shown().length));
  await node.stop();
});

test.each([
  ['a key that is none', () => first.url, 'desk_x', /key/],
  ['a server that is not there', () => 'http://127.0.0.1:1/graphql', undefined, /127\.0\.0\.1:1/],
])('with %s the frontend example says so in one line', async (_name, url, key, message) => {
  running = watch(url(), key);
  expect(await running.ended).toBe(1);
  expect(running.seen.errors).toMatch(message);
  expect(running.seen.errors.trim().split('\n')).toHaveLength(1);
});
