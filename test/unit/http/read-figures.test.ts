import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { countersOf, gaugesOf } from '../../../src/http/read-figures.ts';

test('what only grows is a counter under the very name, and is what it is at each reading', async () => {
  const registry = new Registry();
  let cut = 2;
  countersOf(registry)('desk_answers_cut', 'Cut.', () => cut);
  gaugesOf(registry)('desk_answer_bytes', 'Bytes.', () => 10 - cut);
  await registry.metrics();
  cut = 3;
  const text = await registry.metrics();
  expect(text).toContain('# TYPE desk_answers_cut counter\ndesk_answers_cut 3\n');
  expect(text).toContain('# TYPE desk_answer_bytes gauge\ndesk_answer_bytes 7\n');
});
