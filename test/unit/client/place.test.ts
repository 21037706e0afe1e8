import { describe, expect, it } from 'vitest';
import { createPlace } from '../../../packages/client/src/place.ts';

const OPERATION = { kind: 'events', after: 'after', field: 'it', cursor: 'at' } as const;
const event = (cursor: unknown) => ({ it: { at: cursor } });

describe('the place of a subscription', () => {
  it('is where the caller began, until something comes', () => {
    expect(createPlace(OPERATION, 'start').cursor()).toBe('start');
    expect(createPlace(OPERATION).cursor()).toBeUndefined();
    expect(createPlace(OPERATION, null).cursor()).toBeUndefined();
  });

  it('moves with events, and to where the desk says that it is', () => {
    const place = createPlace(OPERATION);
    expect(place.take(event('a'))).toBe(true);
    expect(place.cursor()).toBe('a');
    place.moveTo('f');
    expect(place.cursor()).toBe('f');
  });

  it('stays where it was when an event comes again', () => {
    const place = createPlace(OPERATION);
    const cursors = ['a', 'b', 'a', 'b', 'c'];
    expect(cursors.map((cursor) => place.take(event(cursor)))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
    expect(place.cursor()).toBe('c');
  });

  it('lets pass what has no cursor: errors in place of an event', () => {
    const place = createPlace(OPERATION, 'start');
    for (const data of [null, undefined, {}, event(null), event(7)]) {
      expect(place.take(data)).toBe(true);
    }
    expect(place.cursor()).toBe('start');
  });

  it('remembers a thousand events, not all', () => {
    const place = createPlace(OPERATION);
    for (let count = 0; count <= 1_000; count += 1) place.take(event(`${count}`));
    expect(place.take(event('1'))).toBe(false);
    expect(place.take(event('0'))).toBe(true);
  });
});
