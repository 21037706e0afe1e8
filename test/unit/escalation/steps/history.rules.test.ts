import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstLine, interactionsIn } from '../../../../src/escalation/steps/history.rules.ts';

const told = (summary: string) => ({ at: null, channel: null, summary });

describe('interactionsIn', () => {
  it('takes time and channel from beside the summary', () => {
    const at = '2019-06-24T10:30:00Z';
    const history = { tickets: [{ at, channel: 'EMAIL', summary: 'Route leak' }] };
    expect(interactionsIn(history)).toEqual([
      { at: new Date(at), channel: 'EMAIL', summary: 'Route leak' },
    ]);
  });

  it('finds summaries at any depth in the order of the document, outer ones first', () => {
    const history = {
      summary: 'one',
      old: [{ summary: 'two', replies: [{ summary: 'three' }] }, [[{ summary: 'four' }]]],
      last: { deep: { deeper: { summary: 'five' } } },
    };
    expect(interactionsIn(history).map(({ summary }) => summary)).toEqual([
      'one',
      'two',
      'three',
      'four',
      'five',
    ]);
  });

  it.each([
    ['a summary that is no string', { summary: { text: 'x' } }],
    ['a summary that is a list', { summary: ['x'] }],
    ['a number', { summary: 7 }],
    ['null', { summary: null }],
    ['an empty summary', { summary: '' }],
    ['a blank summary', { summary: ' \n' }],
    ['no summary', { note: 'x', tickets: [1, 'summary', true, null] }],
    ['no object at all', 'summary'],
    ['null as history', null],
  ])('finds nothing in %s', (_case, history) => {
    expect(interactionsIn(history)).toEqual([]);
  });

  it('still looks inside an object whose own summary does not count', () => {
    expect(interactionsIn({ summary: { summary: 'inner' } })).toEqual([told('inner')]);
  });

  it.each([
    ['EMAIL', 'EMAIL'],
    ['call', 'CALL'],
    ['Meeting', 'MEETING'],
    ['fax', null],
    ['', null],
    [1, null],
    [null, null],
  ])('reads the channel %j as %j', (channel, expected) => {
    expect(interactionsIn({ summary: 'x', channel })[0]?.channel).toBe(expected);
  });

  it.each([
    ['2019-06-24T10:30:00Z', '2019-06-24T10:30:00.000Z'],
    ['2019-06-24t10:30:00.250z', '2019-06-24T10:30:00.250Z'],
    ['2019-06-24 10:30:00+02:00', '2019-06-24T08:30:00.000Z'],
    ['2019-06-24', '2019-06-24T00:00:00.000Z'],
    ['2020-02-29', '2020-02-29T00:00:00.000Z'],
    ['2019-02-29', null],
    ['2019-02-30T10:00:00Z', null],
    ['2019-13-01', null],
    ['2019-06-24T25:00:00Z', null],
    ['2019-06-24T10:30:00', null],
    ['2019-06-24T10:30:00+99:00', null],
    ['24.6.2019', null],
    ['yesterday', null],
    ['', null],
    [1561372200000, null],
    [null, null],
  ])('reads the time %j as %j', (at, expected) => {
    expect(interactionsIn({ summary: 'x', at })[0]?.at?.toISOString() ?? null).toBe(expected);
  });

  it('cuts a summary at 20,000 characters and splits no pair', () => {
    const [interaction] = interactionsIn({ summary: '😀'.repeat(20_001) });
    expect(interaction?.summary).toBe('😀'.repeat(20_000));
  });

  it('takes the first 200 of very many', () => {
    const many = Array.from({ length: 4_000 }, (_, at) => ({ summary: `Call ${at}` }));
    const found = interactionsIn({ many });
    expect(found).toHaveLength(200);
    expect(found.at(-1)?.summary).toBe('Call 199');
  });

  it('reaches the bottom of very deep and very wide histories', () => {
    let deep: unknown = { summary: 'bottom' };
    for (let level = 0; level < 200_000; level += 1) deep = [deep];
    expect(interactionsIn(deep)).toEqual([told('bottom')]);
    const wide = Array.from({ length: 200_000 }, (_, at) => (at < 199_999 ? {} : { summary: 'x' }));
    expect(interactionsIn(wide)).toEqual([told('x')]);
  });

  it('takes any JSON without failing, and only summaries that stand in it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (history) => {
        const text = JSON.stringify(history);
        for (const { summary } of interactionsIn(history)) {
          expect(text).toContain(`"summary":${JSON.stringify(summary)}`);
        }
      }),
    );
  });
});

describe('firstLine', () => {
  it.each([
    ['Down.', 'Down.'],
    ['  Down since nine.  \nMore.', 'Down since nine.'],
    ['\r\n \t\r\nSecond line\r\nthird', 'Second line'],
    ['one\u2028two', 'one'],
    [' \n ', ''],
    ['x'.repeat(201), 'x'.repeat(200)],
    ['😀'.repeat(201), '😀'.repeat(200)],
    [`x${'😀'.repeat(200)}`, `x${'😀'.repeat(199)}`],
    [`${'x'.repeat(199)} y`, 'x'.repeat(199)],
  ])('makes a summary of the first line that says something: %j', (issue, summary) => {
    expect(firstLine(issue)).toBe(summary);
  });
});
