import { PothosValidationError } from '@pothos/core';
import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { codedError, ERROR_CODES, showError } from '../../../src/graphql/errors.ts';

const newId = () => 'the-id';
const at = { path: ['escalation', 'summary'] };

function located(originalError: Error): GraphQLError {
  return new GraphQLError(originalError.message, { ...at, originalError });
}

describe('what is hidden', () => {
  test.each([
    ['an error of a field', located(new TypeError('x is undefined')), at.path],
    ['an error outside GraphQL', new Error('connection refused'), undefined],
    ['what is not an error', 'boom', undefined],
    [
      'a value of a field that its type cannot show',
      new GraphQLError('Int cannot represent', at),
      at.path,
    ],
  ])('%s becomes INTERNAL with an id, at its path', (_name, error, path) => {
    const { shown, hidden } = showError(error, newId);
    expect(shown).toMatchObject({
      message: 'Internal error.',
      path,
      extensions: { code: 'INTERNAL', id: 'the-id' },
    });
    expect(hidden?.id).toBe('the-id');
  });

  test('the log gets what was thrown, not where it surfaced', () => {
    const cause = new TypeError('x is undefined');
    expect(showError(located(located(cause)), newId).hidden?.cause).toBe(cause);
  });
});

describe('what passes', () => {
  test.each(ERROR_CODES)('an error with the code %s', (code) => {
    const error = codedError(code, 'As it is.');
    expect(showError(error, newId)).toEqual({ shown: error });
    expect(showError(located(error), newId).shown).toMatchObject({
      message: 'As it is.',
      extensions: { code },
    });
  });

  test('what was shown once is shown the same again', () => {
    for (const error of [
      new Error('x'),
      new GraphQLError('Syntax Error'),
      located(new Error('x')),
    ]) {
      const { shown } = showError(error, newId);
      expect(showError(shown, newId)).toEqual({ shown });
    }
  });
});

describe('what is the mistake of the request', () => {
  test.each([
    ['an error before any field', new GraphQLError('Syntax Error: Unexpected }')],
    [
      'an argument that turns out to be null',
      new GraphQLError('Argument "by" of non-null type', at),
    ],
    ['a cursor that is none', located(new PothosValidationError('Invalid cursor: x'))],
  ])('%s is BAD_REQUEST with its message', (_name, error) => {
    const { shown, hidden } = showError(error, newId);
    expect(shown).toMatchObject({ message: error.message, extensions: { code: 'BAD_REQUEST' } });
    expect(hidden).toBeUndefined();
  });

  test('a message with a long value in it keeps its beginning and its end', () => {
    const long = new GraphQLError(
      `Variable "$i" got invalid value "${'x'.repeat(20_000)}"; too odd.`,
    );
    const { message } = showError(long, newId).shown;
    expect(message).toMatch(/^Variable "\$i" got invalid value "x+ … x+"; too odd\.$/);
    expect(message.length).toBeLessThan(1_100);
  });

  test('a query over the limit of cost is QUERY_TOO_COMPLEX', () => {
    const message = 'Query exceeds maximum complexity (complexity: 20001, max: 20000)';
    const { shown } = showError(located(new PothosValidationError(message)), newId);
    expect(shown).toMatchObject({ message, extensions: { code: 'QUERY_TOO_COMPLEX' } });
  });
});
