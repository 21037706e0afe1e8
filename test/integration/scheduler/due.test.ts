import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestPerson } from '../../support/factories.ts';
import { customer, openCase, person } from '../../support/factories.ts';

const START = Date.parse('2026-03-02T09:00:00Z');
const at = (hours: number) => new Date(START + hours * HOUR_MS).toISOString();

interface Entry {
  type: string;
  at: string;
  actorLabel: string;
  data: Record<string, unknown>;
}
interface Case {
  version: number;
  updatedAt: string;
  status: string;
  ownerLevel: string;
  impact: { slaBreach: boolean };
  stakeholders: { id: string }[];
  timeline: { nodes: Entry[] };
}

let app: TestApp;
let director: TestPerson;
let executive: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  director = await person(app, { level: 'DIRECTOR', team: 'ENGINEERING' });
  executive = await person(app, { level: 'EXECUTIVE', team: 'ENGINEERING' });
  await person(app, { level: 'EXECUTIVE', team: 'FINANCE' });
});

afterAll(async () => {
  expect((await verify(app.db)).problems).toEqual([]);
  await app.stop();
});

// What earlier tests left open is not due any more: one test sees its own case only.
beforeEach(async () => {
  app.clock.set(at(10_000));
  await app.scheduler.runDue();
  app.clock.set(at(0));
});

async function read(id: string): Promise<Case> {
  const { escalation } = await app.query<{ escalation: Case }>(
    `query ($id: ID!) { escalation(by: { id: $id }) {
      version updatedAt status ownerLevel impact { slaBreach } stakeholders { id }
      timeline(first: 100) { nodes { type at actorLabel data } }
    } }`,
    { id },
  );
  return escalation;
}

/** The entries that the desk wrote by itself since the opening. */
async function fired(id: string): Promise<Entry[]> {
  return (await read(id)).timeline.nodes.slice(1);
}

async function passTo(hours: number): Promise<void> {
  app.clock.set(at(hours));
  await app.scheduler.runDue();
}

const short = (entries: readonly Entry[]) =>
  entries.map(({ type, data }) =>
    [type, data['kind'], data['threshold'], data['repeat']].filter((part) => part).join(' '),
  );

describe('as time passes', () => {
  it('each threshold fires at its time, once, by the desk', async () => {
    const { id } = await openCase(app, { severity: 'HIGH' });
    for (const hours of [1.99, 2, 2.5, 3, 3.6, 3.7]) await passTo(hours);
    const entries = await fired(id);
    expect(short(entries)).toEqual([
      'SLA_WARNING RESPONSE 50',
      'SLA_WARNING RESPONSE 75',
      'SLA_WARNING RESPONSE 90',
    ]);
    expect(entries.map((entry) => entry.at)).toEqual([at(2), at(3), at(3.6)]);
    expect(entries[0]).toMatchObject({
      actorLabel: 'desk',
      data: { plannedAt: at(2), dueAt: at(4), late: false, skipped: [], cycle: 1 },
    });
  });

  it('a warning leaves the version and the time of the last change as they are', async () => {
    const { id, version } = await openCase(app, { severity: 'HIGH' });
    await passTo(2);
    expect(await read(id)).toMatchObject({ version, updatedAt: at(0) });
    const note = { escalationId: id, text: 'Decided before it.', expectedVersion: version };
    expect((await app.mutate('addNote', note)).userErrors).toEqual([]);
  });

  it('after a gap one late entry fires, for the highest threshold, and names those skipped', async () => {
    const { id } = await openCase(app, { severity: 'HIGH' });
    await passTo(3.7);
    const [only, ...more] = await fired(id);
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      type: 'SLA_WARNING',
      at: at(3.7),
      data: { threshold: 90, plannedAt: at(3.6), late: true, skipped: [50, 75] },
    });
  });

  it('the update stays silent until a response was given, and then warns', async () => {
    const { id } = await openCase(app, { severity: 'LOW' });
    const call = { channel: 'CALL', direction: 'OUTBOUND', summary: 'Told them.' };
    app.clock.set(at(1));
    await app.mutate('logCommunication', { escalationId: id, ...call });
    await passTo(1 + 36);
    expect(short(await fired(id)).at(-1)).toBe('SLA_WARNING UPDATE 50');
  });
});

