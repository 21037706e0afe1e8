import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createAddressOf } from '../../../../src/http/doors/remote-address.ts';

function from(remoteAddress: string, forwarded?: string) {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return { socket: { remoteAddress }, headers } as unknown as IncomingMessage;
}

test.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::6', '2001:db8:1:2'],
  ['2001:db8::6', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('%s is counted as %s', (address, expected) => {
  expect(createAddressOf(0)(from(address))).toBe(expected);
});

test.each([
  [0, '203.0.113.1', '198.51.100.7'],
  [1, '203.0.113.1', '203.0.113.1'],
  [1, 'made up, 203.0.113.1', '203.0.113.1'],
  [2, 'made up, 203.0.113.1, 203.0.113.2', '203.0.113.1'],
  [2, '203.0.113.1', '198.51.100.7'],
  [1, '', '198.51.100.7'],
  [1, '203.0.113.1:5678', '203.0.113.1'],
  [2, '203.0.113.1:5678, 203.0.113.2:443', '203.0.113.1'],
  [1, '[2001:db8:1:2::6]:5678', '2001:db8:1:2'],
  [1, '[2001:db8:1:2::6]', '2001:db8:1:2'],
  [1, '2001:db8:1:2::6', '2001:db8:1:2'],
  [1, '[::ffff:203.0.113.1]:5678', '203.0.113.1'],
])('behind %i proxies that say %j it is %s', (proxies, forwarded, expected) => {
  expect(createAddressOf(proxies)(from('198.51.100.7', forwarded))).toBe(expected);
});

test('what is no address is not kept whole', () => {
  const address = createAddressOf(1)(from('198.51.100.7', 'x'.repeat(10_000)));
  expect(address.length).toBeLessThanOrEqual(64);
});
