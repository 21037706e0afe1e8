import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase } from '../../support/factories.ts';

let app: TestApp;
let customerId: string;

beforeAll(async () => {
  app = await startTestApp();
  customerId = (await customer(app)).id;
  const hours = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'].map((day) => ({
    day,
    opens: '09:00',
    closes: '17:00',
  }));
  await app.mutate('upsertBusinessCalendar', { name: 'Office', timeZone: 'Europe/Berlin', hours });
  const { userErrors } = await app.mutate('upsertSlaPolicy', {
    severity: 'HIGH',
    customer: { id: customerId },
    ownerLevel: 'DIRECTOR',
    responseTarget: 'PT4H',
    updateInterval: 'PT16H',
    calendar: { name: 'Office' },
  });
  expect(userErrors).toEqual([]);
});

afterAll(() => app.stop());

/** Opened on a Friday, 15:00 in Berlin. */
async function openOnFriday(): Promise<string> {
  app.clock.set('2026-03-06T14:00:00Z');
  return (await openCase(app, { severity: 'HIGH', customer: { id: customerId } })).id;
}

describe('a promise on a case with business hours', () => {
  it.each([
    ['nextUpdateAt', '2026-03-07T10:00:00.000Z'],
    ['resolveBy', '2026-03-07T10:00:00.000Z'],
    ['resolveBy', '2026-03-06T20:00:00.000Z'],
  ])(
    '%s at %s, when nobody works, is refused with the next time that could be promised',
    async (field, promised) => {
      const escalationId = await openOnFriday();
      const { userErrors } = await app.mutate('setResponseTimeline', {
        escalationId,
        [field]: promised,
      });
      expect(userErrors).toEqual([
        {
          code: 'INVALID',
          message: `Must lie in the working time of the case's calendar, or at its end: ${promised} does not; the next time that does begins at 2026-03-09T08:00:00.000Z.`,
          field: [field],
        },
      ]);
    },
  );

  it('within the hours, or at their end, is when the clock is due', async () => {
    const escalationId = await openOnFriday();
    for (const resolveBy of ['2026-03-06T16:00:00.000Z', '2026-03-10T09:00:00.000Z']) {
      const { userErrors, escalation } = await app.mutate<{
        escalation: { sla: { kind: string; dueAt: string }[] };
      }>('setResponseTimeline', { escalationId, resolveBy }, 'escalation { sla { kind dueAt } }');
      expect(userErrors).toEqual([]);
      expect(escalation.sla.find(({ kind }) => kind === 'RESOLUTION')?.dueAt).toBe(resolveBy);
    }
  });
});
