import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import { newId } from '../../../src/shared/ids.ts';
import { WEEKDAYS } from '../../../src/shared/vocabulary.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCustomer } from '../../support/factories.ts';
import { customer, openCase } from '../../support/factories.ts';
import { statementsDuring } from '../../support/statements.ts';

const HOURS = WEEKDAYS.slice(0, 5).map((day) => ({ day, opens: '09:00', closes: '17:00' }));
const HOLIDAYS = [{ date: '2026-03-04', name: "Founders' Day" }];
/** Four in the afternoon in Berlin; the day after is the holiday. */
const TUESDAY = '2026-03-03T15:00:00.000Z';
/** Ten in the morning there. */
const THURSDAY = '2026-03-05T09:00:00.000Z';

const CALL = { channel: 'CALL', direction: 'OUTBOUND', summary: 'Told them.' };
const CLOCK = 'kind cycle state target startedAt dueAt metAt breachedAt remaining';
const EXPLANATION = `${CLOCK} elapsed silent policyVersion policy { severity customer { name } }
  calendar { name version timeZone } thresholds { percent at }
  intervals { from to counted reason holiday length }`;

let app: TestApp;
let office: TestCustomer;
const calendarId = newId();

beforeAll(async () => {
  app = await startTestApp();
  office = await customer(app);
  const terms = { timeZone: 'Europe/Berlin', hours: HOURS, holidays: HOLIDAYS };
  await app.db.businessCalendar.create({
    data: {
      id: calendarId,
      name: 'Office in Berlin',
      ...terms,
      versions: { create: { version: 1, ...terms } },
    },
  });
  const { id: customerId } = await app.db.customer.findUniqueOrThrow({
    where: { externalId: office.externalId },
  });
  await app.db.slaPolicy.create({
    data: {
      id: newId(),
      version: 3,
      severity: 'HIGH',
      customerId,
      ownerLevel: 'DIRECTOR',
      responseTargetMs: 4 * HOUR_MS,
      updateIntervalMs: 8 * HOUR_MS,
      resolutionTargetMs: 40 * HOUR_MS,
      warnAt: [50, 75],
      calendarId,
    },
  });
});

afterAll(() => app.stop());

async function openInOffice(): Promise<string> {
  app.clock.set(TUESDAY);
  return (await openCase(app, { severity: 'HIGH', customer: { id: office.id } })).id;
}

async function openAroundTheClock(): Promise<string> {
  app.clock.set(TUESDAY);
  return (await openCase(app, { severity: 'HIGH' })).id;
}

type Explained = Record<string, unknown>;

async function explain(id: string, fields = EXPLANATION, args = ''): Promise<Explained[]> {
  const { escalation } = await app.query<{ escalation: { slaExplanation: Explained[] } }>(
    `query ($id: ID!) { escalation(by: { id: $id }) { slaExplanation${args} { ${fields} } } }`,
    { id },
  );
  return escalation.slaExplanation;
}

