import { describe, expect, test } from 'vitest';
import { firingsIn } from '../../../../src/escalation/case/firing-keys.rules.ts';
import { at } from '../../sla/clock/facts.ts';

type Entry = Parameters<typeof firingsIn>[0][number];

const CYCLE = { kind: 'RESPONSE', cycleStartedAt: at('10:00').toISOString() };
const KEY = { kind: 'RESPONSE', cycleStartedAt: at('10:00'), threshold: 100, repeat: 0 };

/** With as much of its data as the test is about. */
const entry = (type: Entry['type'], data: object): Entry =>
  ({ type, at: at('12:00'), data }) as Entry;
const warning = (threshold: number) => entry('SLA_WARNING', { ...CYCLE, threshold });
const breach = entry('SLA_BREACHED', { ...CYCLE, threshold: 100 });
const correction = entry('SLA_MET', { ...CYCLE, corrected: true });
const toldAgain = (repeat: number) => entry('STAKEHOLDERS_NOTIFIED', { ...CYCLE, repeat });

describe('what a change puts on record', () => {
  test('is nothing where no clock said anything', () => {
    const entries = [
      entry('NOTE_ADDED', {}),
      entry('SLA_MET', { ...CYCLE, late: true }),
      entry('STAKEHOLDERS_NOTIFIED', { userIds: ['eve'], message: null }),
    ];
    expect(firingsIn(entries)).toEqual({ fired: [], taken: [] });
  });

  test('is each warning and each breach, with the cycle', () => {
    expect(firingsIn([warning(50), breach])).toEqual({
      fired: [{ ...KEY, threshold: 50 }, KEY],
      taken: [],
    });
  });

  test('is each repeated notice, which is another thing than the breach that it is of', () => {
    expect(firingsIn([breach, toldAgain(1), toldAgain(3)]).fired).toEqual([
      KEY,
      { ...KEY, repeat: 1 },
      { ...KEY, repeat: 3 },
    ]);
  });

  test('holds no more than what identifies it', () => {
    for (const key of firingsIn([warning(50), breach, toldAgain(1)]).fired) {
      expect(Object.keys(key).sort()).toEqual(['cycleStartedAt', 'kind', 'repeat', 'threshold']);
    }
  });
});

describe('a correction', () => {
  test('takes back a breach of before', () => {
    expect(firingsIn([correction])).toEqual({ fired: [], taken: [KEY] });
  });

  test('leaves room for the breach that fires again after it in the same change', () => {
    expect(firingsIn([correction, breach])).toEqual({ fired: [KEY], taken: [KEY] });
  });

  test('takes back a breach that fired in the same change before it', () => {
    expect(firingsIn([breach, correction])).toEqual({ fired: [], taken: [KEY] });
  });

  test('counts in its turn: fired, corrected and fired again is on record once', () => {
    expect(firingsIn([breach, correction, breach]).fired).toEqual([KEY]);
  });

  test('leaves the warnings of its cycle, and the breaches of other clocks and cycles', () => {
    const update = entry('SLA_BREACHED', { ...CYCLE, kind: 'UPDATE', threshold: 100 });
    const later = entry('SLA_BREACHED', {
      ...CYCLE,
      cycleStartedAt: at('11:00').toISOString(),
      threshold: 100,
    });
    expect(firingsIn([warning(90), update, later, breach, correction]).fired).toEqual([
      { ...KEY, threshold: 90 },
      { ...KEY, kind: 'UPDATE' },
      { ...KEY, cycleStartedAt: at('11:00') },
    ]);
  });

  test('leaves on record that the breach was told again, before and in the same change', () => {
    expect(firingsIn([toldAgain(2), correction])).toEqual({
      fired: [{ ...KEY, repeat: 2 }],
      taken: [KEY],
    });
  });
});
