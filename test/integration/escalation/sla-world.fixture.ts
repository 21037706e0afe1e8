import type { Client, Variables } from '../../support/client.ts';
import { businessCalendar, slaPolicy } from '../../support/factories.ts';
import type { World } from './bad-input.fixture.ts';

/** Policies and calendars that the rows of bad input point at. */
export interface SlaWorld {
  /** Of one customer. */
  policyId: string;
  defaultPolicyId: string;
  /** "Quiet", open one hour a week, which no policy uses. */
  calendarId: string;
  /** "Used", by a policy with a target of 1,000 hours. */
  usedCalendarId: string;
  /** "Retired". */
  retiredCalendarId: string;
}

const TERMS = { ownerLevel: 'MANAGER', responseTarget: 'PT2H', updateInterval: 'PT8H' };

export async function makeSlaWorld(app: Client, customerId: string): Promise<SlaWorld> {
  const { id: calendarId } = await businessCalendar(app, {
    name: 'Quiet',
    hours: [{ day: 'MONDAY', opens: '09:00', closes: '10:00' }],
  });
  const { id: usedCalendarId } = await businessCalendar(app, { name: 'Used' });
  const { id: retiredCalendarId } = await businessCalendar(app, { name: 'Retired' });
  await app.mutate('retireBusinessCalendar', { calendarId: retiredCalendarId });
  const { id: policyId } = await slaPolicy(app, {
    customer: { id: customerId },
    severity: 'LOW',
    resolutionTarget: 'PT1000H',
    calendar: { id: usedCalendarId },
  });
  const { slaPolicies } = await app.query<{ slaPolicies: { id: string }[] }>(
    '{ slaPolicies { id } }',
  );
  const defaultPolicyId = slaPolicies[0]?.id ?? '';
  return { policyId, defaultPolicyId, calendarId, usedCalendarId, retiredCalendarId };
}

/** An input that works, of a mutation that is about a policy or a calendar; undefined for others. */
export function slaInput(mutation: string, { sla }: World): Variables | undefined {
  switch (mutation) {
    case 'upsertSlaPolicy':
      return { ...TERMS, severity: 'LOW' };
    case 'retireSlaPolicy':
      return { policyId: sla.policyId };
    case 'upsertBusinessCalendar':
      return {
        name: 'Quiet',
        timeZone: 'Europe/Berlin',
        hours: [{ day: 'MONDAY', opens: '09:00', closes: '24:00' }],
      };
    case 'retireBusinessCalendar':
      return { calendarId: sla.calendarId };
    case 'importHolidays':
      return { calendarId: sla.calendarId, iCalendar: HOLIDAY_FILE };
    default:
      return undefined;
  }
}

export const HOLIDAY_FILE = [
  'BEGIN:VCALENDAR',
  'BEGIN:VEVENT',
  'SUMMARY:Labour Day',
  'DTSTART;VALUE=DATE:20260501',
  'END:VEVENT',
  'END:VCALENDAR',
].join('\r\n');
