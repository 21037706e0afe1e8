import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DESK } from '../../../src/auth/principal.ts';
import { Prisma } from '../../../src/db/client.ts';
import type { Tx } from '../../../src/db/transaction.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import {
  changeCase,
  letTimePass,
  lookupsOf,
  snapshot,
} from '../../../src/escalation/case/escalation.change.ts';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { loadDueCases } from '../../../src/scheduler/due-cases.load.ts';
import { saveDueCases } from '../../../src/scheduler/due-cases.save.ts';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase, person } from '../../support/factories.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const at = (hours: number) => new Date(START + hours * HOUR_MS);

/** What time writes to. */
const TABLES = ['escalation', 'sla_clock', 'log_entry', 'sla_firing', 'stakeholder'] as const;
type Rows = Record<(typeof TABLES)[number], Record<string, unknown>[]>;

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await person(app, { level: 'DIRECTOR', team: 'ENGINEERING' });
  await person(app, { level: 'EXECUTIVE', team: 'ENGINEERING' });
});
afterAll(() => app.stop());
beforeEach(() => app.clock.set(at(0)));

class Undo extends Error {
  readonly rows: Rows;

  constructor(rows: Rows) {
    super('not kept');
    this.rows = rows;
  }
}

/** The rows of the case once `write` has written, which is taken back. */
async function rowsAfter(id: string, write: (tx: Tx) => Promise<unknown>): Promise<Rows> {
  const error: unknown = await inTransaction(app.db, async (tx) => {
    await write(tx);
    throw new Undo(await rowsOf(tx, id));
  }).catch((reason: unknown) => reason);
  if (error instanceof Undo) return error.rows;
  throw error;
}

async function rowsOf(tx: Tx, id: string): Promise<Rows> {
  const rows: Partial<Rows> = {};
  for (const table of TABLES) {
    const column = Prisma.raw(table === 'escalation' ? 'id' : 'escalation_id');
    // Entries in the order of their ids, the rest in any that is the same twice.
    const order = Prisma.raw(table === 'log_entry' ? 'ORDER BY id' : "ORDER BY to_jsonb(t) - 'id'");
    const found = await tx.$queryRaw<{ row: Record<string, unknown> }[]>`
      SELECT to_json(t) AS row FROM ${Prisma.raw(table)} t WHERE ${column} = ${id}::uuid ${order}`;
    // Ids are given anew each time, but those of rows that were there.
    rows[table] = found.map(({ row: { id: _id, ...row } }) => row);
  }
  return rows as Rows;
}

/** What a look at the queue makes of the case now, and what a change of it that changes nothing does. */
async function bothWays(id: string): Promise<{ many: Rows; one: Rows; before: Rows }> {
  const now = app.clock.now();
  const before = await rowsAfter(id, async () => {});
  const many = await rowsAfter(id, async (tx) => {
    const drafts = await loadDueCases(tx, [id], now);
    const passed = drafts.map((draft) => ({ before: snapshot(draft), draft }));
    for (const { draft } of passed) await letTimePass(draft, lookupsOf(tx));
    await saveDueCases(tx, passed, now);
  });
  const one = await rowsAfter(id, (tx) => {
    const who = { actor: DESK, role: 'ADMIN', customerIds: null } as const;
    const work = { tx, ...who, now, recordedAt: now, imported: false };
    return changeCase(work, null, { escalationId: id }, () => {});
  });
  return { many, one, before };
}

async function open(options: Parameters<typeof openCase>[1]): Promise<{ id: string; key: string }> {
  const { id } = await openCase(app, options);
  return { id, key: decodeId('Escalation', id) ?? '' };
}

const typesOf = ({ log_entry }: Rows) => log_entry.map(({ type }) => type).slice(1);

describe('many cases at once and one by itself are written alike, field by field', () => {
  it('a warning', async () => {
    const { key } = await open({ severity: 'HIGH' });
    app.clock.set(at(2));
    const { many, one } = await bothWays(key);
    expect(typesOf(one)).toEqual(['SLA_WARNING']);
    expect(many).toEqual(one);
  });

  it('a breach that raises the level, brings people in and is told again', async () => {
    const { id: owned } = await customer(app);
    const policy = { severity: 'HIGH', customer: { id: owned }, ownerLevel: 'MANAGER' };
    const lengths = { responseTarget: 'PT1H', updateInterval: 'PT100H', repeatEvery: 'PT10M' };
    await app.mutate('upsertSlaPolicy', { ...policy, ...lengths, warnAt: [] });
    const { key } = await open({ severity: 'HIGH', customer: { id: owned } });
    app.clock.set(at(1));
    const breach = await bothWays(key);
    expect(typesOf(breach.one)).toEqual([
      'SLA_BREACHED',
      'OWNER_LEVEL_RAISED',
      'STAKEHOLDERS_NOTIFIED',
    ]);
    expect(breach.one.stakeholder).toHaveLength(1);
    expect(breach.many).toEqual(breach.one);

    await app.scheduler.runDue();
    app.clock.set(at(1.2));
    const again = await bothWays(key);
    expect(again.one.sla_firing).toHaveLength(breach.one.sla_firing.length + 1);
    expect(again.many).toEqual(again.one);
  });

  it('the end of a wait', async () => {
    const { id, key } = await open({ severity: 'HIGH' });
    app.clock.set(at(1));
    const wait = { escalationId: id, reason: 'A log file.', until: at(50).toISOString() };
    await app.mutate('waitForCustomer', wait);
    app.clock.set(at(50.5));
    const { many, one, before } = await bothWays(key);
    expect(typesOf(one)).toEqual([...typesOf(before), 'STATUS_CHANGED', 'SLA_RESUMED']);
    expect(many).toEqual(one);
  });

  it('another policy, under which a clock comes and, with the next, ends', async () => {
    const { id: owned } = await customer(app);
    const { key } = await open({ severity: 'LOW', customer: { id: owned } });
    const policy = { severity: 'LOW', customer: { id: owned }, ownerLevel: 'TEAM_LEAD' };
    const lengths = { responseTarget: 'PT48H', updateInterval: 'PT72H' };
    const { slaPolicy } = await app.mutate<{ slaPolicy: { id: string } }>(
      'upsertSlaPolicy',
      { ...policy, ...lengths, resolutionTarget: 'PT200H' },
      'slaPolicy { id }',
    );
    app.clock.set(at(1));
    const comes = await bothWays(key);
    expect(typesOf(comes.one)).toEqual(['SLA_POLICY_CHANGED']);
    expect(comes.one.sla_clock).toHaveLength(comes.before.sla_clock.length + 1);
    expect(comes.many).toEqual(comes.one);

    await app.scheduler.runDue();
    await app.mutate('retireSlaPolicy', { policyId: slaPolicy.id });
    app.clock.set(at(2));
    const ends = await bothWays(key);
    expect(ends.one.sla_clock.map(({ state }) => state)).toContain('CANCELLED');
    expect(ends.many).toEqual(ends.one);
  });
});
