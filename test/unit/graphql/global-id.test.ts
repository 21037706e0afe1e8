import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeId, encodeId, splitId } from '../../../src/graphql/global-id.ts';

const typeNames = fc.constantFrom('Escalation', 'User', 'TimelineEvent');

test('an id leads back to its type and key', () => {
  fc.assert(
    fc.property(typeNames, fc.uuid(), (typeName, key) => {
      expect(splitId(encodeId(typeName, key))).toEqual({ typeName, key });
      expect(decodeId(typeName, encodeId(typeName, key))).toBe(key);
    }),
  );
});

test('keys may be numbers, as those of log entries are', () => {
  expect(decodeId('TimelineEvent', encodeId('TimelineEvent', 42n))).toBe('42');
});

test('an id of another type is none', () => {
  expect(decodeId('User', encodeId('Escalation', 'a'))).toBeUndefined();
});

test('any text is read without falling over', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const parts = splitId(text);
      expect(parts === undefined || /^[A-Za-z]+$/.test(parts.typeName)).toBe(true);
    }),
  );
});

const encoded = (text: string) => Buffer.from(text).toString('base64');

test.for([
  '',
  'Escalation',
  encoded('Escalation'),
  encoded('Escalation:'),
  encoded(':a'),
  encoded('A:b:c'),
  encoded('A:b\n'),
])('%j is no id', (text) => {
  expect(splitId(text)).toBeUndefined();
});