describe('on a breach', () => {
  it('the needed level rises and people of that level in the team of the path are brought in', async () => {
    const { id } = await openCase(app, { severity: 'HIGH', category: 'TECHNICAL' });
    await passTo(3.6);
    await passTo(4);
    const { ownerLevel, impact, stakeholders, timeline } = await read(id);
    expect(short(timeline.nodes).slice(2)).toEqual([
      'SLA_BREACHED RESPONSE 100',
      'OWNER_LEVEL_RAISED',
      'STAKEHOLDERS_NOTIFIED',
    ]);
    expect({ ownerLevel, impact }).toEqual({
      ownerLevel: 'EXECUTIVE',
      impact: { slaBreach: true },
    });
    expect(stakeholders).toEqual([{ id: executive.id }]);
    expect(timeline.nodes.at(-1)?.data).toMatchObject({
      reason: 'breach',
      userIds: [executive.id],
      breaches: [{ kind: 'RESPONSE', cycle: 1, cycleStartedAt: at(0) }],
    });
  });

  it('of another clock it rises again, up to EXECUTIVE, and who is told already is told of it again', async () => {
    const { id } = await openCase(app, { severity: 'MEDIUM', category: 'TECHNICAL' });
    await passTo(24);
    expect(await read(id)).toMatchObject({
      ownerLevel: 'DIRECTOR',
      stakeholders: [{ id: director.id }],
    });
    await app.mutate('setResponseTimeline', { escalationId: id, resolveBy: at(30) });
    await passTo(30);
    expect((await read(id)).ownerLevel).toBe('EXECUTIVE');
    app.clock.set(at(31));
    const call = { channel: 'CALL', direction: 'OUTBOUND', summary: 'Told them.' };
    await app.mutate('logCommunication', { escalationId: id, ...call });
    await passTo(31 + 24);
    const { ownerLevel, stakeholders, timeline } = await read(id);
    expect(ownerLevel).toBe('EXECUTIVE');
    expect(stakeholders.map((one) => one.id).sort()).toEqual([director.id, executive.id].sort());
    const told = timeline.nodes.filter(({ type }) => type === 'STAKEHOLDERS_NOTIFIED');
    expect(told).toHaveLength(3);
    expect(told.at(-1)?.data['userIds']).toEqual([executive.id]);
  });

  it('a policy with repeats tells again in its interval, at most five times, until the clock is met', async () => {
    const { id: owned } = await customer(app);
    const { userErrors } = await app.mutate('upsertSlaPolicy', {
      severity: 'HIGH',
      customer: { id: owned },
      ownerLevel: 'EXECUTIVE',
      responseTarget: 'PT1H',
      updateInterval: 'PT100H',
      warnAt: [],
      repeatEvery: 'PT10M',
    });
    expect(userErrors).toEqual([]);
    const { id } = await openCase(app, { severity: 'HIGH', customer: { id: owned } });
    const minutes = (count: number) => 1 + count / 60;
    for (const count of [0, 10, 20]) await passTo(minutes(count));
    await passTo(minutes(45));
    const repeats = (await fired(id)).filter(({ data }) => data['repeat'] !== undefined);
    expect(
      repeats.map(({ at: when, data }) => [when, data['repeat'], data['skipped'], data['late']]),
    ).toEqual([
      [at(minutes(10)), 1, [], false],
      [at(minutes(20)), 2, [], false],
      [at(minutes(45)), 4, [3], true],
    ]);
    for (const count of [50, 60, 70, 600]) await passTo(minutes(count));
    expect(short(await fired(id)).at(-1)).toBe('STAKEHOLDERS_NOTIFIED RESPONSE 5');
    expect(await app.db.slaFiring.count({ where: { repeat: { gt: 0 } } })).toBe(4);
  });
});

