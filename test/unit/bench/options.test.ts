import { describe, expect, test } from 'vitest';
import { chosen, readOptions, UsageError } from '../../../bench/requests/options.ts';

describe('options of the benchmarks', () => {
  test('without any, there are 100,000 cases, three blocks of five seconds, and all works and ways', () => {
    expect(readOptions([])).toEqual({
      cases: 100_000,
      isCasesGiven: false,
      seconds: 5,
      blocks: 3,
      works: undefined,
      ways: undefined,
      json: undefined,
      write: false,
      quick: false,
    });
  });

  test('--quick takes few cases and little time, unless more is asked for', () => {
    expect(readOptions(['--quick'])).toMatchObject({ cases: 1_000, seconds: 1, blocks: 1 });
    expect(readOptions(['--quick', '--seconds', '4'])).toMatchObject({ seconds: 4, blocks: 1 });
  });

  test('names stand with commas between them', () => {
    expect(readOptions(['--works', 'detail,list', '--ways=limit'])).toMatchObject({
      works: ['detail', 'list'],
      ways: ['limit'],
    });
  });

  test.each([
    ['--cases', '99'],
    ['--cases', 'many'],
    ['--seconds', '0'],
    ['--blocks', '-1'],
    ['--fast', ''],
  ])('%s %s is refused with a sentence', (name, value) => {
    expect(() => readOptions([name, value])).toThrow(UsageError);
  });

  test('a name that is not in the list is refused, with those that are', () => {
    const works = [{ name: 'detail' }, { name: 'list' }];
    expect(chosen('work', works, ['list'])).toEqual([{ name: 'list' }]);
    expect(chosen('work', works, undefined)).toEqual(works);
    expect(() => chosen('work', works, ['lists'])).toThrow(
      'There is no work lists; there are: detail, list.',
    );
  });
});
