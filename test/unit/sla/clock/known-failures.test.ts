import { describe, expect, test } from 'vitest';
import { firings } from '../../../../src/sla/clock/firing.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import {
  cet,
  inHours,
  OFFICE,
  open,
  resolved,
  resumes,
  timeOf,
  told,
  under,
  waits,
} from './clock-table/row.ts';
import { record } from './facts.ts';

/** What other products got wrong, each as a case of this desk. */
describe('known failures of other products', () => {
  // https://github.com/glpi-project/glpi/issues/6902
  test('time in which the case waits for the customer does not count (glpi #6902)', () => {
    const facts = [
      open(cet('03-02 09:00'), under(OFFICE, { response: 2, resolution: 4 })),
      told(cet('03-02 10:00')),
      waits(cet('03-02 11:00')),
      resumes(cet('03-05 11:00')),
      resolved(cet('03-05 12:00')),
    ];
    const resolution = replay(facts, cet('03-05 12:00'), timeOf).find(
      ({ kind }) => kind === 'RESOLUTION',
    );
    expect(inHours(resolution?.elapsedMs ?? 0)).toBe(3);
    expect(resolution).toMatchObject({
      state: 'MET',
      dueAt: cet('03-05 13:00'),
      breachedAt: null,
    });
  });

  test('nor does it bring a breach while it lasts, or one of the past once it is over', () => {
    const facts = [
      open(cet('03-02 09:00'), under(OFFICE, { response: 4 })),
      waits(cet('03-02 10:00')),
    ];
    const during = cet('03-20 12:00');
    expect(firings(replay(facts, during, timeOf), [], during, 'live')).toEqual([]);
    const after = cet('03-20 13:00');
    const resumed = replay([...facts, resumes(after)], after, timeOf);
    expect(firings(resumed, [], after, 'live')).toEqual([]);
    expect(resumed[0]?.dueAt).toEqual(cet('03-20 16:00'));
  });

  // https://github.com/chatwoot/chatwoot/pull/13392
  test('Friday 16:30 and an hour, Monday to Friday 9 to 17, is Monday 09:30 (chatwoot #13392)', () => {
    const facts = [open(cet('03-06 16:30'), under(OFFICE, { response: 1 }))];
    const [response] = replay(facts, cet('03-06 16:30'), timeOf);
    expect(response?.dueAt).toEqual(cet('03-09 09:30'));
    const saturday = replay(facts, cet('03-07 12:00'), timeOf)[0];
    expect(saturday).toMatchObject({ state: 'RUNNING', breachedAt: null });
    expect(inHours(saturday?.elapsedMs ?? 0)).toBe(0.5);
  });

  test('a clock that was breached and then met stays breached', () => {
    const facts = [
      open(cet('03-02 10:00'), under(OFFICE, { response: 1 })),
      told(cet('03-02 12:00')),
    ];
    const now = cet('03-02 12:00');
    const cycles = replay(facts, now, timeOf);
    expect(cycles[0]).toMatchObject({
      state: 'BREACHED',
      breachedAt: cet('03-02 11:00'),
      metAt: cet('03-02 12:00'),
    });
    const log = record(firings(cycles, [], now, 'live'));
    const later = cet('03-20 12:00');
    const response = replay([...facts, resolved(cet('03-03 12:00'))], later, timeOf)[0];
    expect(response).toMatchObject({ state: 'BREACHED', metAt: cet('03-02 12:00') });
    expect(log).toMatchObject([{ kind: 'RESPONSE', threshold: 100, corrected: false }]);
  });
});
