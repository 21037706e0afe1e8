import { describe, expect, test } from 'vitest';
import { addHolidays, readHolidays } from '../../../src/sla/holidays.rules.ts';
import { ICalendarError } from '../../../src/sla/icalendar.rules.ts';

const NOW = new Date('2026-03-02T09:00:00Z');

const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
const file = (...events: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events, 'END:VCALENDAR', ''].join('\r\n');
const read = (...events: string[]) => readHolidays(file(...events), NOW);
const datesOf = (...lines: string[]) =>
  read(event(...lines)).holidays.map(({ date }) => date.slice(2));
/** Of a rule that begins on that day. */
const ruled = (start: string, ...lines: string[]) =>
  datesOf(`DTSTART;VALUE=DATE:${start}`, ...lines);

describe('an all-day event', () => {
  test('is a holiday of its name', () => {
    expect(read(event('SUMMARY:Labour Day', 'DTSTART;VALUE=DATE:20260501'))).toEqual({
      holidays: [{ date: '2026-05-01', name: 'Labour Day' }],
      leftOut: 0,
    });
  });

  test.each([
    ['no summary', [], 'Holiday'],
    ['a blank one', ['SUMMARY:  '], 'Holiday'],
    ['one that is folded', ['SUMMARY:Labour', '  Day'], 'Labour Day'],
    ['escaped text', ['SUMMARY:Peter\\, Paul\\nand all'], 'Peter, Paul and all'],
    ['a NUL', ['SUMMARY:A\u0000B'], 'A B'],
    ['half of a surrogate pair', ['SUMMARY:A\ud83d'], 'A\ufffd'],
    ['a very long one', [`SUMMARY:${'🎄'.repeat(300)}`], '🎄'.repeat(200)],
  ])('with %s has a name that can be stored', (_name, lines, name) => {
    expect(read(event('DTSTART;VALUE=DATE:20260501', ...lines)).holidays).toEqual([
      { date: '2026-05-01', name },
    ]);
  });

  test.each([
    ['DTEND, the day after the last', ['DTEND;VALUE=DATE:20260503'], ['26-05-01', '26-05-02']],
    ['DTEND that repeats DTSTART', ['DTEND;VALUE=DATE:20260501'], ['26-05-01']],
    ['DURATION', ['DURATION:P2D'], ['26-05-01', '26-05-02']],
    ['a DURATION of weeks', ['DURATION:P1W', 'EXDATE;VALUE=DATE:20260502'], 7],
    ['RDATE', ['RDATE;VALUE=DATE:20260601,20260701'], ['26-05-01', '26-06-01', '26-07-01']],
  ])('lasts as long as %s says', (_name, lines, expected) => {
    const dates = ruled('20260501', ...lines);
    if (typeof expected === 'number') expect(dates).toHaveLength(expected);
    else expect(dates).toEqual(expected);
  });

  test('counts from a year back to ten years ahead', () => {
    expect(ruled('20000101', 'DTEND;VALUE=DATE:20990101')).toHaveLength(4_018);
    const far = ['20250301', '20250302', '20360301', '20360302'].map((day) =>
      event(`DTSTART;VALUE=DATE:${day}`),
    );
    expect(read(...far)).toMatchObject({
      holidays: [{ date: '2025-03-02' }, { date: '2036-03-01' }],
      leftOut: 2,
    });
  });

  test('gives a day one name: that of the first', () => {
    const day = 'DTSTART;VALUE=DATE:20260501';
    expect(read(event('SUMMARY:A', day), event('SUMMARY:B', day)).holidays).toEqual([
      { date: '2026-05-01', name: 'A' },
    ]);
  });
});

test('an event with a time of day is left out and counted, a cancelled one only left out', () => {
  expect(
    read(
      event('DTSTART:20260504T180000Z', 'RRULE:FREQ=YEARLY'),
      event('DTSTART;TZID=Europe/Berlin:20260504T180000'),
      event('DTSTART;VALUE=DATE:20260501', 'STATUS:CANCELLED'),
    ),
  ).toEqual({ holidays: [], leftOut: 2 });
});

test('several calendars in one text are read all', () => {
  const one = file(event('DTSTART;VALUE=DATE:20260501'));
  const other = file(event('DTSTART;VALUE=DATE:20260502'));
  expect(readHolidays(`\ufeff${one}${other}`, NOW).holidays).toHaveLength(2);
});

