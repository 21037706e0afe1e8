import { describe, expect, test } from 'vitest';
import {
  announceClocks,
  dueNotices,
  settleClocks,
  tellAgain,
  tellOfBreaches,
} from '../../../../src/escalation/case/clock-entries.draft.ts';
import { setStatus } from '../../../../src/escalation/case/entry.draft.ts';
import type { Draft } from '../../../../src/escalation/case/escalation.draft.ts';
import type { PersonFacts } from '../../../../src/escalation/case/escalation.state.ts';
import { MINUTE_MS } from '../../../../src/shared/duration.ts';
import type { OwnerLevel } from '../../../../src/shared/vocabulary.ts';
import { at } from '../../sla/clock/facts.ts';
import {
  communicate,
  later,
  openedCase,
  promiseResolution,
  resolveAt,
  written,
} from './draft.fixture.ts';

/** A change as every change runs: what is due, what is done, what the clocks say to it. */
function changeAt(before: Draft, now: string, change: (draft: Draft) => void = () => {}): Draft {
  const draft = later(before, now);
  settleClocks(draft, 'before');
  const { cycles } = draft;
  change(draft);
  announceClocks(draft, cycles);
  settleClocks(draft, 'after');
  return draft;
}

describe('what is due', () => {
  test('is written before a change, late where nobody looked in between', () => {
    const draft = later(openedCase(), '10:46');
    expect(settleClocks(draft, 'before')).toEqual([]);
    expect(draft.entries).toMatchObject([
      {
        type: 'SLA_WARNING',
        summary: 'First response: 75 % of the time is used up',
        at: at('10:46'),
        actor: { label: 'desk' },
        data: {
          kind: 'RESPONSE',
          threshold: 75,
          plannedAt: at('10:45').toISOString(),
          dueAt: at('11:00').toISOString(),
          late: true,
          skipped: [50],
        },
      },
    ]);
  });

  test('is written once', () => {
    const warned = changeAt(openedCase(), '10:46');
    expect(written(changeAt(warned, '10:47'))).toEqual([]);
    expect(written(changeAt(warned, '10:54'))).toEqual(['SLA_WARNING RESPONSE 90']);
  });

  test('at that very moment waits for the change, which may be what was due', () => {
    const warned = changeAt(openedCase(), '10:55');
    const draft = changeAt(warned, '11:00', communicate);
    expect(written(draft)).toEqual(['COMMUNICATION_LOGGED', 'SLA_MET RESPONSE', 'SLA_MET UPDATE']);
    expect(draft.entries[1]?.data).toMatchObject({ late: false });
    expect(draft.row.slaBreach).toBe(false);
  });

  test('at that very moment is written after a change that is something else', () => {
    const warned = changeAt(openedCase(), '10:55');
    const draft = later(warned, '11:00');
    expect(settleClocks(draft, 'before')).toEqual([]);
    expect(settleClocks(draft, 'after')).toMatchObject([
      { kind: 'RESPONSE', threshold: 100, breached: true },
    ]);
    expect(written(draft)).toEqual(['SLA_BREACHED RESPONSE 100', 'OWNER_LEVEL_RAISED']);
    expect(draft.entries[0]?.data).toMatchObject({ late: false, skipped: [] });
    expect(draft.row.slaBreach).toBe(true);
  });

  test('a millisecond later is a breach that a late communication meets', () => {
    const draft = changeAt(openedCase(), '11:00:01', communicate);
    expect(written(draft)).toEqual([
      'SLA_BREACHED RESPONSE 100',
      'OWNER_LEVEL_RAISED',
      'COMMUNICATION_LOGGED',
      'SLA_MET RESPONSE',
      'SLA_MET UPDATE',
    ]);
    expect(draft.entries[3]).toMatchObject({
      summary: 'First response met, late',
      data: { late: true },
    });
    expect(draft.row.slaBreach).toBe(true);
  });

  test('of an imported case is written for its own time, each threshold by itself', () => {
    const draft = later(openedCase({ now: '15:00', imported: true }), '15:00');
    settleClocks(draft, 'after');
    const times = draft.entries
      .filter(({ type }) => type.startsWith('SLA_'))
      .map(({ data, at: time }) => ['threshold' in data ? data.threshold : null, time]);
    expect(times).toEqual([
      [50, at('10:30')],
      [75, at('10:45')],
      [90, at('10:54')],
      [100, at('11:00')],
    ]);
  });
});

