import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { checkPages } from '../../../../src/graphql/paging/page-limits.ts';

const schema = buildSchema(`
  type Query { cases(first: Int, last: Int, after: String): Cases! plain(second: Int): Int }
  type Cases { nodes: [Case!]! }
  type Case { timeline(first: Int, last: Int): Int log(first: Int): Int }
`);

function messages(document: string, variables?: Record<string, unknown>, operation?: string) {
  return checkPages(schema, parse(document), variables, operation).map(({ message }) => message);
}

describe('checkPages', () => {
  it.each([
    ['nothing', '{ cases { nodes { log } } }'],
    ['the smallest and the largest page', '{ cases(first: 1) { nodes { log(first: 100) } } }'],
    ['null, which counts as left out', '{ cases(first: null, last: 3) { nodes { log } } }'],
    ['arguments of other names', '{ plain(second: 1000) }'],
  ])('passes %s', (_name, document) => {
    expect(messages(document)).toEqual([]);
  });

  it('names field, argument, limit and value of each page that is too large or too small', () => {
    const document = '{ cases(first: 101) { nodes { timeline(last: 0) mine: log(first: -1) } } }';
    expect(messages(document)).toEqual([
      '`cases`: `first` must be from 1 to 100; it is 101.',
      '`timeline`: `last` must be from 1 to 100; it is 0.',
      '`mine`: `first` must be from 1 to 100; it is -1.',
    ]);
  });

  it('gives its errors the code BAD_REQUEST and their place', () => {
    const [error] = checkPages(schema, parse('{ cases(first: 0) { nodes { log } } }'), {});
    expect(error?.extensions).toEqual({ code: 'BAD_REQUEST' });
    expect(error?.locations).toEqual([{ line: 1, column: 3 }]);
  });

  it('refuses `first` together with `last`', () => {
    expect(messages('{ cases(first: 1, last: 1) { nodes { log } } }')).toEqual([
      '`cases`: give `first` or `last`, not both.',
    ]);
  });

  it('looks into fragments', () => {
    const document = `
      { cases { ...Page } }
      fragment Page on Cases { nodes { ... on Case { log(first: 500) } } }`;
    expect(messages(document)).toHaveLength(1);
  });

  it('reads variables, then their defaults', () => {
    const document = 'query ($n: Int = 200) { cases(first: $n) { nodes { log } } }';
    expect(messages(document)).toHaveLength(1);
    expect(messages(document, { n: 20 })).toEqual([]);
    expect(messages(document, { n: 300 })).toHaveLength(1);
    expect(messages(document, { n: null })).toEqual([]);
  });

  it('gives each request on a kept document its own answer', () => {
    const document = parse('query ($n: Int) { cases(first: $n) { nodes { log } } }');
    expect(checkPages(schema, document, { n: 101 })).toHaveLength(1);
    expect(checkPages(schema, document, { n: 1 })).toHaveLength(0);
  });

  it('checks the operation that runs and no other', () => {
    const document = `
      query Good { cases(first: 1) { nodes { log } } }
      query Bad { cases { ...Page } }
      fragment Page on Cases { nodes { log(first: 500) } }`;
    expect(messages(document, {}, 'Good')).toEqual([]);
    expect(messages(document, {}, 'Bad')).toHaveLength(1);
    expect(messages(document, {}, 'Missing')).toEqual([]);
  });
});
