import { describe, expect, test } from 'vitest';
import { addHolidays } from '../../../../src/sla/holidays/holiday-list.rules.ts';
import { ICalendarError } from '../../../../src/sla/holidays/icalendar.rules.ts';
import { readHolidays } from './read-holidays.ts';

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
      problems: [],
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
  ).toEqual({
    holidays: [],
    leftOut: 2,
    problems: ['Line 3, "Holiday": has a time of day.', 'Line 7, "Holiday": has a time of day.'],
  });
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
    [
      'the second Monday of a week list',
      '20260105',
      'FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1;COUNT=2',
      ['26-01-05', '26-01-12'],
    ],
    ['a day that never comes', '20260501', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', ['26-05-01']],
    [
      'the hundredth day of the year',
      '20260410',
      'FREQ=YEARLY;BYYEARDAY=100;COUNT=2',
      ['26-04-10', '27-04-10'],
    ],
    [
      'until a moment of a day',
      '20260105',
      'FREQ=DAILY;UNTIL=20260106T235959Z',
      ['26-01-05', '26-01-06'],
    ],
    [
      'in small letters, at midnight',
      '20260105',
      'freq=daily;count=2;byhour=0;byminute=0;bysecond=0;',
      ['26-01-05', '26-01-06'],
    ],
    [
      'weeks that begin on Sunday',
      '20260104',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;COUNT=3',
      ['26-01-04', '26-01-06', '26-01-18'],
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
    [
      'at an interval of ages',
      'FREQ=DAILY;INTERVAL=1000000000',
      /INTERVAL=1000000000: give 1 to 1,000/,
    ],
    ['by the number of the week', 'FREQ=YEARLY;BYWEEKNO=10', /BYWEEKNO, which is not worked out/],
    [
      'at a position of nothing',
      'FREQ=WEEKLY;BYSETPOS=2',
      /combines WEEKLY with BYSETPOS=2, which is not worked out: list its days/,
    ],
    ['now and then', 'FREQ=SOMETIMES', /must recur DAILY/],
    ['in a month that is none', 'FREQ=YEARLY;BYMONTH=16', /BYMONTH=16: give 1 to 12/],
    ['on a day of the week that is none', 'FREQ=WEEKLY;BYDAY=MON', /BYDAY=MON: give MO, TU/],
    [
      'on the zeroth Monday',
      'FREQ=MONTHLY;BYDAY=0MO',
      /BYDAY=0MO: give MO, .* with a number before it/,
    ],
    [
      'on the second Monday of a week',
      'FREQ=WEEKLY;BYDAY=2MO',
      /combines WEEKLY with BYDAY=2MO, which is not worked out/,
    ],
    [
      'on the day of the year of a month',
      'FREQ=MONTHLY;BYYEARDAY=3',
      /combines MONTHLY with BYYEARDAY=3, which is not/,
    ],
    [
      'on the day of the month of a week',
      'FREQ=WEEKLY;BYMONTHDAY=3',
      /combines WEEKLY with BYMONTHDAY=3, which is not/,
    ],
    ['by Easter', 'FREQ=YEARLY;BYEASTER=-2', /has BYEASTER, which is not worked out/],
    ['by another calendar', 'RSCALE=CHINESE;FREQ=YEARLY', /has RSCALE, which is not/],
    ['by the hour', 'FREQ=DAILY;BYHOUR=9', /BYHOUR, which makes no sense for whole days/],
    ['no times at all', 'FREQ=DAILY;COUNT=0', /COUNT=0: give 1 to/],
    ['at no interval', 'FREQ=DAILY;INTERVAL=0', /INTERVAL=0: give 1 to/],
    ['with two ends', 'FREQ=DAILY;COUNT=2;UNTIL=20270101', /both COUNT and UNTIL/],
    [
      'until some day',
      'FREQ=DAILY;UNTIL=2027-01-01',
      /UNTIL=2027-01-01: give a day such as 20261231/,
    ],
    ['twice the same', 'FREQ=DAILY;FREQ=DAILY', /has FREQ twice/],
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
    ['a line of nothing', file('Labour Day'), /Line 3: "Labour Day" is no line of iCalendar\./],
    [
      'an event that is cut off',
      file('BEGIN:VEVENT').split('END:')[0] ?? '',
      /Ends before the END:VEVENT of line 3: the file was cut off/,
    ],
    [
      'a calendar that is cut off',
      file(event('DTSTART:20260101')).split('END:VCAL')[0] ?? '',
      /Ends before the END:VCALENDAR of line 1/,
    ],
    ['a line outside', `${file()}SUMMARY:x`, /Line 4: SUMMARY stands outside of BEGIN and END/],
    ['an end too many', `${file()}END:VCALENDAR\r\n`, /Line 4: END:VCALENDAR ends nothing/],
    [
      'an event without an end',
      file('BEGIN:VEVENT', 'SUMMARY:Off'),
      /Line 3, "Off": has no END:VEVENT/,
    ],
    ['an event without a day', file(event('SUMMARY:Off')), /Line 3, "Off": has no DTSTART/],
    [
      'a day that is none',
      file(event('DTSTART;VALUE=DATE:20260230')),
      /DTSTART "20260230" on line 4, which is no day/,
    ],
    [
      'a day in words',
      file(event('DTSTART;VALUE=DATE:May')),
      /DTSTART "May" on line 4, which is no day/,
    ],
    ['two days', file(event('DTSTART:20260101', 'DTSTART:20260102')), /second DTSTART on line 5/],
    [
      'an end before the start',
      file(event('DTSTART:20260102', 'DTEND:20260101')),
      /DTEND, 20260101, before/,
    ],
    [
      'two lengths',
      file(event('DTSTART:20260102', 'DTEND:20260103', 'DURATION:P1D')),
      /both DTEND and/,
    ],
    [
      'a length that is none',
      file(event('DTSTART:20260101', 'DURATION:long')),
      /DURATION "long", which is no length/,
    ],
    [
      'a length below nothing',
      file(event('DTSTART:20260101', 'DURATION:-P1D')),
      /which is no length/,
    ],
    [
      'an exception that is no day',
      file(event('DTSTART:20260101', 'EXDATE:none')),
      /EXDATE "none" on line 5/,
    ],
    [
      'a period',
      file(event('DTSTART:20260101', 'RDATE;VALUE=PERIOD:20260102T000000/P1D')),
      /RDATE "20260102T000000\/P1D"/,
    ],
    [
      'exceptions by rule',
      file(event('DTSTART:20260101', 'EXRULE:FREQ=DAILY')),
      /has EXRULE, which is not/,
    ],
    [
      'a property without a colon',
      file(event('DTSTART:20260101', 'RRULE FREQ=DAILY')),
      /line 5, "RRULE FREQ=DAILY", which cannot be read/,
    ],
    [
      'a to-do',
      file('BEGIN:VTODO', 'DUE:20260101', 'END:VTODO'),
      /Line 3: is a VTODO, which is no event/,
    ],
    [
      'an event misspelt',
      file('BEGIN:VEVNT', 'DTSTART:20260101', 'END:VEVNT'),
      /Line 3: BEGIN:VEVNT is not known/,
    ],
    [
      'bytes of another encoding',
      file(event('SUMMARY:D\ufffda', 'DTSTART:20260101')),
      /Line 4 holds U\+FFFD/,
    ],
  ])('is told what is wrong: %s', (_name, text, message) => {
    expect(() => readHolidays(text, NOW)).toThrow(message);
    expect(() => readHolidays(text, NOW)).toThrow(ICalendarError);
  });

  test('tells of the first twenty of many events, those that are wrong before the others', () => {
    const timed = event('SUMMARY:Meeting', 'DTSTART:20260101T090000Z');
    const { leftOut, problems } = read(
      event('DTSTART:20260501'),
      ...Array.from({ length: 30 }, () => timed),
      event('SUMMARY:Wrong', 'DTSTART:20261301'),
    );
    expect(leftOut).toBe(31);
    expect(problems).toHaveLength(21);
    expect(problems[0]).toMatch(/"Wrong": has DTSTART "20261301"/);
    expect(problems.at(-1)).toBe('And 11 more.');
  });

  const DAY = 'DTSTART;VALUE=DATE:20200101';
  test.each([
    ['a million events', file(event(DAY).repeat(50_000)), /at most 1,000,000 characters/],
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
  ])('is refused when it takes too much work: %s', (_name, text, message) => {
    expect(() => readHolidays(text, NOW)).toThrow(message);
  });

  test('an event that alone takes too many steps is left out by name, and the others come in', () => {
    const { holidays, problems } = read(
      event('SUMMARY:Ages', 'DTSTART:10000101', 'RRULE:FREQ=DAILY;COUNT=900000000'),
      event('DTSTART:20260501'),
    );
    expect(holidays).toHaveLength(1);
    expect(problems).toEqual(['Line 3, "Ages": has too many days to work out: list them.']);
  });
});

