import { describe, expect, it } from 'vitest';
import type { ReportFacts } from '../../../src/report/report.rules.ts';
import { buildReport } from '../../../src/report/report.rules.ts';
import type { ReportLogEntry } from '../../../src/report/timeline.rules.ts';
import { at, entry, reportFacts } from './report.factory.ts';

const staff = (overrides: Partial<ReportFacts> = {}) =>
  buildReport(reportFacts(overrides), 'STAFF');
const partner = (overrides: Partial<ReportFacts> = {}) =>
  buildReport(reportFacts(overrides), 'PARTNER');
const events = (log: ReportLogEntry[]) => staff({ log }).timeline.map(({ event }) => event);
const owners = (log: ReportLogEntry[]) => staff({ log }).timeline.map(({ owner }) => owner);

describe('buildReport', () => {
  it('tells days in UTC and the time from opening to the resolution', () => {
    const report = staff({
      openedAt: new Date('2022-04-05T08:17:00.000Z'),
      resolvedAt: new Date('2022-04-18T23:57:00.000Z'),
    });
    expect([report.dateOpened, report.dateResolved]).toEqual(['2022-04-05', '2022-04-18']);
    expect(report.resolution.timeToResolve).toBe('PT327H40M');
    expect(staff().resolution.timeToResolve).toBe('PT1H35M');
  });

  it('knows neither a resolution nor its parts before there is one', () => {
    const report = staff({
      resolvedAt: null,
      resolution: { actionTaken: null, owner: null },
      actions: [],
      satisfactionRating: null,
      rootCause: null,
      preventionPlan: null,
    });
    expect(report.dateResolved).toBeNull();
    expect(report.rootCause).toBeNull();
    expect(report.resolution).toEqual({
      actionTaken: null,
      owner: null,
      timeToResolve: null,
      customerSatisfaction: null,
    });
    expect(report.prevention).toEqual({
      immediateActions: [],
      longTermImprovements: [],
      owner: null,
      dueDate: null,
    });
  });

  it('takes the action as documented, else the last fix or workaround', () => {
    const taken = (actionTaken: string | null, actions: ReportFacts['actions']) =>
      staff({ resolution: { actionTaken, owner: null }, actions }).resolution.actionTaken;
    const fix = { kind: 'FIX', description: 'Fixed', at: at('14:30') } as const;
    const workaround = { kind: 'WORKAROUND', description: 'Bypassed', at: at('14:10') } as const;
    const look = { kind: 'INVESTIGATION', description: 'Looked', at: at('14:50') } as const;
    expect(taken('Documented', [fix])).toBe('Documented');
    expect(taken(null, [fix, workaround, look])).toBe('Fixed');
    expect(taken(null, [fix, { ...workaround, at: at('14:40') }])).toBe('Bypassed');
    expect(taken(null, [look])).toBeNull();
  });

  it('rates satisfaction out of five', () => {
    expect(staff({ satisfactionRating: 5 }).resolution.customerSatisfaction).toBe('5/5');
  });

  it('logs what counts and what came in, in order of time', () => {
    const [message] = reportFacts().communications;
    if (message === undefined) throw new Error('The factory makes a message.');
    const communications = (
      [
        ['OUTBOUND', 'SENT', '14:04'],
        ['OUTBOUND', 'QUEUED', '14:03'],
        ['OUTBOUND', 'LOGGED', '14:02'],
        ['OUTBOUND', 'DRAFT', '14:01'],
        ['OUTBOUND', 'FAILED', '14:01'],
        ['INBOUND', 'LOGGED', '14:00'],
      ] as const
    ).map(([direction, state, time]) => ({
      ...message,
      direction,
      state,
      at: at(time),
      summary: `${direction} ${state}`,
      customerResponse: direction === 'INBOUND' ? 'Thanks' : null,
    }));
    const log = staff({ communications }).communicationLog;
    expect(log.map(({ summary }) => summary)).toEqual([
      'INBOUND LOGGED',
      'OUTBOUND LOGGED',
      'OUTBOUND QUEUED',
      'OUTBOUND SENT',
    ]);
    expect(log[0]).toEqual({
      channel: 'EMAIL',
      date: '2019-07-02',
      summary: 'INBOUND LOGGED',
      customerResponse: 'Thanks',
    });
  });

  it('hides from a partner what the customer is worth, and nothing else of the fields', () => {
    const full = staff();
    expect(partner()).toEqual({
      ...full,
      customer: { ...full.customer, arr: null, healthScore: null },
    });
  });
});