describe('Escalation.slaExplanation', () => {
  it('tells of nights, a holiday and a wait, by the calendar of the policy', async () => {
    const id = await openInOffice();
    app.clock.set('2026-03-03T15:30:00.000Z');
    await app.mutate('waitForCustomer', { escalationId: id, reason: 'A log file is missing.' });
    app.clock.set('2026-03-03T20:00:00.000Z');
    await app.mutate('resumeWork', { escalationId: id });
    app.clock.set(THURSDAY);
    const [response, update, resolution] = await explain(id);
    expect(response).toEqual({
      kind: 'RESPONSE',
      cycle: 1,
      state: 'RUNNING',
      silent: false,
      target: 'PT4H',
      startedAt: TUESDAY,
      dueAt: '2026-03-05T11:30:00.000Z',
      metAt: null,
      breachedAt: null,
      elapsed: 'PT1H30M',
      remaining: 'PT2H30M',
      policyVersion: 3,
      policy: { severity: 'HIGH', customer: { name: office.name } },
      calendar: { name: 'Office in Berlin', version: 1, timeZone: 'Europe/Berlin' },
      thresholds: [
        { percent: 50, at: '2026-03-05T09:30:00.000Z' },
        { percent: 75, at: '2026-03-05T10:30:00.000Z' },
        { percent: 100, at: '2026-03-05T11:30:00.000Z' },
      ],
      intervals: [
        piece(TUESDAY, '2026-03-03T15:30:00.000Z', 'COUNTED', 'PT30M'),
        piece(
          '2026-03-03T15:30:00.000Z',
          '2026-03-03T20:00:00.000Z',
          'WAITING_FOR_CUSTOMER',
          'PT4H30M',
        ),
        piece('2026-03-03T20:00:00.000Z', '2026-03-03T23:00:00.000Z', 'OUTSIDE_HOURS', 'PT3H'),
        piece(
          '2026-03-03T23:00:00.000Z',
          '2026-03-04T23:00:00.000Z',
          'HOLIDAY',
          'PT24H',
          "Founders' Day",
        ),
        piece('2026-03-04T23:00:00.000Z', '2026-03-05T08:00:00.000Z', 'OUTSIDE_HOURS', 'PT9H'),
        piece('2026-03-05T08:00:00.000Z', THURSDAY, 'COUNTED', 'PT1H'),
      ],
    });
    const [latest] = await explain(id, 'intervals(last: 2) { reason }');
    expect(latest).toEqual({ intervals: [{ reason: 'OUTSIDE_HOURS' }, { reason: 'COUNTED' }] });
    expect(update).toMatchObject({ kind: 'UPDATE', silent: true, elapsed: 'PT1H30M' });
    expect(resolution).toMatchObject({ kind: 'RESOLUTION', remaining: 'PT38H30M' });
  });

  it('names the version that the clock started with, whatever the calendar says since', async () => {
    const id = await openInOffice();
    await app.db.businessCalendar.update({
      where: { id: calendarId },
      data: { name: 'Office', version: 2, timeZone: 'UTC' },
    });
    expect(await explain(id, 'calendar { name version timeZone }')).toEqual(
      Array(3).fill({ calendar: { name: 'Office', version: 1, timeZone: 'Europe/Berlin' } }),
    );
    await app.db.businessCalendar.update({
      where: { id: calendarId },
      data: { name: 'Office in Berlin', version: 1, timeZone: 'Europe/Berlin' },
    });
  });

  it('has no calendar around the clock', async () => {
    const id = await openAroundTheClock();
    app.clock.set(THURSDAY);
    expect(await explain(id, 'kind calendar { name } intervals { reason length }')).toEqual([
      { kind: 'RESPONSE', calendar: null, intervals: [{ reason: 'COUNTED', length: 'PT42H' }] },
      { kind: 'UPDATE', calendar: null, intervals: [{ reason: 'COUNTED', length: 'PT42H' }] },
    ]);
  });

  it('shows the current cycle of each clock, and earlier ones when asked to', async () => {
    const id = await openAroundTheClock();
    app.clock.advance(HOUR_MS);
    await app.mutate('logCommunication', { escalationId: id, ...CALL });
    app.clock.advance(5 * HOUR_MS);
    await app.mutate('logCommunication', { escalationId: id, ...CALL });
    expect(await explain(id, 'kind cycle state')).toEqual([
      { kind: 'RESPONSE', cycle: 1, state: 'MET' },
      { kind: 'UPDATE', cycle: 3, state: 'RUNNING' },
    ]);
    expect(await explain(id, 'kind cycle state elapsed', '(pastCycles: true)')).toEqual([
      { kind: 'RESPONSE', cycle: 1, state: 'MET', elapsed: 'PT1H' },
      { kind: 'UPDATE', cycle: 1, state: 'MET', elapsed: 'PT1H' },
      { kind: 'UPDATE', cycle: 2, state: 'BREACHED', elapsed: 'PT5H' },
      { kind: 'UPDATE', cycle: 3, state: 'RUNNING', elapsed: 'PT0S' },
    ]);
  });

  it.each([
    ['runs', async () => {}],
    ['is late', async () => app.clock.advance(50 * HOUR_MS)],
    [
      'waits',
      async (escalationId: string) => {
        await app.mutate('waitForCustomer', { escalationId, reason: 'A log file is missing.' });
        app.clock.advance(HOUR_MS);
      },
    ],
    [
      'was answered',
      async (escalationId: string) => {
        await app.mutate('logCommunication', { escalationId, ...CALL });
        app.clock.advance(HOUR_MS);
      },
    ],
    [
      'is cancelled',
      async (escalationId: string) => {
        await app.mutate('cancelEscalation', { escalationId, reason: 'A mistake.' });
        app.clock.advance(HOUR_MS);
      },
    ],
  ])('says the same as `sla` of a case that %s', async (_how, happen) => {
    const id = await openInOffice();
    app.clock.set(THURSDAY);
    await happen(id);
    const { escalation } = await app.query<{
      escalation: { sla: unknown; slaExplanation: unknown };
    }>(
      `query ($id: ID!) {
        escalation(by: { id: $id }) { sla { ${CLOCK} } slaExplanation { ${CLOCK} } }
      }`,
      { id },
    );
    expect(escalation.slaExplanation).toEqual(escalation.sla);
  });

  it('is as it stands after each mutation of one request', async () => {
    const id = await openInOffice();
    const answered = await app.mutate<{ escalation: { slaExplanation: Explained[] } }>(
      'logCommunication',
      { escalationId: id, ...CALL },
      'escalation { slaExplanation { kind state } }',
    );
    expect(answered.escalation.slaExplanation[0]).toEqual({ kind: 'RESPONSE', state: 'MET' });
  });
});

describe('what it costs', () => {
  it('is as many statements for ten cases as for one', async () => {
    for (let place = 0; place < 10; place += 1) await openInOffice();
    const list = (first: number) =>
      `{ escalations(first: ${first}) { nodes { slaExplanation { ${EXPLANATION} } } } }`;
    for (const first of [1, 10]) await app.query(list(first));
    const one = await statementsDuring(() => app.query(list(1)));
    const ten = await statementsDuring(() => app.query(list(10)));
    expect(ten.length).toBe(one.length);
  });

  it('lets a page of 100 cases show their clocks, but not every piece of every cycle', async () => {
    const list = (args: string, fields: string) =>
      app.graphql(`{ escalations(first: 100) { nodes { slaExplanation${args} { ${fields} } } } }`);
    const shown = await list('', `${CLOCK} elapsed thresholds { percent at }`);
    expect(shown.errors).toBeUndefined();
    const all = await list('(pastCycles: true)', EXPLANATION);
    expect(all.errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
  });
});

function piece(from: string, to: string, reason: string, length: string, holiday?: string) {
  return { from, to, counted: reason === 'COUNTED', reason, holiday: holiday ?? null, length };
}
