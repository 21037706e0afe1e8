import { expect, test } from 'vitest';
import { isLoopbackHost } from '../../../src/shared/loopback.ts';

test.each([
  'localhost',
  'LocalHost',
  'localhost.',
  'app.localhost',
  '127.0.0.1',
  '127.255.1.2',
  '127.1',
  '::1',
  '[::1]',
  '::ffff:127.0.0.1',
  '[::ffff:7f00:1]',
])('%s is this machine', (host) => {
  expect(isLoopbackHost(host)).toBe(true);
});

test.each([
  '',
  '0.0.0.0',
  '::',
  '192.0.2.1',
  '1.127.0.1',
  'localhost.example.com',
  '127.0.0.1.example.com',
  'notlocalhost',
  'desk',
  '::ffff:192.0.2.1',
  '2001:db8::1',
  'a b',
])('%j may be somebody else', (host) => {
  expect(isLoopbackHost(host)).toBe(false);
});
