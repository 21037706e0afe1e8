import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkJson } from '../../../../src/graphql/inputs/json.ts';

/** An object that nests to `depth` levels, itself the first. */
function nested(depth: number): unknown {
  let value: unknown = {};
  for (let level = 1; level < depth; level += 1) value = level % 2 === 0 ? { a: value } : [value];
  return value;
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}

test('ordinary JSON is taken as it is', () => {
  const wellFormed = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' });
  fc.assert(
    fc.property(wellFormed, (value) => {
      fc.pre(!/\\u0000|"__proto__":/.test(JSON.stringify(value)));
      fc.pre(!numbersIn(value).some((one) => Math.abs(one) > Number.MAX_SAFE_INTEGER));
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
  expect(checkJson({ a: 1.5e-300 })).toBeUndefined();
});

test.for<[string, string, string]>([
  ['in front', '{"order": 12345678901234567890}', '`order`'],
  ['inside', '{"a": [1, {"b": -9007199254740992}]}', '`a[1].b`'],
  ['with an exponent', '{"a": [1e300]}', '`a[0]`'],
])(
  'a whole number that would come back as another is refused with its place, %s',
  ([, json, at]) => {
    const problem = checkJson(JSON.parse(json));
    expect(problem).toContain(`at ${at}: send it as text`);
    expect(
      checkJson({ a: 9_007_199_254_740_991, b: -9_007_199_254_740_991, c: 0.5 }),
    ).toBeUndefined();
  },
);
