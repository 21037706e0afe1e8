import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { UserError } from '../../support/client.ts';
import { businessCalendar, customer, slaPolicy } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

interface Calendar {
  id: string;
  version: number;
  [field: string]: unknown;
}
interface Payload {
  cursor: string | null;
  businessCalendar: Calendar | null;
  userErrors: UserError[];
}

const CALENDAR =
  'id version name timeZone hours { day opens closes } holidays { date name } retiredAt';
const SELECTION = `cursor businessCalendar { ${CALENDAR} }`;
const MORNINGS = ['TUESDAY', 'MONDAY'].map((day) => ({ day, opens: '09:00', closes: '12:00' }));
const TERMS = { timeZone: 'Europe/Berlin', hours: MORNINGS };

const upsert = (input: object) =>
  app.mutate<Payload>('upsertBusinessCalendar', { ...TERMS, ...input }, SELECTION);
const retire = (input: object) =>
  app.mutate<Payload>('retireBusinessCalendar', { ...input }, SELECTION);

async function lastEvent() {
  const { deskEvents } = await app.query<{ deskEvents: { nodes: object[] } }>(
    `{ deskEvents(first: 1, types: [CALENDAR_CHANGED]) {
      nodes { summary subject { id } changes { field from to } }
    } }`,
  );
  return deskEvents.nodes[0];
}

function versionsOf(id: string | undefined) {
  return app.db.businessCalendarVersion.findMany({
    where: { calendarId: decodeId('BusinessCalendar', id ?? '') ?? '' },
    orderBy: { version: 'asc' },
  });
}

describe('upsertBusinessCalendar', () => {
  it('adds a calendar, its week and its holidays in order', async () => {
    const { businessCalendar: made, userErrors } = await upsert({
      name: 'Mornings',
      holidays: [
        { date: '2026-12-26', name: 'Boxing Day' },
        { date: '2026-12-25', name: 'Christmas Day' },
      ],
    });
    expect(userErrors).toEqual([]);
    expect(made).toEqual({
      id: expect.any(String),
      version: 1,
      name: 'Mornings',
      timeZone: 'Europe/Berlin',
      hours: MORNINGS.toReversed(),
      holidays: [
        { date: '2026-12-25', name: 'Christmas Day' },
        { date: '2026-12-26', name: 'Boxing Day' },
      ],
      retiredAt: null,
    });
    expect(await lastEvent()).toEqual({
      summary: 'Calendar Mornings added',
      subject: { id: made?.id },
      changes: [
        { field: 'name', from: null, to: 'Mornings' },
        { field: 'timeZone', from: null, to: 'Europe/Berlin' },
        { field: 'hours.MONDAY', from: null, to: '["09:00-12:00"]' },
        { field: 'hours.TUESDAY', from: null, to: '["09:00-12:00"]' },
        { field: 'holidays.2026-12-25', from: null, to: 'Christmas Day' },
        { field: 'holidays.2026-12-26', from: null, to: 'Boxing Day' },
      ],
    });
    expect(await versionsOf(made?.id)).toMatchObject([{ version: 1, timeZone: 'Europe/Berlin' }]);
  });

  it('makes the next version, keeps the earlier one, and the holidays that are left out', async () => {
    const holidays = [{ date: '2026-05-01', name: 'Labour Day' }];
    const made = await upsert({ name: 'Moving', holidays });
    const changed = await upsert({ name: 'Moving', timeZone: 'Europe/Paris' });
    expect(changed.businessCalendar).toEqual({
      ...made.businessCalendar,
      version: 2,
      timeZone: 'Europe/Paris',
    });
    expect(await lastEvent()).toMatchObject({
      summary: 'Calendar Moving changed',
      changes: [{ field: 'timeZone', from: 'Europe/Berlin', to: 'Europe/Paris' }],
    });
    expect(await versionsOf(made.businessCalendar?.id)).toMatchObject([
      { version: 1, timeZone: 'Europe/Berlin', holidays },
      { version: 2, timeZone: 'Europe/Paris', holidays },
    ]);
    const bare = await upsert({ name: 'Moving', timeZone: 'Europe/Paris', holidays: [] });
    expect(bare.businessCalendar).toMatchObject({ version: 3, holidays: [] });
  });

  it('writes nothing when nothing differs, in whatever order it is said', async () => {
    const made = await upsert({ name: 'Same' });
    const again = await upsert({ name: 'Same', hours: MORNINGS.toReversed(), holidays: [] });
    expect(again).toEqual({ ...made, cursor: null });
    expect(await versionsOf(made.businessCalendar?.id)).toHaveLength(1);
  });

  it('loses none of many that come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        upsert({ name: 'Crowd', hours: [{ day: 'MONDAY', opens: `0${n}:00`, closes: '12:00' }] }),
      ),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    const ids = new Set(answers.map(({ businessCalendar: one }) => one?.id));
    expect(ids.size).toBe(1);
    expect((await versionsOf([...ids][0])).map(({ version }) => version)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8],
    ]);
  });

  it('changes only the version that the decision rests on', async () => {
    await upsert({ name: 'Decided' });
    const timeZone = 'Asia/Tokyo';
    const stale = await upsert({ name: 'Decided', timeZone, expectedVersion: 2 });
    expect(stale.userErrors).toMatchObject([{ code: 'STALE_VERSION', field: ['expectedVersion'] }]);
    const done = await upsert({ name: 'Decided', timeZone, expectedVersion: 1 });
    expect(done.businessCalendar).toMatchObject({ version: 2, timeZone });
  });

  it('names every mistake in its hours', async () => {
    const { userErrors, businessCalendar: none } = await upsert({
      name: 'Wrong',
      timeZone: 'Nowhere',
      hours: [{ day: 'MONDAY', opens: '25:00', closes: '24:30' }],
    });
    expect(none).toBeNull();
    expect(userErrors.map(({ field }) => field.join('.'))).toEqual([
      ...['timeZone', 'hours.0.opens', 'hours.0.closes'],
    ]);
  });

  it('refuses hours in which a policy that uses it would take years, and names the policy', async () => {
    const { name } = await businessCalendar(app, { name: 'In use' });
    const { id } = await customer(app, { name: 'Harbour Retail' });
    await slaPolicy(app, {
      customer: { id },
      calendar: { name },
      resolutionTarget: 'PT2000H',
    });
    const hours = [{ day: 'MONDAY', opens: '09:00', closes: '12:00' }];
    expect((await upsert({ name, hours })).userErrors).toEqual([
      {
        code: 'INVALID',
        field: ['hours'],
        message:
          'The policy HIGH of Harbour Retail uses it: PT2000H would take more than 10 years in In use, which has PT3H of working time a week.',
      },
    ]);
    const closes = '13:00';
    expect((await upsert({ name, hours: [{ ...hours[0], closes }] })).userErrors).toEqual([]);
  });
});