describe('a recurring event', () => {
  test.each([
    ['yearly', '19900106', 'FREQ=YEARLY;UNTIL=20280101', ['26-01-06', '27-01-06']],
    [
      'the fourth Thursday of November',
      '20231123',
      'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=5',
      ['25-11-27', '26-11-26', '27-11-25'],
    ],
    [
      'the last Monday of May',
      '20240527',
      'FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=4',
      ['25-05-26', '26-05-25', '27-05-31'],
    ],
    ['29 February', '20240229', 'FREQ=YEARLY', ['28-02-29', '32-02-29', '36-02-29']],
    ['30 February', '20260501', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', ['26-05-01']],
    [
      'the last day of the month',
      '20260131',
      'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3',
      ['26-01-31', '26-02-28', '26-03-31'],
    ],
    [
      'the 31st of the month',
      '20260131',
      'FREQ=MONTHLY;COUNT=3',
      ['26-01-31', '26-03-31', '26-05-31'],
    ],
    [
      'the last working day of the month',
      '20260130',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3',
      ['26-01-30', '26-02-27', '26-03-31'],
    ],
    ['every other week', '20260105', 'FREQ=WEEKLY;INTERVAL=2;COUNT=2', ['26-01-05', '26-01-19']],
  ])('is worked out: %s', (_name, start, rule, expected) => {
    const dates = ruled(start, `RRULE:${rule}`);
    expect(dates.filter((date) => date > '25-05-01')).toEqual(expected);
  });

  test('leaves its exceptions out, those that were moved or cancelled included', () => {
    const series = event(
      ...['UID:a', 'SUMMARY:Off', 'DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=YEARLY;COUNT=5'],
      ...['EXDATE;VALUE=DATE:20270101'],
    );
    const moved = event(
      ...['UID:a', 'RECURRENCE-ID;VALUE=DATE:20280101', 'DTSTART;VALUE=DATE:20280103'],
    );
    const cancelled = event(
      ...['UID:a', 'RECURRENCE-ID;VALUE=DATE:20290101', 'DTSTART;VALUE=DATE:20290101'],
      'STATUS:CANCELLED',
    );
    expect(read(series, moved, cancelled).holidays.map(({ date }) => date)).toEqual([
      ...['2026-01-01', '2028-01-03', '2030-01-01'],
    ]);
  });

  test.each([
    ['each second', 'FREQ=SECONDLY', /must recur DAILY, WEEKLY, MONTHLY or YEARLY/],
    ['without a frequency', '', /must recur DAILY/],
    ['at an interval of ages', 'FREQ=DAILY;INTERVAL=1000000000', /an interval over 1,000/],
    ['by the number of the week', 'FREQ=YEARLY;BYWEEKNO=10', /BYWEEKNO, which is not worked out/],
    ['at a position of nothing', 'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2', /BYSETPOS without/],
    ['on a day that never comes', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', /too many steps/],
    ['now and then', 'FREQ=SOMETIMES', /invalid frequency "SOMETIMES"/],
    [
      'on too many days',
      `FREQ=YEARLY;BYYEARDAY=${Array.from({ length: 101 }, (_, n) => n + 1).join(',')}`,
      /more than 100 values/,
    ],
  ])('%s is refused', (_name, rule, message) => {
    expect(() => ruled('20260101', `RRULE:${rule}`)).toThrow(message);
  });
});

describe('text that cannot be read', () => {
  test.each([
    ['nothing', '', /begins with BEGIN:VCALENDAR/],
    ['words', 'Some holidays', /begins with BEGIN:VCALENDAR/],
    ['a business card', 'BEGIN:VCARD\r\nEND:VCARD', /begins with BEGIN:VCALENDAR/],
    ['a line of nothing', file('Labour Day'), /invalid line .* "Labour Day"/],
    ['an end that lacks', file('BEGIN:VEVENT'), /component began but did not end/],
    ['a line outside', `${file()}SUMMARY:x`, /lines outside of BEGIN and END/],
    ['an end too many', `${file()}END:VCALENDAR\r\nX:1`, /lines outside of BEGIN and END/],
    ['an event without a day', file(event('SUMMARY:Off')), /The event "Off" has no DTSTART/],
    ['a day that is none', file(event('DTSTART;VALUE=DATE:20260230')), /DTSTART .* is no day/],
    ['a day in words', file(event('DTSTART;VALUE=DATE:May')), /DTSTART .* is no day/],
    [
      'a length that is none',
      file(event('DTSTART;VALUE=DATE:20260101', 'DURATION:long')),
      /invalid duration/,
    ],
  ])('is told what is wrong: %s', (_name, text, message) => {
    expect(() => readHolidays(text, NOW)).toThrow(message);
    expect(() => readHolidays(text, NOW)).toThrow(ICalendarError);
  });

  const DAY = 'DTSTART;VALUE=DATE:20200101';
  test.each([
    ['a million events', file(event(DAY).repeat(50_000)), /at most 1,000,000 characters/],
    [
      'a line that goes on and on',
      file(event(DAY, `DESCRIPTION:${`${'x'.repeat(70)}\r\n `.repeat(300)}`)),
      /is longer than 20,000 characters/,
    ],
    [
      'thousands of daily events',
      file(`${event(DAY, 'RRULE:FREQ=DAILY')}\r\n`.repeat(1_000)),
      /too many steps/,
    ],
    [
      'thousands of endless events',
      file(`${event(DAY, 'DTEND;VALUE=DATE:29990101')}\r\n`.repeat(1_000)),
      /too many steps/,
    ],
  ])('is refused in little time when it takes too much work: %s', (_name, text, message) => {
    const start = performance.now();
    expect(() => readHolidays(text, NOW)).toThrow(message);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

test('holidays that are added keep those that are there, and their names', () => {
  const present = [{ date: '2026-05-01', name: 'Tag der Arbeit' }];
  const more = [
    { date: '2026-01-01', name: 'New Year' },
    { date: '2026-05-01', name: 'Labour Day' },
  ];
  expect(addHolidays(present, more)).toEqual({
    holidays: [more[0], present[0]],
    added: 1,
  });
  expect(addHolidays(more, more)).toEqual({ holidays: more, added: 0 });
});
