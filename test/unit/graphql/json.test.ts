import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkJson } from '../../../src/graphql/json.ts';

/** An object that nests to `depth` levels, itself the first. */
function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 1; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

test('ordinary JSON is taken as it is', () => {
  const wellFormed = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' });
  fc.assert(
    fc.property(wellFormed, (value) => {
      fc.pre(!/\\u0000|"__proto__":/.test(JSON.stringify(value)));
      expect(checkJson(value)).toBeUndefined();
    }),
  );
});

test('twenty levels are taken, one more is too deep', () => {
  expect(checkJson(nested(20))).toBeUndefined();
  expect(checkJson(nested(21))).toBe('Must be at most 20 levels deep.');
});

test('depth beyond any stack is found out, not fallen over', () => {
  expect(checkJson(nested(200_000))).toBe('Must be at most 20 levels deep.');
});

test('64,000 bytes are taken, one more is too many, counted in UTF-8', () => {
  const around = '{"a":""}'.length;
  expect(checkJson({ a: 'x'.repeat(64_000 - around) })).toBeUndefined();
  expect(checkJson({ a: 'x'.repeat(64_001 - around) })).toBe(
    'Must have at most 64000 bytes of JSON; it has 64001.',
  );
  expect(checkJson({ a: 'é'.repeat(32_000) })).toContain('it has 64008');
});

test.for<[string, unknown]>([
  ['NUL in a text', { a: 'x\u0000' }],
  ['NUL in a key', { 'x\u0000': 1 }],
  ['half of a surrogate pair in a text', { a: ['\ud83d'] }],
  ['half of a surrogate pair in a key', { '\ude00': 1 }],
])('%s is refused', ([, value]) => {
  expect(checkJson(value)).toBe(
    'Must hold neither the NUL character nor half of a surrogate pair.',
  );
});

test.for<[string, string]>([
  ['in front', '{"__proto__": {"a": 1}}'],
  ['inside', '{"a": [{"__proto__": 1}]}'],
])('a key that JavaScript loses is refused, %s', ([, json]) => {
  expect(checkJson(JSON.parse(json))).toContain('no key `__proto__`');
});

test('a number that JSON cannot write is refused', () => {
  expect(checkJson({ a: Number.POSITIVE_INFINITY })).toContain('beyond the range');
  expect(checkJson({ a: Number.MAX_VALUE })).toBeUndefined();
});
