import { describe, expect, it } from 'vitest';
import {
  dataShown,
  isShownTo,
  SHOWN_TO_PARTNERS,
  shownTypes,
  subjectShown,
} from '../../../src/events/entry-view.rules.ts';
import type { EventType } from '../../../src/shared/vocabulary.ts';
import { EVENT_TYPES } from '../../../src/shared/vocabulary.ts';

const idOf = (type: string, key: string) => `${type}:${key}`;

describe('entries for partners', () => {
  it('leave out what is for colleagues, and nothing else', () => {
    const hidden = EVENT_TYPES.filter((type) => !SHOWN_TO_PARTNERS.includes(type));
    expect(hidden).toEqual([
      'COMMUNICATION_PREPARED',
      'RETROSPECTIVE_HELD',
      'ESCALATION_LINKED',
      'NOTE_ADDED',
    ]);
    expect(isShownTo('PARTNER', 'NOTE_ADDED')).toBe(false);
    expect(isShownTo('STAFF', 'NOTE_ADDED')).toBe(true);
  });

  it('of types that are asked for are those that are shown', () => {
    expect(shownTypes('PARTNER', ['NOTE_ADDED', 'SLA_MET'])).toEqual(['SLA_MET']);
    expect(shownTypes('PARTNER', ['NOTE_ADDED'])).toEqual([]);
    expect(shownTypes('PARTNER', null)).toEqual(SHOWN_TO_PARTNERS);
    expect(shownTypes('STAFF', ['NOTE_ADDED', 'SLA_MET'])).toEqual(['NOTE_ADDED', 'SLA_MET']);
    expect(shownTypes('STAFF', undefined)).toBeNull();
  });
});

describe('data for partners', () => {
  it('has null in place of what is internal, and what is not stays', () => {
    const data = { ownerId: 'ada', ownerName: 'Ada', overrideReason: 'Nobody else is there.' };
    const entry = { type: 'OWNER_ASSIGNED' as const, data };
    const shown = { ownerId: 'User:ada', ownerName: 'Ada', overrideReason: null };
    expect(dataShown('PARTNER', entry, idOf)).toEqual(shown);
    expect(dataShown('STAFF', entry, idOf)).toEqual({
      ...shown,
      overrideReason: 'Nobody else is there.',
    });
    const note = { type: 'NOTE_ADDED' as const, data: { text: 'They are rude.' } };
    expect(dataShown('PARTNER', note, idOf)).toEqual({});
  });

  it('has only such facts emptied as the entry has', () => {
    const sent = { communicationId: 'm', counts: true, direction: 'OUTBOUND', channel: 'EMAIL' };
    const entry = { type: 'COMMUNICATION_SENT' as const, data: sent };
    expect(dataShown('PARTNER', entry, idOf)).toEqual({
      ...sent,
      communicationId: 'Communication:m',
    });
  });
});

describe('data in the API', () => {
  it('has ids in place of keys, in lists too', () => {
    const data = { planId: 'p', addedActionIds: ['a', 'b'] };
    expect(dataShown('STAFF', { type: 'PREVENTION_PLAN_CREATED', data }, idOf)).toEqual({
      planId: 'PreventionPlan:p',
      addedActionIds: ['PreventionAction:a', 'PreventionAction:b'],
    });
    const response = { communicationId: 'm', inReplyToId: null };
    expect(dataShown('STAFF', { type: 'CUSTOMER_RESPONDED', data: response }, idOf)).toEqual({
      communicationId: 'Communication:m',
      inReplyToId: null,
    });
  });

  it('calls things as the schema does, and has durations in place of milliseconds', () => {
    const linked = { otherId: 'x', reference: 'ESC-2026-001', kind: 'CAUSES' };
    expect(dataShown('STAFF', { type: 'ESCALATION_LINKED', data: linked }, idOf)).toEqual({
      escalationId: 'Escalation:x',
      reference: 'ESC-2026-001',
      kind: 'CAUSES',
    });
    const policy = {
      policyId: 'p',
      version: 2,
      responseTargetMs: 5_400_000,
      updateIntervalMs: 3_600_000,
      resolutionTargetMs: null,
      warnAt: [50],
      ownerLevel: 'MANAGER',
      calendarId: 'c',
      calendarVersion: 3,
      repeatEveryMs: null,
    };
    expect(dataShown('STAFF', { type: 'ESCALATION_OPENED', data: { policy } }, idOf)).toEqual({
      policy: {
        policyId: 'SlaPolicy:p',
        version: 2,
        responseTarget: 'PT1H30M',
        updateInterval: 'PT1H',
        resolutionTarget: null,
        warnAt: [50],
        ownerLevel: 'MANAGER',
        calendarId: 'BusinessCalendar:c',
        calendarVersion: 3,
        repeatEvery: null,
      },
    });
  });
});

describe('what an entry is about', () => {
  const subjectOf = (type: EventType, data: object) => subjectShown('STAFF', { type, data }, idOf);

  it('is the thing that it made or that it was done to', () => {
    expect(subjectOf('ACTION_RECORDED', { actionId: 'a', kind: 'FIX' })).toBe('ResolutionAction:a');
    expect(
      subjectOf('OWNER_ASSIGNED', { ownerId: 'ada', ownerName: 'Ada', overrideReason: null }),
    ).toBe('User:ada');
  });

  it('is nothing where it is the case itself or many things, and for whom it is hidden', () => {
    expect(subjectOf('ISSUE_UNDERSTOOD', {})).toBeNull();
    expect(subjectOf('STAKEHOLDERS_NOTIFIED', { userIds: ['ada'], message: null })).toBeNull();
    const data = { otherId: 'x', reference: 'ESC-2026-001', kind: 'CAUSES' };
    expect(subjectShown('PARTNER', { type: 'ESCALATION_LINKED', data }, idOf)).toBeNull();
  });
});
