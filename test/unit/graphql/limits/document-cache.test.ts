import { parse } from 'graphql';
import { expect, test } from 'vitest';
import {
  createDocumentCache,
  documentBytes,
} from '../../../../src/graphql/limits/document-cache.ts';

test('what was used longest ago gives way when there is more than may be kept', () => {
  const cache = createDocumentCache<string>(100);
  cache.set('a', 'A', 40);
  cache.set('b', 'B', 40);
  expect(cache.get('a')).toBe('A');
  cache.set('c', 'C', 40);
  expect(['a', 'b', 'c'].map(cache.get)).toEqual(['A', undefined, 'C']);
  expect(cache.size()).toBe(2);
  expect(cache.bytes()).toBe(80);
});

test('what is set again counts once, and what is too large alone is not kept', () => {
  const cache = createDocumentCache<string>(100);
  cache.set('a', 'A', 40);
  cache.set('a', 'AA', 50);
  cache.set('b', 'B', 101);
  expect(cache.get('a')).toBe('AA');
  expect(cache.get('b')).toBeUndefined();
  expect(cache.bytes()).toBe(50);
});

test('a long document takes more than its text', () => {
  const text = `{ ${'a '.repeat(500)} }`;
  expect(documentBytes(parse(text))).toBeGreaterThan(250_000);
  expect(documentBytes(parse(`{ a } # ${'x'.repeat(60_000)}`))).toBeGreaterThan(120_000);
});
