import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEntries } from '../../../src/events/reader.ts';
import { decodeId } from '../../../src/graphql/global-id.ts';
import {
  findPrunableCases,
  PARTS_OF_CASE,
  pruneCases,
} from '../../../src/retention/cases.service.ts';
import { KEY_LIFE_MS, removeKeys } from '../../../src/retention/keys.service.ts';
import { createRetention } from '../../../src/retention/retention.ts';
import { DAY_MS } from '../../../src/shared/duration.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { cursorAt } from '../../support/cursor.ts';
import { openCase } from '../../support/factories.ts';
import { createSubscriber } from '../../support/subscriber.ts';
import type { Surroundings } from '../escalation/case-in-status.fixture.ts';
import { caseIn, surroundings } from '../escalation/case-in-status.fixture.ts';

let app: TestApp;
let around: Surroundings;
beforeEach(async () => {
  app = await startTestApp();
  around = await surroundings(app);
});
afterEach(async () => {
  await app.stop();
});

const closed = () => caseIn(app, 'CLOSED', around, { withPlan: true });
const later = () => new Date(app.clock.now().getTime() + DAY_MS);
const prune = () => pruneCases(app.db, { before: later(), now: app.clock.now() });
const referenceOf = async (escalationId: string) =>
  (
    await app.query<{ escalation: { reference: string } }>(
      `query ($id: ID!) { escalation(by: { id: $id }) { reference } }`,
      { id: escalationId },
    )
  ).escalation.reference;

describe('pruning cases', () => {
  it('takes closed ones with all their parts, and leaves what verify and readers need', async () => {
    const first = await closed();
    const { id: openId } = await openCase(app);
    const reference = await referenceOf(first.escalationId);
    const id = decodeId('Escalation', first.escalationId) ?? '';
    const places = await app.db.logEntry.findMany({
      where: { escalationId: id },
      select: { seq: true },
      orderBy: { seq: 'asc' },
    });

    expect(await findPrunableCases(app.db, later())).toEqual({
      references: [reference],
      entries: places.length,
      kept: 0,
    });
    expect(await prune()).toEqual({ references: [reference], entries: places.length, kept: 0 });

    for (const table of [...PARTS_OF_CASE, 'case_risk']) {
      const rows = await app.db.$queryRawUnsafe<unknown[]>(
        `SELECT FROM ${table} WHERE escalation_id = '${id}'`,
      );
      expect({ table, rows: rows.length }).toEqual({ table, rows: 0 });
    }
    expect(await app.db.prunedCase.findMany()).toMatchObject([
      { id, reference, places: places.map(({ seq }) => seq), sealHashes: [] },
    ]);
    expect(await verify(app.db)).toMatchObject({ problems: [], pruned: 1 });
    // What is there goes on.
    await app.mutate('addNote', { escalationId: openId, text: 'on' });
    expect(await referenceOf(openId)).not.toBe(reference);
    expect(await verify(app.db)).toMatchObject({ problems: [] });
  });

  it('leaves open, resolved and cancelled cases, and those closed later', async () => {
    for (const status of ['OPEN', 'RESOLVED', 'CANCELLED'] as const)
      await caseIn(app, status, around, { withPlan: false });
    await closed();
    await openCase(app);
    const before = app.clock.now();
    expect(await pruneCases(app.db, { before, now: before })).toMatchObject({ references: [] });
    expect(await prune()).toMatchObject({ references: [expect.any(String)] });
  });

  it('leaves a case that is linked with one that stays, and takes linked ones together', async () => {
    const [a, b, c] = [await closed(), await closed(), await closed()];
    const link = (from: string, to: string) =>
      app.mutate('linkEscalations', {
        escalationId: from,
        other: { id: to },
        kind: 'RELATES_TO',
      });
    await link(a.escalationId, b.escalationId);
    await link(c.escalationId, around.otherId);
    await openCase(app);
    expect(await prune()).toMatchObject({ references: { length: 2 }, kept: 1 });
    expect(await referenceOf(c.escalationId)).toMatch(/^ESC-/);
    expect(await verify(app.db)).toMatchObject({ problems: [], pruned: 2 });
  });

  it('leaves the case that has the last entry of the log: places go on where they were', async () => {
    await closed();
    expect(await prune()).toMatchObject({ references: [], kept: 1 });
  });

  it('lets a subscriber that was behind it come on, without waiting for what is gone', async () => {
    const start = (await readEntries(app.db, 0n, 1))[0]?.seq ?? 0n;
    await closed();
    const { id } = await openCase(app);
    await prune();
    const subscriber = createSubscriber<{ cursor: string; summary: string }>({
      query: 'subscription ($after: String) { escalationEvents(after: $after) { cursor summary } }',
      after: await cursorAt(app.db, start),
    });
    await subscriber.join(app.url);
    await subscriber.live();
    const { length } = subscriber.events;
    await app.mutate('addNote', { escalationId: id, text: 'live' });
    await subscriber.count(length + 1);
    expect(subscriber.errors).toEqual([]);
    await subscriber.leave('close');
  });

  it('has a list for every table that refers to a case', async () => {
    const tables = await app.db.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
      WHERE confrelid = 'escalation'::regclass AND contype = 'f' ORDER BY 1`;
    expect(tables.map(({ name }) => name)).toEqual([...PARTS_OF_CASE].sort());
  });
});

describe('idempotency keys', () => {
  const keep = (count: number, at: Date) =>
    app.db.idempotencyKey.createMany({
      data: Array.from({ length: count }, (_, n) => ({
        principal: `p${at.getTime()}`,
        key: String(n),
        mutation: 'addNote',
        inputHash: '',
        createdAt: at,
      })),
    });

  it('older than seven days are removed by the node, in batches, and no others', async () => {
    const now = app.clock.now().getTime();
    await keep(2_500, new Date(now - KEY_LIFE_MS - 1));
    await keep(3, new Date(now - KEY_LIFE_MS + 1));
    const kept = (await app.db.idempotencyKey.count()) - 2_500;
    const retention = createRetention(app.db, app.clock, (error) => {
      throw error;
    });
    expect(await retention.sweep()).toBe(2_500);
    expect(await app.db.idempotencyKey.count()).toBe(kept);
    await retention.stop();
  });

  it('are removed once by several nodes at once', async () => {
    const before = app.clock.now();
    await keep(3_000, new Date(before.getTime() - 1));
    const removed = await Promise.all([1, 2, 3].map(() => removeKeys(app.db, before)));
    expect(removed.reduce((sum, one) => sum + one)).toBe(3_000);
  });
});
