import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { LogPageArgs } from '../../../../src/graphql/paging/log-page.ts';
import { LogPage, logPageQuery } from '../../../../src/graphql/paging/log-page.ts';
import { testCursors } from '../../../support/cursor.ts';

const CONTEXT = { cursors: testCursors() };
const entryAt = (seq: bigint) => ({ id: seq + 50n, seq, recordedAt: new Date(Number(seq)) });
const LOG = [3n, 5n, 8n, 9n, 12n].map(entryAt);
const encodeCursor = (seq: bigint) => CONTEXT.cursors.of(entryAt(seq));

/** What the database answers to the query of a page. */
function read(args: LogPageArgs) {
  const { where, orderBy, take } = logPageQuery(CONTEXT, args);
  const { gt = 0n, lt = 100n } = { ...where.seq };
  const found = LOG.filter(({ seq }) => seq > gt && seq < lt);
  if (orderBy.seq === 'desc') found.reverse();
  return new LogPage(found.slice(0, take), CONTEXT, args);
}

const seqs = (args: LogPageArgs) => read(args).edges.map(({ node }) => Number(node.seq));

describe('a page of the log', () => {
  it('begins with the oldest entry when only first is given', () => {
    expect(seqs({ first: 2 })).toEqual([3, 5]);
    expect(read({ first: 2 }).pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: encodeCursor(3n),
      endCursor: encodeCursor(5n),
    });
  });

  it('ends with the newest entry, oldest first, when only last is given', () => {
    expect(seqs({ last: 2 })).toEqual([9, 12]);
    expect(read({ last: 2 }).pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('goes on behind after, also behind a cursor of an entry of another case', () => {
    expect(seqs({ first: 2, after: encodeCursor(5n) })).toEqual([8, 9]);
    expect(seqs({ first: 2, after: encodeCursor(6n) })).toEqual([8, 9]);
    expect(read({ first: 3, after: encodeCursor(5n) }).pageInfo).toMatchObject({
      hasNextPage: false,
      hasPreviousPage: true,
    });
  });

  it('ends in front of before', () => {
    const args = { last: 2, before: encodeCursor(9n) };
    expect(seqs(args)).toEqual([5, 8]);
    expect(read(args).pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('ends in front of before when no size is given', () => {
    expect(seqs({ before: encodeCursor(9n) })).toEqual([3, 5, 8]);
  });

  it('lies between after and before when both are given', () => {
    const between = { after: encodeCursor(3n), before: encodeCursor(12n) };
    expect(seqs({ ...between, first: 2 })).toEqual([5, 8]);
    expect(seqs({ ...between, last: 2 })).toEqual([8, 9]);
  });

  it('has no cursors when it is empty', () => {
    const { edges, pageInfo } = read({ first: 2, after: encodeCursor(12n) });
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    });
  });

  it('takes null for left out', () => {
    expect(seqs({ first: null, after: null, last: 1, before: null })).toEqual([12]);
  });

  it.each([
    [{ after: 'xyz' }, '`after` is not a cursor'],
    [{ last: 1, before: '' }, '`before` is not a cursor'],
    [{ after: Buffer.from('seq:-1').toString('base64url') }, '`after` is not a cursor'],
    [{ first: 1, last: 1 }, 'not both'],
  ])('is refused with BAD_REQUEST for %o', (args, message) => {
    const attempt = () => logPageQuery(CONTEXT, args);
    expect(attempt).toThrow(GraphQLError);
    expect(attempt).toThrow(message);
    expect(attempt).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_REQUEST' } }) as Error,
    );
  });

  it('never shows an entry without a place in the log', () => {
    const unplaced = { ...entryAt(1n), seq: null };
    expect(() => new LogPage([unplaced], CONTEXT, {}).edges).toThrow('without a place');
  });
});
