import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { createTestClock } from '../../support/clock.ts';
import { INCIDENTS } from '../../support/incidents.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let app: TestApp;

beforeAll(async () => {
  // The script counts from the real present, so the desk must too.
  app = await startTestApp({ clock: createTestClock(new Date()) });
});
afterAll(() => app.stop());

async function drive(
  incident: string,
  url = app.url,
): Promise<{ output: string; errors: string; code: number | null }> {
  const script = spawn(
    process.execPath,
    ['examples/drive-case.js', `examples/incidents/${incident}.json`],
    { cwd: root, env: { ...process.env, DESK_URL: url, DESK_KEY: app.key } },
  );
  const ended = new Promise<number | null>((resolve) => script.on('exit', resolve));
  const [output, errors, code] = await Promise.all([
    text(script.stdout),
    text(script.stderr),
    ended,
  ]);
  return { output, errors, code };
}

test('the example script drives a case over HTTP to a complete report, printing each step', async () => {
  const { output, errors, code } = await drive('cloudflare-2019-07-02');
  expect({ errors, code }).toEqual({ errors: '', code: 0 });
  const steps = output.split('\n').filter((line) => /^ESC-\d{4}-001 {2}/.test(line));
  expect(steps).toHaveLength(22);
  expect(steps[0]).toMatch(/openEscalation +OPEN +ASSESS +next: UNDERSTAND_ISSUE/);
  expect(steps.at(-1)).toMatch(/closeEscalation +CLOSED +FOLLOW_UP +next: nothing/);
  expect(output).toContain('escalation_report:\n');
  expect(output).toMatch(/ESC-\d{4}-001: complete\n$/);
});

test('the other incidents run too, and what was stored agrees with its log', async () => {
  for (const incident of INCIDENTS.filter((name) => !name.startsWith('cloudflare'))) {
    expect(await drive(incident)).toMatchObject({ errors: '', code: 0 });
  }
  expect((await verify(app.db)).problems).toEqual([]);
});

test('without a server the example script says where it looked, in one line', async () => {
  const { errors, code } = await drive('cloudflare-2019-07-02', 'http://127.0.0.1:1/graphql');
  expect(code).toBe(1);
  expect(errors).toMatch(/^http:\/\/127\.0\.0\.1:1\/graphql cannot be reached \(.+\): .+\n$/);
});