describe('the needed level', () => {
  test.for<[OwnerLevel, OwnerLevel]>([
    ['TEAM_LEAD', 'MANAGER'],
    ['MANAGER', 'DIRECTOR'],
    ['DIRECTOR', 'EXECUTIVE'],
  ])('rises with a breach from %s to %s', ([ownerLevel, raised]) => {
    const draft = changeAt(openedCase({ ownerLevel }), '11:01');
    expect(draft.row.ownerLevel).toBe(raised);
    expect(draft.entries.at(-1)).toMatchObject({
      type: 'OWNER_LEVEL_RAISED',
      data: { from: ownerLevel, to: raised },
    });
  });

  test('stays EXECUTIVE, without an entry', () => {
    const draft = changeAt(openedCase({ ownerLevel: 'EXECUTIVE' }), '11:01');
    expect(written(draft)).toEqual(['SLA_BREACHED RESPONSE 100']);
    expect(draft.row.ownerLevel).toBe('EXECUTIVE');
  });

  test('counts a clock once, however many of its cycles are breached', () => {
    const answered = changeAt(openedCase({ ownerLevel: 'TEAM_LEAD' }), '10:10', communicate);
    const silent = changeAt(answered, '12:30', communicate);
    expect(silent.row.ownerLevel).toBe('MANAGER');
    expect(changeAt(silent, '15:00').row.ownerLevel).toBe('MANAGER');
  });
});

describe('a breach that was none', () => {
  test('is corrected when the communication in time is told, and the level falls again', () => {
    const breached = changeAt(openedCase(), '11:30');
    expect(breached.row).toMatchObject({ slaBreach: true, ownerLevel: 'DIRECTOR' });
    const told = changeAt(breached, '11:40', (draft) => communicate(draft, '10:50'));
    expect(told.row).toMatchObject({ slaBreach: false, ownerLevel: 'MANAGER' });
    expect(told.entries.at(-1)).toMatchObject({
      type: 'SLA_MET',
      summary: 'First response was in time after all',
      data: { kind: 'RESPONSE', cycleStartedAt: at('10:00').toISOString(), corrected: true },
    });
  });

  test('is corrected once', () => {
    const breached = changeAt(openedCase(), '11:30');
    const told = changeAt(breached, '11:40', (draft) => communicate(draft, '10:50'));
    expect(written(changeAt(told, '11:41'))).toEqual([]);
  });

  test('stands where the communication told was late as well', () => {
    const breached = changeAt(openedCase(), '11:30');
    const told = changeAt(breached, '11:40', (draft) => communicate(draft, '11:10'));
    expect(told.row.slaBreach).toBe(true);
  });
});

describe('two communications of one instant', () => {
  const twice = (draft: Draft) => {
    communicate(draft);
    communicate(draft);
  };

  test('meet one cycle each, and a third says nothing of theirs', () => {
    const draft = changeAt(openedCase(), '10:20', twice);
    const met = written(draft).filter((line) => line.startsWith('SLA_MET'));
    expect(met).toEqual(['SLA_MET RESPONSE', 'SLA_MET UPDATE', 'SLA_MET UPDATE']);
    const third = changeAt(draft, '10:20', communicate);
    expect(written(third)).toEqual(['COMMUNICATION_LOGGED', 'SLA_MET UPDATE']);
    expect(third.entries[1]?.data).toMatchObject({ cycle: 3 });
  });

  test('leave a breach of the cycle after them standing', () => {
    const breached = changeAt(changeAt(openedCase(), '10:20', twice), '12:21');
    expect(written(breached)).toContain('SLA_BREACHED UPDATE 100');
    expect(written(changeAt(breached, '12:22'))).toEqual([]);
    expect(breached.row.slaBreach).toBe(true);
  });
});

