import { describe, expect, test } from 'vitest';
import { createEndings } from '../../../src/auth/endings.ts';
import type { Principal } from '../../../src/auth/principal.ts';

const clock = { now: () => new Date('2026-11-28T12:00:00Z') };

function principal(id: string): Principal {
  return { id, role: 'AGENT', name: id, userId: null, customerIds: null, expiresAt: null };
}

/** Lets in a principal of this id. */
async function letIn(endings: ReturnType<typeof createEndings>, id: string): Promise<Principal> {
  const found = await endings.watch(async () => principal(id))('Bearer x');
  if (found === null) throw new Error('It was not let in.');
  return found;
}

describe('more endings than are remembered', () => {
  test('end whoever was let in before the latest that is forgotten, and nobody who came later', async () => {
    const endings = createEndings(clock, 2);
    const early = await letIn(endings, 'key:early');
    endings.end('key:1');
    const between = await letIn(endings, 'key:between');
    endings.end('key:2');
    expect([endings.isEnded(early), endings.isEnded(between)]).toEqual([false, false]);
    endings.end('key:3');
    expect([endings.isEnded(early), endings.isEnded(between)]).toEqual([true, false]);
    expect(endings.isEnded(await letIn(endings, 'key:early'))).toBe(false);
  });

  test('let nobody through whose own ending is forgotten', async () => {
    const endings = createEndings(clock, 1);
    const revoked = await letIn(endings, 'key:revoked');
    endings.end('key:revoked');
    for (const id of ['key:1', 'key:2', 'key:3']) endings.end(id);
    expect(endings.isEnded(revoked)).toBe(true);
  });
});
