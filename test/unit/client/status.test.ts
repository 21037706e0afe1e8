import { describe, expect, it } from 'vitest';
import type { DeskState } from '../../../packages/client/src/index.ts';
import { createStatusBoard, overallStatus } from '../../../packages/client/src/status.ts';

describe('how things stand', () => {
  it('is how the subscription stands that is worst off', () => {
    expect(overallStatus([])).toBe('idle');
    expect(overallStatus(['live', 'live'])).toBe('live');
    expect(overallStatus(['live', 'behind'])).toBe('behind');
    expect(overallStatus(['behind', 'connecting'])).toBe('connecting');
    expect(overallStatus(['live', 'offline', 'connecting'])).toBe('offline');
  });

  it('is told at each change, and can be read at any time', () => {
    const board = createStatusBoard();
    const told: DeskState[] = [];
    const own: string[] = [];
    const stop = board.listen((state) => told.push(state));
    const payload = { query: 'subscription { stats { open } }' };
    const entry = board.add(
      payload,
      () => 'place',
      (status) => own.push(status),
    );
    entry.set('connecting');
    entry.set('connecting');
    entry.set('live');
    expect(told.map(({ status }) => status)).toEqual(['connecting', 'live']);
    expect(board.state()).toEqual({
      status: 'live',
      subscriptions: [
        { id: 1, ...payload, operationName: null, variables: {}, status: 'live', cursor: 'place' },
      ],
    });
    entry.end();
    entry.set('behind');
    expect(own).toEqual(['connecting', 'live', 'idle']);
    expect(told.at(-1)).toEqual({ status: 'idle', subscriptions: [] });
    stop();
    board.add(payload, () => undefined, undefined).set('offline');
    expect(told).toHaveLength(3);
  });
});