describe('waiting for the customer', () => {
  it('ends by the queue at the time that was given, and the clocks go on', async () => {
    const { id } = await openCase(app, { severity: 'HIGH' });
    app.clock.set(at(1));
    await app.mutate('waitForCustomer', { escalationId: id, reason: 'A log file.', until: at(50) });
    await passTo(49.9);
    expect((await read(id)).status).toBe('WAITING_ON_CUSTOMER');
    await passTo(50);
    expect((await read(id)).status).toBe('OPEN');
    await passTo(51);
    expect(short(await fired(id))).toEqual([
      'STATUS_CHANGED',
      'SLA_PAUSED',
      'STATUS_CHANGED',
      'SLA_RESUMED',
      'SLA_WARNING RESPONSE 50',
    ]);
  });

  it('without a time it goes on for ever, and nothing is due', async () => {
    const { id } = await openCase(app, { severity: 'HIGH' });
    await app.mutate('waitForCustomer', { escalationId: id, reason: 'A log file.' });
    await passTo(1_000);
    expect(short(await fired(id))).toEqual(['STATUS_CHANGED', 'SLA_PAUSED']);
  });
});

describe('the queue', () => {
  it('holds nothing of a case that is over', async () => {
    const { id } = await openCase(app, { severity: 'HIGH' });
    await app.mutate('cancelEscalation', { escalationId: id, reason: 'By mistake.' });
    await passTo(1_000);
    expect(short(await fired(id))).toEqual(['ESCALATION_CANCELLED', 'STATUS_CHANGED']);
    const left = await app.db.slaClock.count({
      where: { escalationId: decodeId('Escalation', id) ?? '', nextAt: { not: null } },
    });
    expect(left).toBe(0);
  });

  it('fires once however many look at it at the same moment', async () => {
    const ids = [];
    for (let turn = 0; turn < 20; turn += 1)
      ids.push((await openCase(app, { severity: 'HIGH' })).id);
    app.clock.set(at(2));
    await Promise.all(Array.from({ length: 5 }, () => app.scheduler.runDue()));
    for (const id of ids) expect(short(await fired(id))).toEqual(['SLA_WARNING RESPONSE 50']);
  });

  it('passes over a case that cannot be evaluated, says so, and fires the others', async () => {
    const broken = (await openCase(app, { severity: 'HIGH' })).id;
    const well = (await openCase(app, { severity: 'HIGH' })).id;
    const escalationId = decodeId('Escalation', broken) ?? '';
    // Its log names a calendar that does not exist.
    await app.db.$executeRaw`
      UPDATE log_entry SET data = jsonb_set(data, '{policy,calendarId}', '"01900000-0000-7000-8000-0000000000ff"')
      WHERE escalation_id = ${escalationId}::uuid AND type = 'ESCALATION_OPENED'`;
    await passTo(2);
    expect(short(await fired(well))).toEqual(['SLA_WARNING RESPONSE 50']);
    expect(short(await fired(broken))).toEqual([]);
    expect(app.logs.at(-1)).toMatchObject({ msg: 'clocks could not be evaluated' });

    expect(await app.auditor.audit()).toBe(0);
    app.clock.set(new Date(Date.parse(at(2)) + 6_000));
    expect(await app.auditor.audit()).toBe(1);
    const ready = await fetch(app.at('/readyz'));
    expect([ready.status, await ready.json()]).toEqual([
      200,
      {
        status: 'degraded',
        reason: '1 clocks are due for more than five seconds and have not fired.',
      },
    ]);
    expect(await (await fetch(app.at('/metrics'))).text()).toContain(
      '\ndesk_sla_clocks_unfired 1\n',
    );

    await app.db.$executeRaw`
      UPDATE log_entry SET data = jsonb_set(data, '{policy,calendarId}', 'null')
      WHERE escalation_id = ${escalationId}::uuid AND type = 'ESCALATION_OPENED'`;
    await app.mutate('addNote', { escalationId: broken, text: 'Mended.' });
    expect(short(await fired(broken))).toEqual(['SLA_WARNING RESPONSE 50', 'NOTE_ADDED']);
    expect(await app.auditor.audit()).toBe(0);
    expect(await (await fetch(app.at('/readyz'))).json()).toEqual({ status: 'ok' });
  });

  it('cannot enter a threshold twice, whatever a node thinks', async () => {
    const { id } = await openCase(app, { severity: 'HIGH' });
    await passTo(2);
    const [firing] = await app.db.slaFiring.findMany({
      where: { escalationId: decodeId('Escalation', id) ?? '' },
    });
    expect(firing).toMatchObject({ kind: 'RESPONSE', threshold: 50, repeat: 0 });
    await expect(app.db.slaFiring.create({ data: firing as never })).rejects.toThrow('Unique');
  });
});