describe('a pause', () => {
  const wait = (draft: Draft) => setStatus(draft, 'WAITING_ON_CUSTOMER');

  test('is announced when the clocks stop and when they go on, at the time of the status', () => {
    const waiting = changeAt(openedCase(), '10:10', wait);
    expect(written(waiting)).toEqual(['STATUS_CHANGED', 'SLA_PAUSED']);
    expect(waiting.row.dueAt).toBeNull();
    const resumed = changeAt(waiting, '11:10', (draft) =>
      setStatus(draft, 'OPEN', { at: at('10:40') }),
    );
    expect(written(resumed).slice(0, 2)).toEqual(['STATUS_CHANGED', 'SLA_RESUMED']);
    expect(resumed.entries[1]?.at).toEqual(at('10:40'));
    expect(resumed.row.dueAt).toEqual(at('11:30'));
  });

  test('that a resolution ends does not resume', () => {
    const waiting = changeAt(openedCase(), '10:10', wait);
    const resolved = changeAt(waiting, '11:10', (draft) => resolveAt(draft, '11:10'));
    expect(written(resolved)).toEqual(['STATUS_CHANGED', 'SLA_MET RESPONSE', 'SLA_MET UPDATE']);
  });

  test('brings no warning, however long', () => {
    const waiting = changeAt(openedCase(), '10:10', wait);
    expect(written(changeAt(waiting, '10:00+3'))).toEqual([]);
  });
});

test('an imported case needs a higher level from each breach on, not from the last one', () => {
  const opened = openedCase({ ownerLevel: 'TEAM_LEAD', imported: true });
  const promised = changeAt(opened, '10:10', (draft) => promiseResolution(draft, '13:00'));
  const raised = changeAt(promised, '15:00').entries.filter(
    ({ type }) => type === 'OWNER_LEVEL_RAISED',
  );
  expect(raised.map(({ at: time, data }) => [time, 'to' in data ? data.to : null])).toEqual([
    [at('11:00'), 'MANAGER'],
    [at('13:00'), 'DIRECTOR'],
  ]);
  const moved = raised.flatMap(({ changes }) => changes.map(({ field }) => field));
  expect(moved).toEqual(['ownerLevel', 'ownerLevel']);
});

test('a resolution from before the promise of one leaves no clock for that promise', () => {
  const promised = changeAt(openedCase(), '10:30', (draft) => promiseResolution(draft, '16:00'));
  expect([...promised.clocks.keys()]).toContain('RESOLUTION');
  const resolved = changeAt(promised, '10:40', (draft) => resolveAt(draft, '10:20'));
  expect([...resolved.clocks.keys()]).toEqual(['RESPONSE', 'UPDATE']);
  const states = [...resolved.clocks.values()].map(({ state }) => state);
  expect(states).toEqual(['MET', 'MET']);
});

const person = (name: string): PersonFacts => ({
  id: name.toLowerCase(),
  name,
  level: 'DIRECTOR',
  active: true,
});
const [eve, max] = [person('Eve'), person('Max')];

describe('people are told of a breach', () => {
  /** A case whose RESPONSE is breached at 11:00, as just settled. */
  const breached = () => {
    const draft = later(openedCase(), '11:10');
    return { draft, breaches: settleClocks(draft, 'after') };
  };
  const told = ({ entries }: Draft) =>
    entries.filter(({ type }) => type === 'STAKEHOLDERS_NOTIFIED');

  test('with the clock and the cycle, and become stakeholders', () => {
    const { draft, breaches } = breached();
    tellOfBreaches(draft, breaches, [eve, max]);
    expect(told(draft)).toMatchObject([
      {
        summary: 'Told of the breach (First response): Eve, Max',
        at: at('11:10'),
        actor: { label: 'desk' },
      },
    ]);
    expect(told(draft)[0]?.data).toEqual({
      userIds: ['eve', 'max'],
      reason: 'breach',
      breaches: [{ kind: 'RESPONSE', cycle: 1, cycleStartedAt: at('10:00').toISOString() }],
    });
    expect([...draft.stakeholders.keys()]).toEqual(['eve', 'max']);
  });

  test('in one entry for all clocks that breached', () => {
    const promised = changeAt(openedCase(), '10:10', (draft) => promiseResolution(draft, '11:00'));
    const draft = later(promised, '11:10');
    tellOfBreaches(draft, settleClocks(draft, 'after'), [eve]);
    expect(told(draft).map(({ summary }) => summary)).toEqual([
      'Told of the breach (First response, Resolution): Eve',
    ]);
    expect(told(draft)[0]?.data).toMatchObject({
      breaches: [{ kind: 'RESPONSE' }, { kind: 'RESOLUTION' }],
    });
  });

  test('who are stakeholders already, and stay so since when they were', () => {
    const { draft, breaches } = breached();
    draft.stakeholders.set('eve', { userId: 'eve', since: at('10:05') });
    tellOfBreaches(draft, breaches, [eve, max]);
    expect([...draft.stakeholders.values()]).toMatchObject([
      { userId: 'eve', since: at('10:05') },
      { userId: 'max', since: at('11:10') },
    ]);
  });

  test('without an entry when there is nobody of that level', () => {
    const { draft, breaches } = breached();
    tellOfBreaches(draft, breaches, []);
    expect(told(draft)).toEqual([]);
    expect(draft.stakeholders.size).toBe(0);
  });

  test('which is no notice that is told again: the first of those is still to come', () => {
    const { draft, breaches } = breached();
    tellOfBreaches(draft, breaches, [eve]);
    expect(draft.notices).toEqual([]);
  });
});

