import { describe, expect, test } from 'vitest';
import {
  announceClocks,
  settleClocks,
} from '../../../../src/escalation/case/clock-entries.draft.ts';
import { refreshClocks } from '../../../../src/escalation/case/clock-rows.draft.ts';
import { addEntry } from '../../../../src/escalation/case/entry.draft.ts';
import type { Draft } from '../../../../src/escalation/case/escalation.draft.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import { at } from '../../sla/clock/facts.ts';
import { communicate, later, openedCase, written } from './draft.fixture.ts';

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

  test('are replayed once for a change of five entries that are nothing to them', () => {
    const { draft, replays } = counting(later(openedCase(), '10:20'));
    changeWith(draft, () => {
      for (let note = 1; note <= 5; note += 1)
        addEntry(draft, 'NOTE_ADDED', { text: `${note}` }, `Note ${note}`);
    });
    expect(draft.entries).toHaveLength(5);
    expect(replays()).toBe(1);
  });

  test('are replayed once more where one of the entries is something to them', () => {
    const { draft, replays } = counting(later(openedCase(), '10:30'));
    changeWith(draft, () => {
      addEntry(draft, 'NOTE_ADDED', { text: 'Before' }, 'Before');
      communicate(draft);
      addEntry(draft, 'NOTE_ADDED', { text: 'After' }, 'After');
    });
    expect(written(draft)).toEqual([
      'NOTE_ADDED',
      'COMMUNICATION_LOGGED',
      'NOTE_ADDED',
      'SLA_MET RESPONSE',
      'SLA_MET UPDATE',
    ]);
    expect(replays()).toBe(2);
  });

  test('have new rows, without another replay, once a breach is on record', () => {
    const { draft, replays } = counting(later(openedCase(), '11:30'));
    refreshClocks(draft, draft.now);
    const before = draft.clocks.get('RESPONSE');
    settleClocks(draft, 'before');
    expect(written(draft)).toContain('SLA_BREACHED RESPONSE 100');
    expect(draft.clocks.get('RESPONSE')?.nextAt).not.toEqual(before?.nextAt);
    expect(replays()).toBe(1);
  });
});

/** A replay asks once how time passes under the policy of the opening, the only one here. */
function counting(of: Draft): { draft: Draft; replays: () => number } {
  let replays = 0;
  const draft: Draft = {
    ...of,
    timeOf: (policy) => {
      replays += 1;
      return of.timeOf(policy);
    },
  };
  return { draft, replays: () => replays };
}

/** As `changeCase` does it, without a database. */
function changeWith(draft: Draft, change: () => void): void {
  settleClocks(draft, 'before');
  const { cycles } = draft;
  change();
  announceClocks(draft, cycles);
  settleClocks(draft, 'after');
}
