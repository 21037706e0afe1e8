import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../../src/shared/duration.ts';

test.for<[number, string]>([
  [0, 'PT0S'],
  [999, 'PT0S'],
  [-5_000, 'PT0S'],
  [1_999, 'PT1S'],
  [59_000, 'PT59S'],
  [60_000, 'PT1M'],
  [5_700_000, 'PT1H35M'],
  [3_601_000, 'PT1H1S'],
  [1_179_600_000, 'PT327H40M'],
])('%d ms is written %s', ([ms, text]) => {
  expect(formatDuration(ms)).toBe(text);
});

test.for<[string, number]>([
  ['PT0S', 0],
  ['PT90M', 5_400_000],
  ['P1D', 86_400_000],
  ['P1DT1H', 90_000_000],
  ['PT1H30M5S', 5_405_000],
])('%s is %d ms', ([text, ms]) => {
  expect(parseDuration(text)).toBe(ms);
});

test.for(['', 'P', 'PT', 'P1DT', '1H', 'PT1.5H', 'PT-1H', '-PT1H', 'P1W', 'P1M', 'PT1S1M', 'pt1h'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('a duration of whole seconds is read as it was written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * 1_000))).toBe(seconds * 1_000);
    }),
  );
});
