import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { outageIn } from '../../../src/db/outage.ts';
import { TransactionTooLong } from '../../../src/db/transaction.ts';
import { NoTurn } from '../../../src/shared/bounds/turns.ts';
import { OutcomeUnknown } from '../../../src/shared/errors.ts';

function coded(code: string, message = 'of PostgreSQL'): Error {
  return Object.assign(new pg.DatabaseError(message, 0, 'error'), { code });
}
const refusedByNode = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
  code: 'ECONNREFUSED',
});
const ofPrisma = (originalCode: string, originalMessage: string) =>
  Object.assign(
    new Error('\nInvalid `db.customer.findMany()` invocation:\n\n\nRaw query failed.'),
    {
      code: 'P2010',
      meta: { driverAdapterError: { cause: { originalCode, originalMessage } } },
    },
  );

const closed = Object.assign(
  new Error('\nInvalid invocation:\n\n\nMessage: `Server has closed the connection.`'),
  { code: 'P2010', meta: { driverAdapterError: { cause: { kind: 'ConnectionClosed' } } } },
);

describe('a failure for the sake of the database is found', () => {
  it.each([
    ['refused by the machine', refusedByNode, 'connect ECONNREFUSED 127.0.0.1:1'],
    [
      'refused at both addresses',
      new AggregateError([refusedByNode]),
      'connect ECONNREFUSED 127.0.0.1:1',
    ],
    ['ended by an operator', coded('57P01', 'terminating'), '57P01: terminating'],
    ['full of connections', coded('53300', 'too many'), '53300: too many'],
    ['lost', new Error('Connection terminated unexpectedly'), 'Connection terminated unexpectedly'],
    ['lost in the midst of a change', new OutcomeUnknown(coded('57P02', 'crash')), '57P02: crash'],
    [
      'given a password that is none',
      coded('28P01', 'authentication failed'),
      '28P01: authentication failed',
    ],
    ['closed, says Prisma', closed, 'P2010: Message: `Server has closed the connection.`'],
    ['lost below Prisma', ofPrisma('57P01', 'terminating'), '57P01: terminating'],
  ])('%s: it cannot be asked', (_what, error, reason) => {
    expect(outageIn(error)).toEqual({ kind: 'lost', reason });
  });

  it.each([
    [
      'no connection is free',
      new Error('None was free.', { cause: new NoTurn('late') }),
      'None was free.',
    ],
    ['the disk is full', coded('53100', 'could not extend file'), '53100: could not extend file'],
    ['it is a standby', coded('25006', 'read-only'), '25006: read-only'],
    ['a statement took too long', coded('57014', 'canceling'), '57014: canceling'],
    ['the disk is full, says Prisma', ofPrisma('53100', 'no space'), '53100: no space'],
    [
      'a transaction took too long',
      new TransactionTooLong(30_000),
      'A transaction took longer than 30 s and was rolled back.',
    ],
  ])('%s: it refuses', (_what, error, reason) => {
    expect(outageIn(error)).toEqual({ kind: 'refused', reason });
  });

  it.each([
    ['a mistake of ours', coded('42P01', 'relation does not exist')],
    ['a mistake in our code', new TypeError('x is not a function')],
    ['another server that is away', new TypeError('fetch failed', { cause: refusedByNode })],
    [
      'another server, below',
      new Error('no keys', { cause: new TypeError('fetch failed', { cause: refusedByNode }) }),
    ],
    ['no error', undefined],
  ])('%s is none', (_what, error) => {
    expect(outageIn(error)).toBeUndefined();
  });

  it('has one short line for a reason', () => {
    const { reason } = outageIn(coded('57P01', `first\nsecond ${'x'.repeat(1_000)}`)) ?? {};
    expect(reason).toMatch(/^57P01: second x+$/);
    expect(reason?.length).toBeLessThan(250);
  });
});
