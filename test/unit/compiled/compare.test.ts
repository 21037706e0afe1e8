import { describe, expect, it, test } from 'vitest';
import type { Shown } from '../../integration/compiled/compare.fixture.ts';
import { differByTimeOnly, differenceOf } from '../../integration/compiled/compare.fixture.ts';
import { FAULTS } from '../../integration/compiled/faults.fixture.ts';

const HEADERS = { 'content-type': 'application/json; charset=utf-8', 'content-length': '1' };
const COST = { cost: { requested: 12, actual: 5, budgetPerMinute: null, left: null } };

function shown(data: unknown, errors?: object[]): Shown {
  const body = { data, ...(errors === undefined ? {} : { errors }), extensions: COST };
  return { status: 200, headers: HEADERS, body: JSON.stringify(body) };
}

/** With a place for every mistake. */
const ANSWER = shown(
  {
    list: [{ name: 'naïf', at: '2026-03-02T09:00:00.000Z' }, { name: 'b' }],
    none: [],
    nothing: null,
    isOpen: true,
    count: 3,
    text: 'x'.repeat(5_000),
  },
  [{ message: 'It is not there.', path: ['nothing'] }],
);

test.each(Object.keys(FAULTS))('the comparison sees %s', (name) => {
  const faulty = FAULTS[name]?.(ANSWER);
  if (faulty === undefined) throw new Error('The mistake cannot be made in this answer.');
  expect(differenceOf(faulty, ANSWER)).toBeDefined();
  expect(differenceOf(ANSWER, faulty)).toBeDefined();
  expect(differByTimeOnly(faulty, ANSWER)).toBe(false);
});

describe('the comparison', () => {
  it('finds nothing in two answers that are alike', () => {
    expect(differenceOf(ANSWER, { ...ANSWER })).toBeUndefined();
  });

  it('names the first byte that differs, and what is around it', () => {
    const other = { ...ANSWER, body: ANSWER.body.replace('"b"', '"c"') };
    const at = Buffer.from(ANSWER.body).indexOf('"b"') + 1;
    expect(differenceOf(other, ANSWER)).toMatch(`byte ${at} of`);
    expect(differenceOf(other, ANSWER)).toMatch(
      /compiled: …[^…]*"c"[^…]*…\n {2}ordinary: …[^…]*"b"/,
    );
  });

  it('takes an error of our own for a failure, even where both have it', () => {
    const errors = [{ message: 'x', extensions: { code: 'INTERNAL', id: 'a' } }];
    expect(differenceOf(shown(null, errors), shown(null, errors))).toMatch(/^INTERNAL/);
  });
});

describe('answers differ by time only', () => {
  const lost = (place: number, message = 'No such page.') => ({
    message,
    path: ['list', place, 'a'],
  });

  it('when the error that took a list away is told of another place of it', () => {
    const [one, other] = [shown({ list: null }, [lost(0)]), shown({ list: null }, [lost(1)])];
    expect(differenceOf(one, other)).toBeDefined();
    expect(differByTimeOnly(one, other)).toBe(true);
  });

  it('when errors that took nothing else away come in another order', () => {
    const errors = ['a', 'b'].map((name) => ({ message: `No ${name}.`, path: [name] }));
    const data = { a: null, b: null };
    expect(differByTimeOnly(shown(data, errors), shown(data, errors.toReversed()))).toBe(true);
  });

  it('but not when the error is another one, or its place is still there', () => {
    const one = shown({ list: null }, [lost(0)]);
    expect(differByTimeOnly(one, shown({ list: null }, [lost(0, 'Gone.')]))).toBe(false);
    const there = { list: [{ a: null }, { a: null }] };
    expect(differByTimeOnly(shown(there, [lost(0)]), shown(there, [lost(1)]))).toBe(false);
  });

  it('and not when the data differs as well', () => {
    const [one, other] = [
      { list: null, n: 1 },
      { list: null, n: 2 },
    ];
    expect(differByTimeOnly(shown(one, [lost(0)]), shown(other, [lost(1)]))).toBe(false);
  });
});