describe('a breach that lasts', () => {
  const EVERY_HOUR = { repeatEveryMs: 60 * MINUTE_MS };
  const breached = () => changeAt(openedCase(EVERY_HOUR), '11:00');

  test('is told again when the time of the policy has passed since the breach', () => {
    expect(dueNotices(changeAt(breached(), '11:59'), 'after')).toEqual([]);
    expect(dueNotices(changeAt(breached(), '12:00'), 'after')).toMatchObject([
      { kind: 'RESPONSE', repeat: 1, plannedAt: at('12:00'), late: false, skipped: [] },
    ]);
  });

  test('is not told again before a change in the very instant of the notice, which may end it', () => {
    expect(dueNotices(changeAt(breached(), '12:00'), 'before')).toEqual([]);
    expect(dueNotices(changeAt(breached(), '12:01'), 'before')).toHaveLength(1);
  });

  test('is entered with what identifies the notice, and then is not due any more', () => {
    const draft = changeAt(breached(), '13:10');
    const [notice, ...more] = dueNotices(draft, 'after');
    if (notice === undefined) throw new Error('Nothing is due.');
    expect(more).toEqual([]);
    tellAgain(draft, notice, [eve]);
    expect(draft.entries.at(-1)).toMatchObject({
      type: 'STAKEHOLDERS_NOTIFIED',
      summary: 'First response is still overdue: Eve',
      at: at('13:10'),
      actor: { label: 'desk' },
    });
    expect(draft.entries.at(-1)?.data).toEqual({
      userIds: ['eve'],
      reason: 'breach',
      kind: 'RESPONSE',
      cycle: 1,
      cycleStartedAt: at('10:00').toISOString(),
      repeat: 2,
      plannedAt: at('13:00').toISOString(),
      late: true,
      skipped: [1],
    });
    expect(draft.stakeholders.get('eve')).toMatchObject({ since: at('13:10') });
    expect(dueNotices(draft, 'after')).toEqual([]);
    expect(draft.clocks.get('RESPONSE')?.nextAt).toEqual(at('14:00'));
  });

  test('is entered also when there is nobody to tell', () => {
    const draft = changeAt(breached(), '12:00');
    for (const notice of dueNotices(draft, 'after')) tellAgain(draft, notice, []);
    expect(draft.entries.at(-1)).toMatchObject({
      summary: 'First response is still overdue: there is nobody of that level',
      data: { userIds: [], repeat: 1 },
    });
    expect(dueNotices(draft, 'after')).toEqual([]);
  });

  test('stays told in the changes after that', () => {
    const draft = changeAt(breached(), '12:00');
    for (const notice of dueNotices(draft, 'after')) tellAgain(draft, notice, [eve]);
    expect(dueNotices(changeAt(draft, '12:30'), 'after')).toEqual([]);
    expect(dueNotices(changeAt(draft, '13:00'), 'after')).toMatchObject([
      { repeat: 2, skipped: [] },
    ]);
  });

  test('is not told again of an imported case', () => {
    const draft = openedCase({ ...EVERY_HOUR, now: '15:00', imported: true });
    settleClocks(draft, 'after');
    expect(draft.row.slaBreach).toBe(true);
    expect(dueNotices(draft, 'after')).toEqual([]);
  });
});
