import { describe, expect, it } from 'vitest';
import { readOperation } from '../../../packages/client/src/operation.ts';

const refusal = (message: string) =>
  expect.objectContaining({ code: 'DOCUMENT', message: expect.stringContaining(message) });

describe('what has to be known of an operation', () => {
  it('is only its kind for queries and mutations', () => {
    expect(readOperation('{ viewer { id } }')).toEqual({ kind: 'query' });
    expect(readOperation('mutation { addNote { cursor } }')).toEqual({ kind: 'mutation' });
  });

  it('is nothing more for figures, which have no place', () => {
    expect(readOperation('subscription { now: stats { open } }')).toEqual({ kind: 'figures' });
  });

  it('is where a subscription takes its place and shows it', () => {
    expect(
      readOperation('subscription ($after: String) { slaWarnings(after: $after) { cursor } }'),
    ).toEqual({ kind: 'events', after: 'after', field: 'slaWarnings', cursor: 'cursor' });
  });

  it('follows aliases', () => {
    expect(
      readOperation(
        'subscription ($from: String) { it: slaWarnings(after: $from) { at: cursor } }',
      ),
    ).toEqual({ kind: 'events', after: 'from', field: 'it', cursor: 'at' });
  });

  it('follows fragments, at the root and below', () => {
    const document = `
      subscription ($after: String) { ...Root }
      fragment Root on Subscription { ... { slaWarnings(after: $after) { ...Part } } }
      fragment Part on SlaWarning { ... on SlaWarning { cursor } }`;
    expect(readOperation(document)).toMatchObject({ field: 'slaWarnings', cursor: 'cursor' });
  });

  it('is that of the operation which is named', () => {
    const document = 'query A { a } subscription B { stats { open } }';
    expect(readOperation(document, 'B')).toEqual({ kind: 'figures' });
    expect(() => readOperation(document)).toThrow(refusal('`operationName`'));
    expect(() => readOperation(document, 'C')).toThrow(refusal('no operation "C"'));
  });
});

describe('a subscription that could not be resumed is refused', () => {
  it.each([
    ['without `after`', 'subscription { slaWarnings { cursor } }'],
    ['with a text as `after`', 'subscription { slaWarnings(after: "c2VxOjE") { cursor } }'],
  ])('%s, with the document that could be', (_, document) => {
    expect(() => readOperation(document)).toThrow(
      refusal('subscription ($after: String) { slaWarnings(after: $after) { cursor … } }'),
    );
  });

  it.each([
    ['without the cursor', 'type'],
    ['with a cursor that may be left out', 'cursor @include(if: $more)'],
    ['with a cursor in a fragment that may be left out', '... @skip(if: $more) { cursor }'],
    ['with the cursor of something else', 'escalation { timeline { cursor } }'],
    ['with a fragment in a circle', '...Circle'],
  ])('%s', (_, selection) => {
    const document = `
      subscription ($after: String, $more: Boolean!) { slaWarnings(after: $after) { ${selection} } }
      fragment Circle on SlaWarning { ...Circle }`;
    expect(() => readOperation(document)).toThrow(refusal('selects `cursor`'));
  });

  it('when it cannot be read', () => {
    expect(() => readOperation('subscription {')).toThrow(refusal('Syntax Error'));
  });
});
