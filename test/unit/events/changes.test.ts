import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffFields, fieldsOf, foldChanges, valueText } from '../../../src/events/changes.ts';

const fields = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'steps.X.at'), fc.string({ maxLength: 3 }))
  .map((record) => new Map(Object.entries(record)));

describe('changes', () => {
  test('that lead from one record to another, applied to the one, give the other', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const folded = new Map(before);
        expect(foldChanges(folded, diffFields(before, after))).toEqual([]);
        expect(folded).toEqual(after);
      }),
    );
  });

  test('name a field once, and only where it moved', () => {
    fc.assert(
      fc.property(fields, fields, (before, after) => {
        const changes = diffFields(before, after);
        const names = changes.map(({ field }) => field);
        expect(new Set(names).size).toBe(names.length);
        for (const { from, to } of changes) expect(from).not.toBe(to);
      }),
    );
  });

  test('have null where a field comes up or goes away', () => {
    expect(diffFields(new Map([['a', '1']]), new Map([['b', '2']]))).toEqual([
      { field: 'b', from: null, to: '2' },
      { field: 'a', from: '1', to: null },
    ]);
  });

  test('that do not fit what was there are named, and applied all the same', () => {
    const folded = new Map([['a', '1']]);
    const changes = [
      { field: 'a', from: '0', to: '2' },
      { field: 'b', from: '1', to: null },
      { field: 'c', from: null, to: '3' },
    ];
    expect(foldChanges(folded, changes)).toEqual(['a', 'b']);
    expect([...folded]).toEqual([
      ['a', '2'],
      ['c', '3'],
    ]);
  });
});

describe('fields', () => {
  test('have the path of their row before their name', () => {
    const rows = [
      ['', { status: 'OPEN' }],
      ['steps.EXECUTE_FIX', { state: 'DONE' }],
    ] as const;
    expect([...fieldsOf(rows)]).toEqual([
      ['status', 'OPEN'],
      ['steps.EXECUTE_FIX.state', 'DONE'],
    ]);
  });

  test('leave out what is null or empty', () => {
    expect(fieldsOf([['', { a: null, b: undefined, c: [] }]]).size).toBe(0);
    expect([...fieldsOf([['', { zero: 0, no: false, text: '' }]])]).toEqual([
      ['zero', '0'],
      ['no', 'false'],
      ['text', ''],
    ]);
  });
});

test.for<[unknown, string | null]>([
  [new Date('2026-03-02T09:00:00Z'), '2026-03-02T09:00:00.000Z'],
  [12n, '12'],
  [['b', 'a'], '["b","a"]'],
  [{ b: 1, a: { d: 1, c: 2 } }, '{"a":{"c":2,"d":1},"b":1}'],
  ['text', 'text'],
  [null, null],
])('the text of %o is %s', ([value, text]) => {
  expect(valueText(value)).toBe(text);
});
