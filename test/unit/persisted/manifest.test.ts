import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { digitsOf, MAX_OPERATIONS, readManifest } from '../../../src/persisted/manifest.ts';

const GET_CASES = 'query GetCases { escalations { totalCount } }';
const ME = 'query Me { viewer { role } }';

function hash(algorithm: string, document: string): string {
  return createHash(algorithm).update(document).digest('hex');
}

function apollo(operations: unknown, changes: object = {}) {
  return { format: 'apollo-persisted-query-manifest', version: 1, operations, ...changes };
}

describe('the forms of a manifest', () => {
  test('graphql-codegen writes a map of sha256:<hex> to document', () => {
    const { operations, problems } = readManifest({
      [`sha256:${hash('sha256', ME)}`]: ME,
      [hash('sha256', GET_CASES)]: GET_CASES,
    });
    expect(problems).toEqual([]);
    expect(operations.map((one) => [one.hash, one.document])).toEqual([
      [hash('sha256', ME), ME],
      [hash('sha256', GET_CASES), GET_CASES],
    ]);
  });

  test("Relay's map has MD5 hashes", () => {
    const { operations, problems } = readManifest({ [hash('md5', ME)]: ME });
    expect(problems).toEqual([]);
    expect(operations).toEqual([{ hash: hash('md5', ME), document: ME, path: [hash('md5', ME)] }]);
  });

  test('older graphql-codegen wrote SHA-1 hashes', () => {
    expect(readManifest({ [hash('sha1', ME)]: ME })).toMatchObject({
      operations: [{ hash: hash('sha1', ME) }],
      problems: [],
    });
  });

  test('Apollo lists operations with id, name, type and body', () => {
    const { operations, problems } = readManifest(
      apollo([{ id: hash('sha256', ME), name: 'Me', type: 'query', body: ME, clientName: null }]),
    );
    expect(problems).toEqual([]);
    expect(operations).toEqual([
      {
        hash: hash('sha256', ME),
        document: ME,
        path: ['operations', '0'],
        name: 'Me',
        type: 'query',
      },
    ]);
  });
});

describe('a manifest is refused', () => {
  const right = hash('sha256', ME);
  test.each([
    ['that is no object', [], [], 'map of hash to document'],
    ['that is null', null, [], 'map of hash to document'],
    ['without an operation', {}, [], 'Holds no operation'],
    ["of Apollo's with an empty list", apollo([]), [], 'Holds no operation'],
    ['with a format nobody knows', apollo([], { format: 'x' }), [], 'format'],
    ['of another version', apollo([], { version: 2 }), [], 'version'],
    ['whose list is none', apollo({}), [], 'list of operations'],
    ['with an operation without a body', apollo([{ id: right }]), ['operations', '0'], '`body`'],
    ['with an operation that is null', apollo([null]), ['operations', '0'], '`id`'],
    ['with a document that is none', { [right]: 1 }, [right], 'has no document'],
    ['whose hash is of another document', { [right]: GET_CASES }, [right], 'not the hash'],
    ['whose hash says another algorithm', { [`md5:${right}`]: ME }, [`md5:${right}`], 'SHA-256'],
    ['with an id that is no hash', { GetCases: ME }, ['GetCases'], 'is not the SHA-256'],
  ])('%s', (_what, given, path, message) => {
    const { problems } = readManifest(given);
    expect(problems).toEqual([{ path, message: expect.stringContaining(message) }]);
  });

  test('with more operations than the limit, which it names', () => {
    const many = Object.fromEntries(
      Array.from({ length: MAX_OPERATIONS + 1 }, (_, n) => {
        const document = `query Q${n} { viewer { role } }`;
        return [hash('sha256', document), document];
      }),
    );
    expect(readManifest(many).problems).toEqual([
      { path: [], message: expect.stringContaining(`at most ${MAX_OPERATIONS} operations`) },
    ]);
  });

  test('with every wrong hash named', () => {
    const wrong = { ['0'.repeat(64)]: ME, ['1'.repeat(64)]: GET_CASES };
    expect(readManifest(wrong).problems).toHaveLength(2);
  });
});

test.each([
  ['sha256:', 64, true],
  ['', 64, true],
  ['SHA256:', 64, true],
  ['sha1:', 40, true],
  ['md5:', 32, true],
  ['sha256:', 40, false],
  ['', 63, false],
  ['', 0, false],
])('an id of %s and %i digits is a hash: %s', (prefix, digits, isHash) => {
  expect(digitsOf(`${prefix}${'A'.repeat(digits)}`)).toBe(isHash ? 'a'.repeat(digits) : undefined);
});
