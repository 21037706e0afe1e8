import { GraphQLError, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../../../src/app/schema.ts';
import {
  noIntrospection,
  withoutSuggestion,
} from '../../../../src/graphql/checks/partner-secrecy.ts';

const schema = createSchema();
const messagesOf = (document: string) =>
  validate(schema, parse(document), [noIntrospection]).map(({ message }) => message);

describe('introspection', () => {
  test.each([
    '{ __schema { types { name } } }',
    '{ harmless: __type(name: "Query") { fields { name } } }',
    '{ ...F } fragment F on Query { __type(name: "Query") { name } }',
    '{ ... on Query { __schema { queryType { name } } } }',
  ])('is refused in %s', (document) => {
    expect(messagesOf(document)).toEqual([expect.stringContaining('is not for partners')]);
  });

  test('is not to ask which type an object has', () => {
    expect(messagesOf('{ __typename viewer { __typename } }')).toEqual([]);
  });
});

describe('suggestions', () => {
  const invalid = (document: string) => validate(schema, parse(document));

  test.each([
    ['a field', '{ escalatons { totalCount } }'],
    ['a field of a type', '{ customers { nodes { healthScor } } }'],
    ['an argument', '{ escalations(frist: 1) { totalCount } }'],
    ['a type', '{ ...F } fragment F on Customr { name }'],
    ['a value', '{ escalations(orderBy: SEVERITY_DES) { totalCount } }'],
    ['a text for a value', '{ escalations(orderBy: "SEVERITY_DESC") { totalCount } }'],
    ['a field of an input', '{ escalations(filter: { severty: HIGH }) { totalCount } }'],
    ['a type that has the field', '{ node(id: "x") { healthScore } }'],
  ])('about %s go to staff and not to partners', (_what, document) => {
    const errors = invalid(document);
    const shown = (role: 'PARTNER' | 'AGENT') =>
      errors.map((error) => withoutSuggestion({ role }, error).message).join();
    expect(shown('AGENT')).toContain('Did you mean');
    expect(shown('PARTNER')).not.toContain('Did you mean');
  });

  test('are all that is taken away', () => {
    const error = new GraphQLError('Cannot query field "a" on type "B". Did you mean "c"?', {
      extensions: { code: 'BAD_REQUEST' },
      path: ['x'],
    });
    expect(withoutSuggestion({ role: 'PARTNER' }, error).toJSON()).toEqual({
      message: 'Cannot query field "a" on type "B".',
      path: ['x'],
      extensions: { code: 'BAD_REQUEST' },
    });
  });
});
