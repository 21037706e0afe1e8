import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_DOCUMENT_BYTES } from '../../../src/graphql/limits/limits.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { metric } from '../../support/metrics.ts';
import { openAcknowledged, subscribe } from '../../support/socket.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

/** A document of so many bytes, unlike others of the same length. */
function documentOf(bytes: number, number = 0): string {
  const head = `{ viewer { name } } # ${String(number).padStart(8, '0')} `;
  return head + 'x'.repeat(bytes - head.length);
}

describe('a document that comes with its request', () => {
  test('has at most 64 kB, on a socket as well', async () => {
    expect((await app.graphql(documentOf(MAX_DOCUMENT_BYTES))).errors).toBeUndefined();
    const message =
      'A document has at most 64000 bytes; this one has 64001. Longer ones can be registered, and are then sent by their ids.';
    const before = await metric(app, 'desk_documents_kept');
    expect(await app.graphql(documentOf(MAX_DOCUMENT_BYTES + 1))).toMatchObject({
      status: 400,
      errors: [{ message, extensions: { code: 'BAD_REQUEST' } }],
    });
    // Whatever is in it: it is not looked into.
    expect((await app.graphql('{'.repeat(900_000))).errors?.[0]?.message).toContain('64000 bytes');
    expect(await metric(app, 'desk_documents_kept')).toBe(before);
    const short = await openAcknowledged(app.url);
    short.send(subscribe('1', documentOf(63_000)));
    await short.saw(({ type }) => type === 'next');
    short.socket.close();
  });

  test('counts in bytes, not in characters', async () => {
    const refused = 'desk_operations_refused_total{code="BAD_REQUEST"}';
    const before = await metric(app, refused);
    const { errors } = await app.graphql(`{ viewer { name } } # ${'ü'.repeat(32_000)}`);
    expect(errors?.[0]?.message).toContain('this one has 64022');
    expect(await metric(app, refused)).toBe(before + 1);
  });
});

test('documents are kept up to 32 MB, however many come', async () => {
  for (let number = 0; number < 400; number += 1) {
    const { errors } = await app.graphql(documentOf(MAX_DOCUMENT_BYTES, number));
    expect(errors).toBeUndefined();
  }
  expect(await metric(app, 'desk_document_bytes')).toBeLessThanOrEqual(32_000_000);
  expect(await metric(app, 'desk_document_bytes')).toBeGreaterThan(25_000_000);
  expect(await metric(app, 'desk_documents_kept')).toBeLessThan(300);
});

test('a document that was kept is as good for staff and refused to partners as before', async () => {
  const document = '{ __schema { queryType { name } } }';
  expect((await app.graphql(document)).errors).toBeUndefined();
  const kept = await metric(app, 'desk_documents_kept');
  expect((await app.graphql(document)).errors).toBeUndefined();
  expect(await metric(app, 'desk_documents_kept')).toBe(kept);
  expect((await app.graphql('{ nothing }')).errors?.[0]?.message).toContain('nothing');
  expect((await app.graphql('{ nothing }')).errors?.[0]?.message).toContain('nothing');
});
