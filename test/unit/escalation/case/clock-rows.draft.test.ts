import { describe, expect, test } from 'vitest';
import { refreshClocks } from '../../../../src/escalation/case/clock-rows.draft.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import { at } from '../../sla/clock/facts.ts';
import { communicate, later, openedCase } from './draft.fixture.ts';

/** What a replay that remembers nothing gives. */
const anew = ({ facts, timeOf }: ReturnType<typeof openedCase>, time: string) =>
  replay(facts, at(time), timeOf);

describe('the clocks of a change', () => {
  test('are replayed for the time that is asked for, though nothing happened since another', () => {
    const draft = later(openedCase(), '12:00');
    refreshClocks(draft, at('10:30'));
    const early = draft.cycles;
    refreshClocks(draft, at('11:30'));
    expect(draft.cycles).toEqual(anew(draft, '11:30'));
    expect(draft.cycles).not.toEqual(early);
    refreshClocks(draft, at('10:30'));
    expect(draft.cycles).toEqual(early);
  });

  test('are replayed when something happened, though the time is the same', () => {
    const draft = later(openedCase(), '10:30');
    refreshClocks(draft, at('10:30'));
    const early = draft.cycles;
    communicate(draft);
    expect(draft.cycles).toEqual(anew(draft, '10:30'));
    expect(draft.cycles).not.toEqual(early);
  });

  test('are not replayed when neither is so', () => {
    const draft = later(openedCase(), '10:30');
    refreshClocks(draft, at('10:30'));
    const { cycles } = draft;
    refreshClocks(draft, at('10:30'));
    expect(draft.cycles).toBe(cycles);
  });
});
