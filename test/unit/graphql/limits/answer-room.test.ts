import { describe, expect, test } from 'vitest';
import { createAnswerRoom, ROOM_LIMITS } from '../../../../src/graphql/limits/answer-room.ts';

const LIMITS = { bytesPerPrincipal: 60, bytesPerNode: 100, patienceMs: 2_000 };

test('the limit of a principal is that of the contract', () => {
  expect(ROOM_LIMITS.bytesPerPrincipal).toBe(64_000_000);
});

describe('room for answers', () => {
  test('is bounded for a principal, over all of its answers', () => {
    const room = createAnswerRoom(LIMITS);
    const [first, second] = [room.open('a'), room.open('a')];
    expect(first.hold(40)).toBeUndefined();
    expect(second.hold(21)).toBe('principal');
    expect(second.hold(20)).toBeUndefined();
    expect(room.open('b').hold(40)).toBeUndefined();
    first.close();
    first.close();
    expect(room.bytes()).toBe(60);
    expect(second.hold(60)).toBeUndefined();
    expect(second.hold(10)).toBeUndefined();
    expect(room.bytes()).toBe(50);
  });

  test('is not taken by what is still made of an answer that is over', () => {
    const room = createAnswerRoom(LIMITS);
    const account = room.open('a');
    account.hold(40);
    account.end();
    expect(account.hold(20)).toBe('over');
    account.wait(20, () => {});
    account.end();
    expect(room.bytes()).toBe(0);
  });

  test('is taken from whoever lets most lie, when the node has no more', () => {
    let present = 0;
    const room = createAnswerRoom(LIMITS, () => present);
    const cut: string[] = [];
    room.open('a').wait(30, () => cut.push('a'));
    room.open('b').wait(25, () => cut.push('b1'));
    room.open('b').wait(25, () => cut.push('b2'));
    const asks = room.open('c');
    expect(asks.hold(30)).toBe('node');
    present = 2_000;
    expect(asks.hold(30)).toBeUndefined();
    expect(cut).toEqual(['b1']);
    expect(room.bytes()).toBe(85);
    expect(room.cut()).toBe(1);
    expect(room.open('c').hold(30)).toBeUndefined();
    expect(cut).toEqual(['b1', 'a']);
  });

  test('is not taken from answers that are still being made', () => {
    let present = 0;
    const room = createAnswerRoom(LIMITS, () => present);
    room.open('a').hold(60);
    present = 60_000;
    expect(room.open('b').hold(50)).toBe('node');
  });
});
