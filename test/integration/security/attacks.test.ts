import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Attack, Target } from './attack.support.ts';
import { startTarget } from './attack.support.ts';
import { DOCUMENT_ATTACKS } from './documents.fixture.ts';
import { HTTP_ATTACKS } from './http.fixture.ts';
import { SOCKET_ATTACKS } from './sockets.fixture.ts';
import { goodToken, TOKEN_ATTACKS } from './tokens.fixture.ts';
import { VALUE_ATTACKS } from './values.fixture.ts';

const ATTACKS: readonly (readonly [string, readonly Attack[]])[] = [
  ['documents', DOCUMENT_ATTACKS],
  ['credentials', TOKEN_ATTACKS],
  ['values', VALUE_ATTACKS],
  ['HTTP', HTTP_ATTACKS],
  ['WebSockets', SOCKET_ATTACKS],
];
const WITHIN_MS = 2_000;
/** For a query that has nothing to do with the attack, right after it. */
const UNHARMED_MS = 1_000;
const MAX_GROWTH_BYTES = 300_000_000;

/** A head, and nothing behind it. */
const BARE = /^HTTP\/1\.1 \d+ [^\r\n]+\r\nConnection: close\r\n\r\n$/;

let target: Target & { stop(): Promise<void> };
let rssBefore = 0;
beforeAll(async () => {
  target = await startTarget();
  rssBefore = process.memoryUsage().rss;
});
afterAll(() => target.stop());

/** No row is here by mistake: the node lets in what is right. */
test('a token that is good is let in', async () => {
  expect(await goodToken(target)).toMatchObject({ status: 200, codes: [] });
});

describe.each(ATTACKS)('%s', (_kind, attacks) => {
  afterEach(async () => {
    const startedAt = performance.now();
    expect(await target.app.query('{ viewer { role } }')).toEqual({ viewer: { role: 'ADMIN' } });
    expect(performance.now() - startedAt).toBeLessThan(UNHARMED_MS);
  });

  test.each(attacks)(
    '$name',
    async ({ by, status, code = [], mayBeBare = false, never, withinMs = WITHIN_MS }) => {
      const startedAt = performance.now();
      const seen = await by(target);
      const ms = performance.now() - startedAt;
      expect(status, `it was ${seen.status}: ${seen.text.slice(0, 500)}`).toContain(seen.status);
      const text = seen.text.slice(0, 500);
      const isBare = mayBeBare && BARE.test(seen.text);
      if (code.length > 0 && !isBare) expect(seen.codes.length, text).toBeGreaterThan(0);
      for (const one of seen.codes) expect(code, text).toContain(one);
      if (never !== undefined) expect(seen.text).not.toMatch(never);
      expect(ms).toBeLessThan(withinMs);
    },
  );
});

describe('after all of them', () => {
  test('nothing went wrong that somebody would have to look at', () => {
    const errors = target.app.logs.filter(({ level }) => Number(level) >= 50);
    expect(errors).toEqual([]);
  });

  test('no object has anything that it should not have', () => {
    expect('isAdmin' in {}).toBe(false);
  });

  test('no connection is left, and memory is what it was', async () => {
    const figure = async (name: string) => {
      const text = await (await fetch(target.app.at('/metrics'))).text();
      const line = text.split('\n').find((one) => one.startsWith(`${name} `));
      return Number(line?.split(' ')[1]);
    };
    await expect.poll(() => figure('desk_live_sockets')).toBe(0);
    await expect.poll(() => figure('desk_live_subscriptions')).toBe(0);
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(MAX_GROWTH_BYTES);
  });

  test('what was stored is still there, and only what was meant to be', async () => {
    const { escalations } = await target.app.query<{ escalations: { nodes: object[] } }>(
      '{ escalations { nodes { reference } } }',
    );
    expect(escalations.nodes).toEqual([{ reference: target.reference }]);
  });
});
