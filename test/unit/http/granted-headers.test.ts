import { expect, test } from 'vitest';
import { grantedHeaders } from '../../../src/http/doors/origins.ts';

const ALWAYS = ['authorization', 'content-type', 'accept', 'if-none-match', 'last-event-id'];

test('what a page asks to send is granted beside what every client sends, once each', () => {
  expect(grantedHeaders(undefined)).toEqual(ALWAYS);
  expect(grantedHeaders('Sentry-Trace, baggage,,authorization,baggage')).toEqual([
    ...ALWAYS,
    'sentry-trace',
    'baggage',
  ]);
});

test.each([
  ['a line break', 'x-a\r\nset-cookie'],
  ['a space', 'x a'],
  ['a star', '*, x;y'],
  ['what is no ASCII', 'x-é'],
  ['a long name', 'x'.repeat(65)],
  ['what only a proxy may say', 'x-forwarded-for, Forwarded, x-real-ip, via, host, cookie'],
])('%s is not granted', (_what, asked) => {
  expect(grantedHeaders(asked)).toEqual(ALWAYS);
});

test('a hundred headers are granted at most, however many are asked for', () => {
  const asked = Array.from({ length: 5_000 }, (_, place) => `x-${place}`).join(',');
  expect(grantedHeaders(asked)).toHaveLength(100);
});
