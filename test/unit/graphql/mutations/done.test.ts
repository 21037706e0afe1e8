import { expect, test } from 'vitest';
import { Done, once } from '../../../../src/graphql/mutations/done.ts';
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
  const done = new Done();
  const mutation = counted(async () => sourceOf('c'));
  const first = await once(done, 'addNote', mutation.run);
  expect(await once(done, 'addNote', mutation.run)).toBe(first);
  expect(mutation.runs()).toBe(1);
  await once(done, 'another', mutation.run);
  expect(mutation.runs()).toBe(2);
});

test('what failed is not tried again either', async () => {
  const done = new Done();
  const mutation = counted(() => Promise.reject(new Error('Not written.')));
  await expect(once(done, 'addNote', mutation.run)).rejects.toThrow('Not written.');
  await expect(once(done, 'addNote', mutation.run)).rejects.toThrow('Not written.');
  expect(mutation.runs()).toBe(1);
});

test('without such a root, and in the ordinary way, an answer waits for the places of the entries', async () => {
  const order: string[] = [];
  let resolve = (_cursor: string) => {};
  const promise = new Promise<string>((placed) => {
    resolve = placed;
  });
  const run = async () => sourceOf(promise);
  const done = new Done();
  await once(done, 'addNote', run);
  done.goOrdinary();
  const waiting = [
    once(undefined, 'addNote', run).then(() => order.push('alone')),
    once(done, 'addNote', run).then(() => order.push('again')),
    once(done, 'another', run).then(() => order.push('first')),
    done.allPlaced().then(() => order.push('all')),
  ];
  await Promise.resolve();
  order.push('placed');
  resolve('c');
  await Promise.all(waiting);
  expect(order).toEqual(['placed', 'alone', 'again', 'first', 'all']);
});