describe('retireBusinessCalendar', () => {
  it('takes a calendar out of use, and upserting it brings it back', async () => {
    const { id: calendarId, name } = await businessCalendar(app);
    app.clock.advance(1_000);
    const { businessCalendar: retired } = await retire({ calendarId, expectedVersion: 1 });
    expect(retired).toMatchObject({ version: 2, retiredAt: app.clock.now().toISOString() });
    expect(await retire({ calendarId })).toMatchObject({ cursor: null, businessCalendar: retired });
    const { businessCalendar: back } = await upsert({ name });
    expect(back).toMatchObject({ id: calendarId, version: 3, retiredAt: null });
    expect(await lastEvent()).toMatchObject({ summary: `Calendar ${name} brought back` });
  });

  it('is refused while policies in force use it, and names them', async () => {
    const { id: calendarId, name } = await businessCalendar(app);
    const { id } = await customer(app, { name: 'Quay Foods' });
    const { id: policyId } = await slaPolicy(app, { customer: { id }, calendar: { name } });
    expect((await retire({ calendarId })).userErrors).toEqual([
      {
        code: 'WRONG_STATE',
        field: ['calendarId'],
        message: `Policies in force use ${name}: HIGH of Quay Foods. Give them another calendar first.`,
      },
    ]);
    await app.mutate('retireSlaPolicy', { policyId });
    expect((await retire({ calendarId })).userErrors).toEqual([]);
  });

  it('and a policy that takes it at the same time do not both happen', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const { id: calendarId, name } = await businessCalendar(app);
      const { id } = await customer(app);
      const [retired, taken] = await Promise.all([
        retire({ calendarId }),
        app.mutate('upsertSlaPolicy', {
          ...{ severity: 'LOW', customer: { id }, calendar: { name }, ownerLevel: 'MANAGER' },
          ...{ responseTarget: 'PT1H', updateInterval: 'PT1H' },
        }),
      ]);
      const refusals = [...retired.userErrors, ...taken.userErrors];
      expect(refusals).toHaveLength(1);
    }
  });
});

describe('businessCalendars', () => {
  it('lists those in use by name, with the policies in force that count by them', async () => {
    const { id: goneId } = await businessCalendar(app, { name: 'AAA gone' });
    await retire({ calendarId: goneId });
    const { name } = await businessCalendar(app, { name: 'AAA used' });
    const { id: policyId } = await slaPolicy(app, { calendar: { name } });
    const { id: oldId } = await slaPolicy(app, { calendar: { name } });
    await app.mutate('retireSlaPolicy', { policyId: oldId });
    const { businessCalendars } = await app.query<{
      businessCalendars: { name: string; policies: { id: string }[] }[];
    }>('{ businessCalendars { name policies { id } } }');
    expect(businessCalendars[0]).toEqual({ name: 'AAA used', policies: [{ id: policyId }] });
    const names = businessCalendars.map((one) => one.name);
    expect(names).toEqual(names.toSorted());
  });
});
