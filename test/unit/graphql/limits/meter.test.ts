import { execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSchema } from '../../../../src/app/schema.ts';
import type { Context } from '../../../../src/graphql/context.ts';
import { createAnswerRoom } from '../../../../src/graphql/limits/answer-room.ts';
import { MAX_ANSWER_BYTES } from '../../../../src/graphql/limits/limits.ts';
import { usageOf } from '../../../../src/graphql/limits/usage.ts';

const schema = createSchema();
const PATHS = '{ a: resolutionPaths { typicalCauses } b: resolutionPaths { typicalCauses } }';

/** Reads what needs no database. */
function run(contextValue: Context) {
  return execute({ schema, document: parse(PATHS), contextValue });
}

function contextOf(): Context {
  return { principal: { id: 'key:a', role: 'VIEWER' } } as Context;
}

test('an answer is counted as it is made, about as long as it is', async () => {
  const context = contextOf();
  const length = JSON.stringify((await run(context)).data).length;
  const { bytes } = usageOf(context);
  expect(Math.abs(bytes - length)).toBeLessThan(length / 10);
});

test('once it is over the limit no field runs any more', async () => {
  const context = contextOf();
  const usage = usageOf(context);
  usage.bytes = MAX_ANSWER_BYTES - 100;
  await run(context);
  expect(usage.refusal?.extensions['code']).toBe('ANSWER_TOO_LARGE');
  // The field that passed it was the last one.
  expect(usage.bytes).toBeLessThan(MAX_ANSWER_BYTES + 500);
});

test('once its principal has no more room no field runs any more either', async () => {
  const room = createAnswerRoom({ bytesPerPrincipal: 10, bytesPerNode: 100, patienceMs: 1 });
  const context = contextOf();
  const usage = usageOf(context);
  usage.account = room.open('key:a');
  await run(context);
  expect(usage.refusal?.extensions['code']).toBe('RATE_LIMITED');
  expect(usage.bytes).toBeLessThan(100);
  expect(room.bytes()).toBe(0);
});
