import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/db/transaction.ts';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { HOUR_MS } from '../../../src/shared/duration.ts';
import { newId } from '../../../src/shared/ids.ts';
import { SEVERITIES } from '../../../src/shared/vocabulary.ts';
import { policiesFor } from '../../../src/sla/terms/policy.load.ts';
import { DEFAULT_POLICIES } from '../../../src/sla/terms/policy.rules.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

const policies = (id: string, tier: 'ENTERPRISE' | 'BUSINESS') =>
  inTransaction(app.db, (tx) => policiesFor(tx, { id, tier }));

describe('the policies of a new database', () => {
  it('are the defaults of the rules', async () => {
    const inForce = await policies(newId(), 'BUSINESS');
    for (const severity of SEVERITIES) {
      const { examples: _examples, ...terms } = DEFAULT_POLICIES[severity];
      expect(inForce[severity]).toEqual({
        ...terms,
        policyId: expect.any(String),
        version: 1,
        calendarId: null,
        calendarVersion: null,
        repeatEveryMs: null,
      });
    }
    expect(await app.db.slaPolicy.count()).toBe(SEVERITIES.length);
  });
});

describe('policiesFor', () => {
  it("takes the customer's before the tier's before the default, by severity", async () => {
    const { id } = await customer(app, { tier: 'ENTERPRISE' });
    const own = decodeId('Customer', id) ?? '';
    const terms = { ownerLevel: 'DIRECTOR' as const, updateIntervalMs: HOUR_MS, warnAt: [80] };
    const [forTier, forCustomer, lowForTier] = [newId(), newId(), newId()];
    await app.db.slaPolicy.createMany({
      data: [
        { ...terms, id: forTier, severity: 'HIGH', tier: 'ENTERPRISE', responseTargetMs: 2 },
        { ...terms, id: forCustomer, severity: 'HIGH', customerId: own, responseTargetMs: 1 },
        { ...terms, id: lowForTier, severity: 'LOW', tier: 'ENTERPRISE', responseTargetMs: 3 },
      ],
    });
    const ofCustomer = await policies(own, 'ENTERPRISE');
    expect(ofCustomer.HIGH).toMatchObject({ policyId: forCustomer, responseTargetMs: 1 });
    expect(ofCustomer.LOW).toMatchObject({ policyId: lowForTier, warnAt: [80] });
    expect(ofCustomer.CRITICAL.responseTargetMs).toBe(HOUR_MS);
    const ofOther = await policies(newId(), 'ENTERPRISE');
    expect(ofOther.HIGH).toMatchObject({ policyId: forTier, responseTargetMs: 2 });
    const ofOtherTier = await policies(newId(), 'BUSINESS');
    expect(ofOtherTier.HIGH.responseTargetMs).toBe(4 * HOUR_MS);
  });
});

describe('what anybody may read about service levels', () => {
  it('lists the policies, the defaults first and then tiers and customers', async () => {
    const { slaPolicies } = await app.query<{ slaPolicies: { severity: string; tier: string }[] }>(
      `{ slaPolicies {
        id version severity tier customer { name } ownerLevel responseTarget updateInterval
        resolutionTarget warnAt calendar { name timeZone hours { day opens closes } holidays { date name } }
      } }`,
    );
    expect(slaPolicies.slice(0, 4).map(({ severity }) => severity)).toEqual([...SEVERITIES]);
    expect(slaPolicies[1]).toMatchObject({
      version: 1,
      severity: 'HIGH',
      tier: null,
      customer: null,
      ownerLevel: 'DIRECTOR',
      responseTarget: 'PT4H',
      updateInterval: 'PT4H',
      resolutionTarget: null,
      warnAt: [50, 75, 90],
      calendar: null,
    });
    expect(slaPolicies.slice(4).map(({ tier }) => tier)).toEqual([
      'ENTERPRISE',
      'ENTERPRISE',
      null,
    ]);
  });

  it('shows the calendar of a policy', async () => {
    const calendarId = newId();
    await app.db.businessCalendar.create({
      data: {
        id: calendarId,
        name: 'Berlin',
        timeZone: 'Europe/Berlin',
        hours: [{ day: 'MONDAY', opens: '09:00', closes: '24:00' }],
        holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
      },
    });
    await app.db.slaPolicy.updateMany({ where: { tier: 'ENTERPRISE' }, data: { calendarId } });
    const { slaPolicies } = await app.query<{ slaPolicies: { calendar: object | null }[] }>(
      `{ slaPolicies { calendar {
        name timeZone hours { day opens closes } holidays { date name }
      } } }`,
    );
    expect(slaPolicies[4]?.calendar).toEqual({
      name: 'Berlin',
      timeZone: 'Europe/Berlin',
      hours: [{ day: 'MONDAY', opens: '09:00', closes: '24:00' }],
      holidays: [{ date: '2026-12-25', name: 'Christmas Day' }],
    });
  });

  it('tells what each severity means by default', async () => {
    const { severityMatrix } = await app.query<{ severityMatrix: object[] }>(
      '{ severityMatrix { severity responseTime ownerLevel examples } }',
    );
    expect(severityMatrix).toEqual(
      [
        ['CRITICAL', 'PT1H', 'EXECUTIVE', ['service down', 'data loss']],
        ['HIGH', 'PT4H', 'DIRECTOR', ['major feature broken']],
        ['MEDIUM', 'PT24H', 'MANAGER', ['significant inconvenience']],
        ['LOW', 'PT72H', 'TEAM_LEAD', ['minor issue']],
      ].map(([severity, responseTime, ownerLevel, examples]) => ({
        severity,
        responseTime,
        ownerLevel,
        examples,
      })),
    );
  });

  it('tells who resolves each category', async () => {
    const { resolutionPaths } = await app.query<{ resolutionPaths: object[] }>(
      '{ resolutionPaths { category typicalCauses resolutionPath } }',
    );
    expect(resolutionPaths).toHaveLength(5);
    expect(resolutionPaths[1]).toEqual({
      category: 'BILLING',
      typicalCauses: ['charges', 'invoices', 'refunds'],
      resolutionPath: 'FINANCE',
    });
  });
});
