import { buildSchema } from 'graphql';
import { createYoga } from 'graphql-yoga';
import { expect, test } from 'vitest';
import { jsonTypeOf } from '../../../../src/http/graphql/media-types.ts';

const yoga = createYoga({ schema: buildSchema('type Query { a: Int }'), logging: false });

async function chosenByYoga(accept: string | undefined): Promise<string | null> {
  const response = await yoga.fetch('http://desk.example/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(accept === undefined ? {} : { accept }) },
    body: '{"query":"{ a }"}',
  });
  return response.headers.get('content-type');
}

test.each([
  undefined,
  '*/*',
  'application/*',
  'application/json',
  'application/graphql-response+json',
  'application/graphql-response+json, application/json',
  'application/json, application/graphql-response+json',
  'application/json,*/*',
  'text/html, application/json',
  'Application/JSON',
  'text/event-stream, application/json',
])('of %s the same JSON is chosen as for requests that go by way of Yoga', async (accept) => {
  expect(`${jsonTypeOf(accept)}; charset=utf-8`).toBe(await chosenByYoga(accept));
});

test.each([
  'text/event-stream',
  'multipart/mixed',
  'text/html',
  'application/json;q=0.9, text/html',
  '',
])('%j is left to those who know more of it', (accept) => {
  expect(jsonTypeOf(accept)).toBeUndefined();
});
