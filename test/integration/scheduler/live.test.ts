import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../../src/graphql/global-id.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { formatDuration, MINUTE_MS, SECOND_MS } from '../../../src/shared/duration.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase } from '../../support/factories.ts';
import { until } from '../../support/until.ts';

/** Real time on real nodes: what is asked for is what the log says, never how long it took. */
let app: TestApp;
let customerId: string;
const others: TestApp[] = [];

const WARNING_MS = SECOND_MS;

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  customerId = (await customer(app)).id;
  const { userErrors } = await app.mutate('upsertSlaPolicy', {
    severity: 'HIGH',
    customer: { id: customerId },
    ownerLevel: 'EXECUTIVE',
    responseTarget: formatDuration(100 * WARNING_MS),
    updateInterval: formatDuration(100 * WARNING_MS),
    warnAt: [1],
  });
  expect(userErrors).toEqual([]);
});

afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
});
afterAll(() => app.stop());

/** A second node on the same database, whose machine has this clock. */
async function startNode(system: Clock): Promise<TestApp> {
  const node = await startTestApp({ system, databaseUrl: app.databaseUrl, scheduled: true });
  others.push(node);
  return node;
}

async function stopNode(node: TestApp): Promise<void> {
  others.splice(others.indexOf(node), 1);
  await node.stop();
}

/** Opens a case that warns a second later; by the node that fires nothing. */
async function open(): Promise<string> {
  const { id } = await openCase(app, { severity: 'HIGH', customer: { id: customerId } });
  return decodeId('Escalation', id) ?? '';
}

interface Seen {
  fired: number;
  plannedAt: Date;
  /** By the clock of the database, not later than the look at the log. */
  database: Date;
}

async function look(escalationId: string): Promise<Seen> {
  const [seen] = await app.db.$queryRaw<Seen[]>`
    SELECT clock_timestamp() AS database, warns_at[1] AS "plannedAt",
      (SELECT count(*)::int FROM log_entry l
        WHERE l.escalation_id = k.escalation_id AND l.type = 'SLA_WARNING') AS fired
    FROM sla_clock k WHERE escalation_id = ${escalationId}::uuid AND kind = 'RESPONSE'`;
  if (seen === undefined) throw new Error('There is no clock.');
  return seen;
}

async function untilFired(escalationId: string, onLook: (seen: Seen) => void = () => {}) {
  return until(async () => {
    const seen = await look(escalationId);
    onLook(seen);
    return seen.fired > 0 ? seen : undefined;
  }, 'a warning');
}

describe('a node', () => {
  it('sleeps until a clock is due and is woken by another node that brings an earlier one', async () => {
    await startNode(systemClock);
    const { fired } = await untilFired(await open());
    expect(fired).toBe(1);
  });

  it('fires what came due while no node ran, once and late', async () => {
    const escalationId = await open();
    await until(async () => {
      const { database, plannedAt } = await look(escalationId);
      return database.getTime() > plannedAt.getTime() + 5 * SECOND_MS ? true : undefined;
    }, 'more than five seconds');
    const nodes = [await startNode(systemClock), await startNode(systemClock)];
    await untilFired(escalationId);
    for (const node of nodes) await stopNode(node);
    const entries = await app.db.logEntry.findMany({
      where: { escalationId, type: 'SLA_WARNING' },
      select: { data: true },
    });
    const { plannedAt } = await look(escalationId);
    expect(entries).toMatchObject([{ data: { late: true, plannedAt: plannedAt.toISOString() } }]);
  });

  it('goes on firing when the connection that listens is cut', async () => {
    const listening = async () =>
      app.db.$queryRaw<{ pid: number }[]>`
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'escalation-desk listener'`;
    const known = new Set((await listening()).map(({ pid }) => pid));
    const another = async () => {
      const pid = (await listening()).map((one) => one.pid).find((one) => !known.has(one));
      if (pid !== undefined) known.add(pid);
      return pid;
    };
    await startNode(systemClock);
    const pid = await until(another, 'the connection on which the node listens');
    await app.db.$queryRaw`SELECT pg_terminate_backend(${pid}::int)`;
    expect((await untilFired(await open())).fired).toBe(1);
    await until(another, 'it to listen again');
  });
});

describe('when the clock of a node and that of the database differ by five minutes', () => {
  it('a node that is ahead fires nothing before its time has come by the database', async () => {
    const ahead: Clock = { now: () => new Date(Date.now() + 5 * MINUTE_MS) };
    await startNode(ahead);
    await untilFired(await open(), ({ fired, database, plannedAt }) => {
      if (fired > 0) expect(database.getTime()).toBeGreaterThanOrEqual(plannedAt.getTime());
    });
  });

  it('a node that is ahead dates by the database what it writes', async () => {
    const ahead: Clock = { now: () => new Date(Date.now() + 5 * MINUTE_MS) };
    const node = await startNode(ahead);
    const { id } = await openCase(node, { severity: 'HIGH', customer: { id: customerId } });
    const escalationId = decodeId('Escalation', id) ?? '';
    const { database, plannedAt } = await look(escalationId);
    expect(plannedAt.getTime() - WARNING_MS).toBeLessThanOrEqual(database.getTime());
    await untilFired(escalationId);
  });

  it('a node that is behind fires nothing before its time has come by its own clock', async () => {
    let behindMs = 5 * MINUTE_MS;
    const own: Clock = { now: () => new Date(Date.now() - behindMs) };
    await startNode(own);
    const escalationId = await open();
    await until(async () => {
      const { fired, database, plannedAt } = await look(escalationId);
      if (fired > 0) expect(own.now().getTime()).toBeGreaterThanOrEqual(plannedAt.getTime());
      return database.getTime() > plannedAt.getTime() + SECOND_MS ? true : undefined;
    }, 'its time to come by the database');
    expect((await look(escalationId)).fired).toBe(0);
    behindMs = 0;
    expect((await untilFired(escalationId)).fired).toBe(1);
  });

  it('the node says so when it starts, and as a metric', async () => {
    const ahead: Clock = { now: () => new Date(Date.now() + 5 * MINUTE_MS) };
    const node = await startNode(ahead);
    expect(node.logs.map(({ msg }) => msg)).toContain(
      'the clock of this machine is not that of the database; the earlier counts',
    );
    const metrics = await (await fetch(node.at('/metrics'))).text();
    const shown = /^desk_clock_ahead_seconds (\S+)$/m.exec(metrics)?.[1];
    expect(Math.round(Number(shown))).toBe(300);
  });
});
