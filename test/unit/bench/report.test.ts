import { describe, expect, test } from 'vitest';
import type { Measured } from '../../../bench/requests/measure.ts';
import { linesOf } from '../../../bench/requests/report.ts';
import { spreadOf } from '../../../bench/support/spread.ts';

function measured(perSecond: number, databaseMicros: number | null = 10): Measured {
  const times = { p50: 1, p99: 2, serverMicros: 100 };
  return { perSecond, databaseMicros, residentBytes: 1_048_576, ...times };
}

describe('figures of the benchmarks', () => {
  test('the median of an even number of values lies between the two in the middle', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
    expect(spreadOf([9, 1, 5])).toEqual({ median: 5, min: 1, max: 9 });
  });

  test('nothing measured is an error and no figure', () => {
    expect(() => spreadOf([])).toThrow('Nothing was measured.');
  });

  test('a way is set against the medians of the others in the run, and against none that is not in it', () => {
    const [desk] = linesOf([
      {
        work: { name: 'detail', title: 'a case' },
        ways: [
          {
            name: 'product',
            title: 'the desk',
            blocks: [50, 60, 40].map((rate) => measured(rate)),
          },
          { name: 'limit', title: 'limit', blocks: [100, 90, 200].map((rate) => measured(rate)) },
          { name: 'stock', title: 'stock', blocks: [] },
        ],
      },
    ]);
    expect(desk).toMatchObject({
      way: 'product',
      perSecond: { median: 50, min: 40, max: 60 },
      against: { limit: 0.5, mercurius: null, stock: null },
      residentMiB: 1,
    });
  });

  test('where one block could not see the database, no figure stands for it', () => {
    const blocks = [measured(1), measured(1, null)];
    const ways = [{ name: 'product', title: 'the desk', blocks }];
    const [line] = linesOf([{ work: { name: 'detail', title: 'a case' }, ways }]);
    expect(line?.databaseMicros).toBeNull();
  });
});