describe('the timeline', () => {
  it('carries the four fixed words, with time and owner', () => {
    expect(staff().timeline).toEqual([
      { timestamp: at('13:45'), event: 'Escalation received', owner: 'Ines Ferrer' },
      { timestamp: at('13:52'), event: 'OWNER_ASSIGNED at 13:52', owner: 'Tom Okafor' },
      { timestamp: at('14:00'), event: 'Root cause identified', owner: 'Tom Okafor' },
      { timestamp: at('14:52'), event: 'Resolution implemented', owner: 'Tom Okafor' },
      { timestamp: at('15:20'), event: 'Customer confirmed resolution', owner: 'Ines Ferrer' },
    ]);
  });

  it('is in order of time, with the order of the log at the same time', () => {
    const log = [
      entry('ESCALATION_OPENED', '13:45'),
      entry('IMPACT_ASSESSED', '14:00', { summary: 'B' }),
      entry('HISTORY_REVIEWED', '14:00', { summary: 'C' }),
      entry('ISSUE_UNDERSTOOD', '13:50', { summary: 'A' }),
    ];
    expect(events(log)).toEqual(['Escalation received', 'A', 'B', 'C']);
  });

  it('gives the fixed words to the last fix, not to a later workaround', () => {
    const log = [
      entry('ACTION_RECORDED', '14:00', { actionKind: 'FIX', summary: 'first fix' }),
      entry('ACTION_RECORDED', '14:10', { actionKind: 'FIX' }),
      entry('ACTION_RECORDED', '14:20', { actionKind: 'WORKAROUND', summary: 'workaround' }),
      entry('ACTION_RECORDED', '14:30', { actionKind: 'INVESTIGATION', summary: 'look' }),
    ];
    expect(events(log)).toEqual(['first fix', 'Resolution implemented', 'workaround', 'look']);
  });

  it('gives them to the last workaround where there is no fix, by time and not by telling', () => {
    const log = [
      entry('ACTION_RECORDED', '14:20', { actionKind: 'WORKAROUND' }),
      entry('ACTION_RECORDED', '14:10', { actionKind: 'WORKAROUND', summary: 'told later' }),
      entry('ACTION_RECORDED', '14:30', { actionKind: 'INVESTIGATION', summary: 'look' }),
    ];
    expect(events(log)).toEqual(['told later', 'Resolution implemented', 'look']);
  });

  it('gives each of the fixed words once after a reopening, to the last root cause and confirmation', () => {
    const log = [
      entry('ROOT_CAUSE_IDENTIFIED', '14:00', { summary: 'first cause' }),
      entry('RESOLUTION_CONFIRMED', '14:10', { summary: 'first confirmation' }),
      entry('ESCALATION_REOPENED', '14:20', { summary: 'reopened' }),
      entry('ROOT_CAUSE_IDENTIFIED', '14:30'),
      entry('RESOLUTION_CONFIRMED', '14:40'),
    ];
    expect(events(log)).toEqual([
      'first cause',
      'first confirmation',
      'reopened',
      'Root cause identified',
      'Customer confirmed resolution',
    ]);
  });

  it('tells that a breach was taken back, beside the breach', () => {
    const log = [
      entry('SLA_BREACHED', '14:45'),
      entry('SLA_MET', '14:50'),
      entry('SLA_MET', '14:50', { summary: 'In time after all', isCorrection: true }),
    ];
    const { timeline } = buildReport(reportFacts({ log }), 'STAFF');
    expect(timeline.map(({ event }) => event)).toEqual([
      'SLA_BREACHED at 14:45',
      'In time after all',
    ]);
  });

  it('leaves out stages and clocks that follow from other entries, and keeps breaches', () => {
    const types = [
      'STAGE_CHANGED',
      'SLA_PAUSED',
      'SLA_RESUMED',
      'SLA_MET',
      'SLA_WARNING',
      'PROGRESS_UPDATED',
      'SLA_BREACHED',
      'STEPS_SKIPPED',
      'STATUS_CHANGED',
    ] as const;
    expect(events(types.map((type) => entry(type, '14:00', { summary: type })))).toEqual([
      'SLA_BREACHED',
      'STEPS_SKIPPED',
      'STATUS_CHANGED',
    ]);
  });

  it('leaves out a change of status that the entry beside it tells', () => {
    const log = [
      entry('STATUS_CHANGED', '14:00', { summary: 'waiting' }),
      entry('RESOLUTION_CONFIRMED', '15:20'),
      entry('STATUS_CHANGED', '15:20', { summary: 'resolved' }),
    ];
    expect(events(log)).toEqual(['waiting', 'Customer confirmed resolution']);
  });

  it('keeps notes and retrospectives from partners only', () => {
    const log = [
      entry('NOTE_ADDED', '14:00'),
      entry('RETROSPECTIVE_HELD', '14:10'),
      entry('HISTORY_REVIEWED', '14:20', { summary: 'reviewed' }),
    ];
    expect(staff({ log }).timeline).toHaveLength(3);
    expect(partner({ log }).timeline.map(({ event }) => event)).toEqual(['reviewed']);
  });

  it('names as owner the person, else the owner at that time, else the first owner', () => {
    const nobody = { actorName: null };
    const log = [
      entry('ESCALATION_OPENED', '13:45', nobody),
      entry('OWNER_ASSIGNED', '13:50', { ownerName: 'First' }),
      entry('SLA_BREACHED', '13:55', nobody),
      entry('OWNER_ASSIGNED', '14:00', { ...nobody, ownerName: 'Second' }),
      entry('SLA_BREACHED', '14:05', nobody),
      entry('SLA_BREACHED', '13:58', nobody),
    ];
    expect(owners(log)).toEqual(['First', 'Tom Okafor', 'First', 'First', 'Second', 'Second']);
  });

  it('names the desk where nobody acted and nobody owns the case', () => {
    expect(owners([entry('ESCALATION_OPENED', '13:45', { actorName: null })])).toEqual(['desk']);
  });
});
