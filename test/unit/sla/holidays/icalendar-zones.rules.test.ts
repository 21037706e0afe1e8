import { describe, expect, test } from 'vitest';
import {
  instantOf,
  offsetIn,
  wallAt,
  zoneNamed,
} from '../../../../src/sla/holidays/icalendar-zones.rules.ts';
import { WINDOWS_ZONES } from '../../../../src/sla/holidays/windows-zones.rules.ts';
import { isTimeZone } from '../../../../src/sla/time/calendar.rules.ts';
import { offsetAt } from '../../../../src/sla/time/zone-years.rules.ts';

describe('a zone of a calendar file', () => {
  test.each([
    ['of IANA', 'Europe/Berlin', 'Europe/Berlin'],
    ['in small letters', 'america/new_york', 'America/New_York'],
    ['of Windows', 'W. Europe Standard Time', 'Europe/Berlin'],
    ['of Windows, by its number', 'Russia Time Zone 3', 'Europe/Samara'],
    ['of Exchange', 'tzone://Microsoft/Utc', 'UTC'],
    ['behind a registry', '/mozilla.org/20050126_1/Europe/Vienna', 'Europe/Vienna'],
    ['behind one, in three parts', '/x.org/1/America/Argentina/Salta', 'America/Argentina/Salta'],
    ['that is none', '(UTC+01:00) Amsterdam', null],
    ['of the maker', 'Customized Time Zone', null],
    ['in letters that mean several', 'BST', null],
    ['without a name', ' ', null],
    ['with a name without end', 'a'.repeat(20_000), null],
  ])('%s is known by the name of IANA, or not', (_name, given, zone) => {
    expect(zoneNamed(given)).toBe(zone);
  });

  test('of Windows is one that the platform knows', () => {
    expect(WINDOWS_ZONES.size).toBeGreaterThan(130);
    expect([...WINDOWS_ZONES.values()].filter((zone) => !isTimeZone(zone))).toEqual([]);
  });
});

test.each(['Europe/Berlin', 'America/St_Johns', 'Africa/Cairo', 'Pacific/Apia', 'UTC'])(
  'in %s the wall clock is as far ahead of UTC as other parts of the desk say',
  (zone) => {
    for (let month = 0; month < 24; month += 1) {
      const at = Date.UTC(2026, month, 5, 22, 30);
      expect(offsetIn(zone, at)).toBe(offsetAt(zone, at));
      expect(instantOf(zone, at + offsetIn(zone, at))).toBe(at);
    }
  },
);

test('a day begins at midnight, or at one where summer time does', () => {
  const begins = (zone: string, at: string) => wallAt(zone, Date.parse(at)).startsDay;
  expect(begins('Europe/Berlin', '2026-12-24T23:00:00Z')).toBe(true);
  expect(begins('Europe/Berlin', '2026-12-25T00:00:00Z')).toBe(false);
  // In Egypt the last Friday of April 2026 has no midnight.
  expect(begins('Africa/Cairo', '2026-04-23T22:00:00Z')).toBe(true);
});
