import { describe, expect, test } from 'vitest';
import {
  addEntry,
  markDone,
  nextEntry,
  setStatus,
  settleStage,
} from '../../../../src/escalation/case/entry.draft.ts';
import { caseFields } from '../../../../src/escalation/case/escalation.state.ts';
import { foldChanges } from '../../../../src/events/changes.ts';
import { at } from '../../sla/clock/facts.ts';
import { communicate, later, openedCase, promiseResolution, resolveAt } from './draft.fixture.ts';

describe('an entry', () => {
  test('of an opening records every field of the case', () => {
    const draft = openedCase();
    const folded = new Map<string, string>();
    expect(foldChanges(folded, draft.entries[0]?.changes ?? [])).toEqual([]);
    expect(folded).toEqual(caseFields(draft));
    expect(folded.get('status')).toBe('OPEN');
    expect(folded.get('sla.RESPONSE.dueAt')).toBe(at('11:00').toISOString());
  });

  test('takes with it what moved since the entry before, and nothing else', () => {
    const draft = later(openedCase(), '10:10');
    draft.row.understanding = 'Out of memory.';
    addEntry(draft, 'ISSUE_UNDERSTOOD', {}, 'Issue understood');
    draft.row.category = 'BILLING';
    addEntry(draft, 'NOTE_ADDED', { text: 'Look.' }, 'Note added');
    addEntry(draft, 'NOTE_ADDED', { text: 'Look.' }, 'Note added');
    expect(draft.entries.map(({ changes }) => changes)).toEqual([
      [{ field: 'understanding', from: null, to: 'Out of memory.' }],
      [{ field: 'category', from: 'TECHNICAL', to: 'BILLING' }],
      [],
    ]);
    expect(draft.entries.map((entry) => entry.case.category)).toEqual([
      'TECHNICAL',
      'BILLING',
      'BILLING',
    ]);
  });

  test('is of now and of who makes the change, unless it says otherwise', () => {
    const draft = later(openedCase(), '10:10');
    addEntry(draft, 'NOTE_ADDED', { text: 'Look.' }, 'Note added');
    const actor = { userId: null, label: 'desk' };
    addEntry(draft, 'NOTE_ADDED', { text: 'Look.' }, 'Note added', { at: at('10:05'), actor });
    expect(draft.entries).toMatchObject([
      { at: at('10:10'), actor: { label: 'Ada' } },
      { at: at('10:05'), actor },
    ]);
  });

  test('that moves a clock is seen by its clocks at once', () => {
    const draft = later(openedCase(), '10:20');
    communicate(draft);
    expect(draft.clocks.get('RESPONSE')).toMatchObject({ state: 'MET', metAt: at('10:20') });
    expect(draft.clocks.get('UPDATE')).toMatchObject({ cycle: 2, dueAt: at('12:20') });
    expect(draft.row.dueAt).toEqual(at('12:20'));
  });
});

test('the entries of all changes fold to the fields of the case', () => {
  const first = openedCase();
  const second = later(first, '10:20');
  promiseResolution(second, '16:00');
  communicate(second);
  const third = later(second, '11:00');
  setStatus(third, 'WAITING_ON_CUSTOMER');
  const fourth = later(third, '12:00');
  resolveAt(fourth, '11:30');
  settleStage(fourth);

  const entries = [first, second, third, fourth].flatMap((draft) => draft.entries);
  const folded = new Map<string, string>();
  const changes = entries.flatMap((entry) => entry.changes);
  expect(foldChanges(folded, changes)).toEqual([]);
  expect(folded).toEqual(caseFields(fourth));
});

test('a step names the entry that comes next', () => {
  const draft = later(openedCase(), '10:10');
  addEntry(draft, 'NOTE_ADDED', { text: 'Look.' }, 'Note added');
  expect(nextEntry(draft)).toBe(-2n);
  markDone(draft, 'REVIEW_HISTORY', at('10:05'));
  expect(draft.steps.get('REVIEW_HISTORY')).toEqual({
    state: 'DONE',
    at: at('10:05'),
    byId: 'ada',
    skippedReason: null,
    eventId: -2n,
  });
});

test('a change of status says in its entry where from and where to', () => {
  const draft = later(openedCase(), '10:10');
  setStatus(draft, 'WAITING_ON_CUSTOMER', { wait: { reason: 'Asked.', until: null } });
  expect(draft.entries).toMatchObject([
    {
      type: 'STATUS_CHANGED',
      summary: 'Status changed from open to waiting on customer',
      data: { reason: 'Asked.', until: null, from: 'OPEN', to: 'WAITING_ON_CUSTOMER' },
      case: { status: 'WAITING_ON_CUSTOMER' },
    },
  ]);
});

describe('the stage', () => {
  test('follows the steps, with an entry and the time of the change', () => {
    const draft = later(openedCase(), '10:10');
    markDone(draft, 'UNDERSTAND_ISSUE');
    addEntry(draft, 'ISSUE_UNDERSTOOD', {}, 'Issue understood');
    settleStage(draft);
    expect(draft.row).toMatchObject({ stage: 'CLASSIFY', stageSince: at('10:10') });
    expect(draft.entries.at(-1)).toMatchObject({
      type: 'STAGE_CHANGED',
      summary: 'Stage changed from assess to classify',
      data: { from: 'ASSESS', to: 'CLASSIFY' },
    });
  });

  test('stays without an entry where the steps leave it', () => {
    const draft = later(openedCase(), '10:10');
    markDone(draft, 'REVIEW_HISTORY');
    addEntry(draft, 'HISTORY_REVIEWED', {}, 'History reviewed');
    settleStage(draft);
    expect(draft.entries).toHaveLength(1);
    expect(draft.row.stageSince).toEqual(at('10:00'));
  });
});
