import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { businessCalendar, customer, openCase, slaPolicy } from '../../support/factories.ts';

let app: TestApp;
let policyId: string;
let calendarId: string;
let caseId: string;

beforeAll(async () => {
  app = await startTestApp();
  const calendar = await businessCalendar(app, { name: 'Berlin' });
  const { id } = await customer(app);
  const policy = await slaPolicy(app, { customer: { id }, calendar: { name: 'Berlin' } });
  await slaPolicy(app, { customer: { id }, responseTarget: 'PT1H' });
  await app.mutate('upsertSlaPolicy', {
    ...{ severity: 'LOW', ownerLevel: 'MANAGER', warnAt: [] },
    ...{ responseTarget: 'PT1H', updateInterval: 'PT1H' },
  });
  const opened = await openCase(app, { customer: { id } });
  policyId = decodeId('SlaPolicy', policy.id) ?? '';
  calendarId = decodeId('BusinessCalendar', calendar.id) ?? '';
  caseId = decodeId('Escalation', opened.id) ?? '';
});
afterAll(() => app.stop());

const problems = async () => (await verify(app.db)).problems;

describe('verify', () => {
  it('finds policies and calendars as the log has them', async () => {
    expect(await verify(app.db)).toMatchObject({ policies: 5, calendars: 1, problems: [] });
  });

  it('tells of a policy that the log does not explain', async () => {
    const where = { id: policyId };
    await app.db.slaPolicy.update({ where, data: { warnAt: [10], version: 3 } });
    expect(await problems()).toEqual([
      `policy of HIGH (${policyId}): warnAt is "[10]"; the log says "[50,75,90]"`,
      `policy of HIGH (${policyId}): its version counts 3 changes; the log has 2`,
    ]);
    await app.db.slaPolicy.update({ where, data: { warnAt: [50, 75, 90], version: 2 } });
  });

  it('tells of a calendar that is not as its version has it', async () => {
    const where = { id: calendarId };
    await app.db.businessCalendar.update({ where, data: { timeZone: 'Asia/Tokyo' } });
    expect(await problems()).toEqual([
      'calendar Berlin: timeZone is "Asia/Tokyo"; the log says "Europe/Berlin"',
      'It should hold that the version of a calendar is on record as it is: Berlin',
    ]);
    await app.db.businessCalendar.update({ where, data: { timeZone: 'Europe/Berlin' } });
  });

  it('tells of clocks and entries that name a version which is not there', async () => {
    const where = { calendarId };
    await app.db.slaClock.updateMany({
      where: { escalationId: caseId, kind: 'UPDATE' },
      data: { calendarVersion: 7 },
    });
    await app.db.businessCalendarVersion.updateMany({ where, data: { version: 7 } });
    const found = (await problems()).join('\n');
    expect(found).toMatch(/the version of a calendar is on record as it is: Berlin/);
    expect(found).toMatch(/a clock counts by a version of a calendar that is on record: /);
    expect(found).toMatch(/a policy in the log names a version of a calendar that is on record: /);
  });
});
