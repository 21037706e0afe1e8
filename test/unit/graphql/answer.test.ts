import { expect, test } from 'vitest';
import { dataTextOf, resultOf, textOf } from '../../../src/graphql/answer.ts';

const DATA = { a: { b: [1, 'é', null] } };
const extensions = { cost: { actual: 3 } };
const WRITTEN = { dataText: JSON.stringify(DATA), points: 3 };

test('an answer that came as JSON is written as if its data had come as an object', () => {
  expect(textOf({ ...WRITTEN, extensions })).toBe(textOf({ data: DATA, extensions }));
  expect(textOf(WRITTEN)).toBe(textOf({ data: DATA }));
  expect(dataTextOf(WRITTEN)).toBe(dataTextOf({ data: DATA }));
  expect(dataTextOf({ data: null })).toBeUndefined();
});

test('who does not write it as text gets it as an object', () => {
  expect(resultOf({ ...WRITTEN, extensions })).toEqual({ data: DATA, extensions });
  expect(resultOf(WRITTEN)).toEqual({ data: DATA });
});