test.each([
  [
    'of lines that are none',
    'a\n',
    /more than 1,000 lines that belong to nothing\. Line 2: "a" is/,
  ],
  ['of ends of nothing', 'END:A\n', /more than 1,000 lines that belong to nothing\. Line 2: END:A/],
])('a text of 1,000,000 characters %s is refused at its first thousand', (_name, line, message) => {
  const text = `BEGIN:VCALENDAR\n${line.repeat(Math.floor(999_900 / line.length))}`;
  expect(() => readHolidays(text, NOW)).toThrow(message);
});

test('an event of tens of thousands of dates, or of a line beyond 20,000 characters, is left out', () => {
  const dates = `EXDATE:${Array.from({ length: 1_000 }, () => '20260101').join(',')}`;
  const { problems } = read(
    event('DTSTART:20260501'),
    event('SUMMARY:Many', 'DTSTART:20260501', ...Array.from({ length: 60 }, () => dates)),
    event('SUMMARY:Long', `DTSTART;X=${'a'.repeat(20_000)}:20260501`),
  );
  expect(problems).toEqual([
    expect.stringMatching(/"Many": has more than 5,000 dates as EXDATE\.$/),
    expect.stringMatching(/"Long": has line 72, "DTSTART;X=a.*", which cannot be read\.$/),
  ]);
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
