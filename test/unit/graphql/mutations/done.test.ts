import { GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { allPlaced, createDone, once, sayWritten } from '../../../../src/graphql/mutations/done.ts';
import type { PayloadSource } from '../../../../src/graphql/mutations/payload.ts';

const sourceOf = (cursor: PayloadSource['cursor']): PayloadSource => ({
  eventIds: [],
  cursor,
  userErrors: [],
});

/** A mutation that counts how often it runs. */
function counted(run: () => Promise<PayloadSource>) {
  let runs = 0;
  return {
    run: () => {
      runs += 1;
      return run();
    },
    runs: () => runs,
  };
}

test('what an operation has done is not done again when its answer is made again', async () => {
  const done = createDone();
  const mutation = counted(async () => sourceOf('c'));
  const first = await once(done, 'addNote', mutation.run);
  expect(await once(done, 'addNote', mutation.run)).toBe(first);
  expect(mutation.runs()).toBe(1);
  await once(done, 'another', mutation.run);
  expect(mutation.runs()).toBe(2);
});

test('what failed is not tried again either', async () => {
  const done = createDone();
  const mutation = counted(() => Promise.reject(new Error('Not written.')));
  await expect(once(done, 'addNote', mutation.run)).rejects.toThrow('Not written.');
  await expect(once(done, 'addNote', mutation.run)).rejects.toThrow('Not written.');
  expect(mutation.runs()).toBe(1);
});

test('an answer waits for the places of the entries, unless whoever reads it does', async () => {
  const order: string[] = [];
  let resolve = (_cursor: string) => {};
  const promise = new Promise<string>((placed) => {
    resolve = placed;
  });
  const run = async () => sourceOf(promise);
  const done = createDone();
  done.waitsForPlaces = false;
  await once(done, 'addNote', run);
  done.waitsForPlaces = true;
  const waiting = [
    once(undefined, 'addNote', run).then(() => order.push('alone')),
    once(createDone(), 'addNote', run).then(() => order.push('ordinarily')),
    once(done, 'addNote', run).then(() => order.push('again')),
    allPlaced(done).then(() => order.push('all')),
  ];
  await Promise.resolve();
  order.push('placed');
  resolve('c');
  await Promise.all(waiting);
  expect(order[0]).toBe('placed');
  expect(order.toSorted()).toEqual(['again', 'all', 'alone', 'ordinarily', 'placed']);
});

test('an error below what is written says so, and no other', async () => {
  const done = createDone();
  const userErrors = [{ code: 'INVALID', message: 'No.', field: [] }] as const;
  await once(done, 'written', async () => sourceOf('c'));
  await once(done, 'refused', async () => ({ ...sourceOf(null), userErrors }));
  await once(done, 'failed', () => Promise.reject(new Error('Not written.'))).catch(() => {});
  const told = (...path: string[]) => {
    const extensions = { code: 'INTERNAL' };
    const { message, extensions: shown } = sayWritten(
      done,
      new GraphQLError('Internal error.', { path, extensions }),
    );
    return [message, shown];
  };
  const silent = ['Internal error.', { code: 'INTERNAL' }];
  expect(told('written', 'events')).toEqual([
    'Internal error. The change itself is written.',
    { code: 'INTERNAL', written: true },
  ]);
  expect(told('refused')).toEqual(silent);
  expect(told('failed')).toEqual(silent);
  expect(told()).toEqual(silent);
});
