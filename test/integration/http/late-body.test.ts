import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { signedInSocket } from '../../support/raw-socket.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** A request whose head has been read, with the rest of its body still to come. */
async function beginPost(key: string, query: string) {
  const body = JSON.stringify({ query });
  const { hostname, port, host } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  const continued = new Promise((resolve) => socket.once('data', resolve));
  socket.write(
    [
      'POST /graphql HTTP/1.1',
      `Host: ${host}`,
      `Authorization: Bearer ${key}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Expect: 100-continue',
      'Connection: close',
      '\r\n',
    ].join('\r\n'),
  );
  await continued;
  socket.write(body.slice(0, 10));
  return {
    /** @returns the answer, its head included. */
    finish(): Promise<string> {
      const answer = text(socket);
      socket.write(body.slice(10));
      return answer;
    },
  };
}

test('an operation whose credentials ended while its body came is 401 and does not run', async () => {
  const { id } = await openCase(app);
  const { key, apiKey } = await app.mutate<{ key: string; apiKey: { id: string } }>(
    'createApiKey',
    { name: 'Late', role: 'AGENT' },
    'key apiKey { id }',
  );
  const note = `mutation { addNote(input: { escalationId: "${id}", text: "Late." }) { cursor } }`;
  const good = await beginPost(key, '{ viewer { role } }');
  expect(await good.finish()).toMatch(/^HTTP\/1\.1 200 [\s\S]*"AGENT"/);

  const late = await beginPost(key, note);
  const socket = await signedInSocket(app.url, key);
  expect((await app.mutate('revokeApiKey', { keyId: apiKey.id })).userErrors).toEqual([]);
  // By then the node knows.
  expect(await socket.closed).toMatchObject({ code: 4403 });
  const answer = await late.finish();
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  expect(answer).toMatch(/^WWW-Authenticate: Bearer error="invalid_token"/im);
  expect(answer).toContain('"code":"UNAUTHENTICATED"');
  expect(await app.db.logEntry.count({ where: { type: 'NOTE_ADDED' } })).toBe(0);
});
