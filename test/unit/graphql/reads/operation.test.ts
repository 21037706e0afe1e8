import type { OperationDefinitionNode } from 'graphql';
import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../../src/app/schema.ts';
import type { Context } from '../../../../src/graphql/context.ts';
import { MAX_ANSWER_BYTES } from '../../../../src/graphql/limits/limits.ts';
import { usageOf } from '../../../../src/graphql/limits/usage.ts';
import { createCompiledReads } from '../../../../src/graphql/reads/compiled-reads.ts';
import { compileOperation } from '../../../../src/graphql/reads/operation.ts';
import { Uncompilable } from '../../../../src/graphql/reads/uncompilable.ts';

const schema = createSchema();

function contextOf(): Context {
  const principal = { id: 'key:a', role: 'VIEWER', customerIds: null, userId: null };
  return { principal, db: { escalation: {} } } as unknown as Context;
}

/** Fragments in fragments: a line of the document for each level, and on each so many times the one below. */
function nested(times: number, levels: number): string {
  const level = (at: number): string => {
    const below = at === levels ? 'id' : `escalations(first: 1) { nodes { ...F${at + 1} } }`;
    const fields = Array.from({ length: times }, (_, one) => `a${one}: customer { ${below} }`);
    return `fragment F${at} on Escalation { ${fields.join(' ')} }`;
  };
  return `query ($search: String!) {
    escalation(by: { reference: "ESC-2026-001" }) {
      ...F1
      customer { escalations(filter: { search: $search }) { totalCount } }
    }
  }
  ${Array.from({ length: levels }, (_, at) => level(at + 1)).join('\n')}`;
}

function compile(query: string) {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const [operation] = document.definitions;
  const variables = { search: 'outage' };
  return compileOperation(
    ...([schema, document, operation as OperationDefinitionNode, variables] as const),
    contextOf(),
  );
}

test('a plan counts its fields in each place where fragments put them', () => {
  const [less, more] = [compile(nested(2, 2)).fields, compile(nested(4, 2)).fields];
  expect(less).toBeGreaterThan(2 + 4 * 3);
  expect(more).toBeGreaterThan(2 * less);
});

test('a short document of many fields is not compiled', () => {
  const query = nested(8, 4);
  expect(query.length).toBeLessThan(2_500);
  const began = performance.now();
  expect(() => compile(query)).toThrow(Uncompilable);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('plans for different values of the variables that shape them are kept by their size', async () => {
  const nothing = async () => null;
  const reads = createCompiledReads({
    json: { read: nothing, together: () => nothing },
    onAnswer() {},
  });
  const document = parse(nested(3, 4));
  for (let count = 0; count < 30; count += 1) {
    const variableValues = { search: `outage ${count}` };
    const answer = await reads.answer({
      ...{ schema, document, variableValues },
      contextValue: contextOf(),
    });
    expect(answer).toMatchObject({ dataText: '{"escalation":null}' });
  }
  // Each of about 2 MB; their document alone would count as a tenth of that.
  expect(reads.plans()).toBeGreaterThan(2);
  expect(reads.plans()).toBeLessThan(25);
});

test('an answer that repeats what was read once is given up where it passes the limit', async () => {
  const text = 'x'.repeat(MAX_ANSWER_BYTES / 10);
  const row = async () => JSON.stringify(['01a226ce-adc0-7769-b051-d3667f70087f', text]);
  const reads = createCompiledReads({ json: { read: row, together: () => row }, onAnswer() {} });
  const aliases = Array.from({ length: 40 }, (_, at) => `a${at}: issue`);
  const document = parse(
    `{ escalation(by: { reference: "ESC-2026-001" }) { ${aliases.join(' ')} } }`,
  );
  const contextValue = contextOf();
  expect(await reads.answer({ schema, document, contextValue })).toEqual({});
  const usage = usageOf(contextValue);
  expect(usage.refusal?.extensions['code']).toBe('ANSWER_TOO_LARGE');
  expect(usage.bytes).toBeLessThan(MAX_ANSWER_BYTES + 2 * text.length);
});
