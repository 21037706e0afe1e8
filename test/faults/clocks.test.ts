import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { SECOND_MS } from '../../src/shared/duration.ts';
import { runDesk, serveDesk } from '../support/command.ts';
import { createTestDatabase } from '../support/database.ts';
import { makeDueCases, SHARES } from '../support/due-cases.ts';
import { execute } from '../support/postgres-admin.ts';
import { until } from '../support/until.ts';

const CASES = 2_000;
const WINDOW_MS = 10 * SECOND_MS;
/** So short that an outage passes several thresholds of a clock. */
const TARGET_MS = 40 * SECOND_MS;
const OUTAGE_MS = 30 * SECOND_MS;
const LATE_AFTER_MS = 5 * SECOND_MS;

const drops: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const drop of drops) await drop();
});

interface Fired {
  threshold: number;
  skipped: number[];
  late: boolean;
  plannedAt: string;
  firedAt: Date;
  openedAt: Date;
}

async function firedByCase(url: string): Promise<Map<string, Fired[]>> {
  const rows = (await execute(
    url,
    `SELECT e.reference, e.opened_at AS "openedAt", l.at AS "firedAt",
       (l.data->>'threshold')::int AS threshold, l.data->'skipped' AS skipped,
       (l.data->>'late')::boolean AS late, l.data->>'plannedAt' AS "plannedAt"
     FROM log_entry l JOIN escalation e ON e.id = l.escalation_id
     WHERE l.type IN ('SLA_WARNING', 'SLA_BREACHED') AND l.data->>'kind' = 'RESPONSE'
       AND e.status = 'OPEN'
     ORDER BY l.id`,
  )) as unknown as (Fired & { reference: string })[];
  const byCase = new Map<string, Fired[]>();
  for (const row of rows) byCase.set(row.reference, [...(byCase.get(row.reference) ?? []), row]);
  return byCase;
}

async function countOf(url: string, condition: string): Promise<number> {
  const [row] = await execute(url, `SELECT count(*)::int AS count FROM ${condition}`);
  return Number(row?.['count']);
}

test('after both nodes were killed and one came back 30 s later, every clock has fired each threshold once, late ones with their planned time and those skipped', async () => {
  const { url, drop } = await createTestDatabase();
  drops.push(drop);
  const firstDueAt = new Date(Date.now() + 15 * SECOND_MS);
  await makeDueCases(url, { count: CASES, firstDueAt, windowMs: WINDOW_MS, targetMs: TARGET_MS });
  const nodes = [await serveDesk({ DATABASE_URL: url }), await serveDesk({ DATABASE_URL: url })];
  const firing = `log_entry WHERE type IN ('SLA_WARNING', 'SLA_BREACHED') AND at >= '${firstDueAt.toISOString()}'`;
  await until(
    async () => ((await countOf(url, firing)) > CASES / 4 ? true : undefined),
    'some of the firings',
    60_000,
  );
  for (const node of nodes) node.kill('SIGKILL');
  await Promise.all(nodes.map(({ ended }) => ended));
  const before = await countOf(url, firing);
  expect(before).toBeLessThan((CASES * SHARES.length) / 2);

  await setTimeout(OUTAGE_MS);
  const node = await serveDesk({ DATABASE_URL: url });
  await until(
    async () =>
      (await countOf(url, "sla_clock WHERE kind = 'RESPONSE' AND next_at IS NOT NULL")) === 0
        ? true
        : undefined,
    'the last breach',
    60_000,
  );
  node.kill('SIGTERM');
  await node.ended;

  const byCase = await firedByCase(url);
  expect(byCase.size).toBe(CASES);
  let late = 0;
  for (const fired of byCase.values()) {
    expect(fired.flatMap(({ threshold, skipped }) => [...skipped, threshold])).toEqual([...SHARES]);
    for (const one of fired) {
      const planned = one.openedAt.getTime() + (TARGET_MS * one.threshold) / 100;
      expect(Date.parse(one.plannedAt)).toBe(planned);
      expect(one.firedAt.getTime()).toBeGreaterThanOrEqual(planned);
      expect(one.late).toBe(one.firedAt.getTime() - planned > LATE_AFTER_MS);
      if (one.late) late += 1;
    }
  }
  expect(late).toBeGreaterThan(CASES / 2);
  const { code, stdout } = await runDesk(['verify'], { DATABASE_URL: url });
  expect(stdout).toMatch(/^Nothing disagrees/);
  expect(code).toBe(0);
}, 180_000);
