import { describe, expect, it } from 'vitest';
import type {
  CriteriaEntry,
  CriteriaRow,
} from '../../../../src/escalation/read/criteria-facts.rules.ts';
import { criteriaFacts } from '../../../../src/escalation/read/criteria-facts.rules.ts';

const at = (time: string): Date => new Date(`2026-03-02T${time}Z`);
const NOW = at('18:00:00');

function entry(
  type: CriteriaEntry['type'],
  time: string,
  data: object = {},
  actorLabel = 'Mara Lind',
): CriteriaEntry {
  // With as much of its data as the test is about.
  return { type, at: at(time), actorLabel, data } as CriteriaEntry;
}

function row(overrides: Partial<CriteriaRow> = {}): CriteriaRow {
  return {
    resolvedAt: null,
    classifiedAt: null,
    classifiedSeverity: null,
    suggestedSeverity: null,
    classificationReason: null,
    rootCauseAt: null,
    steps: [],
    clocks: [],
    plan: null,
    log: [],
    ...overrides,
  };
}

function breach(kind: 'UPDATE' | 'RESPONSE', cycleStart: string, due: string): CriteriaEntry {
  const cycleStartedAt = at(cycleStart).toISOString();
  const data = { kind, cycleStartedAt, threshold: 100, dueAt: at(due).toISOString() };
  return entry('SLA_BREACHED', due, data, 'desk');
}

describe('the facts of the quality criteria', () => {
  it('are empty for a case that was only opened', () => {
    expect(criteriaFacts(row(), NOW)).toEqual({
      understood: null,
      classification: null,
      responseClock: { dueAt: null, metAt: null, breachedAt: null },
      updateBreaches: [],
      communications: [],
      resolvedAt: null,
      rootCause: null,
      plan: null,
    });
  });

  it('name who understood the issue last', () => {
    const { understood } = criteriaFacts(
      row({
        steps: [{ step: 'UNDERSTAND_ISSUE', state: 'DONE', at: at('10:00:00') }],
        log: [
          entry('ISSUE_UNDERSTOOD', '09:30:00', {}, 'Ola Berg'),
          entry('ISSUE_UNDERSTOOD', '10:00:00'),
        ],
      }),
      NOW,
    );
    expect(understood).toEqual({ at: at('10:00:00'), by: 'Mara Lind' });
  });

  it('do not take a skipped step for an understood issue', () => {
    const steps = [
      { step: 'UNDERSTAND_ISSUE', state: 'SKIPPED', at: at('10:00:00') },
    ] satisfies CriteriaRow['steps'];
    expect(criteriaFacts(row({ steps }), NOW).understood).toBeNull();
  });

  it('hold the classification with its reason', () => {
    const { classification } = criteriaFacts(
      row({
        classifiedAt: at('10:00:00'),
        classifiedSeverity: 'LOW',
        suggestedSeverity: 'HIGH',
        classificationReason: 'Nobody uses it.',
        log: [entry('ESCALATION_CLASSIFIED', '10:00:00')],
      }),
      NOW,
    );
    expect(classification).toEqual({
      at: at('10:00:00'),
      by: 'Mara Lind',
      severity: 'LOW',
      suggestedSeverity: 'HIGH',
      rationale: 'Nobody uses it.',
    });
  });

  it('hold the communications that count in order of time, without those that failed', () => {
    const told = (communicationId: string) => ({ communicationId, counts: true });
    const { communications } = criteriaFacts(
      row({
        log: [
          entry('COMMUNICATION_SENT', '11:00:00', told('a')),
          entry('COMMUNICATION_SENT', '11:30:00', told('b')),
          entry('COMMUNICATION_LOGGED', '10:00:00', told('c')),
          entry('COMMUNICATION_LOGGED', '10:30:00', { communicationId: 'd', counts: false }),
          entry('COMMUNICATION_FAILED', '11:40:00', { communicationId: 'b' }),
        ],
      }),
      NOW,
    );
    expect(communications.map((one) => one.at)).toEqual([at('10:00:00'), at('11:00:00')]);
  });

  it('hold when updates were due that came too late, without breaches taken back', () => {
    const cycleStartedAt = at('10:00:00').toISOString();
    const { updateBreaches } = criteriaFacts(
      row({
        log: [
          breach('RESPONSE', '09:00:00', '10:00:00'),
          breach('UPDATE', '10:00:00', '11:00:00'),
          breach('UPDATE', '12:00:00', '13:00:00'),
          entry('SLA_MET', '13:30:00', { kind: 'UPDATE', cycleStartedAt, corrected: true }),
        ],
      }),
      NOW,
    );
    expect(updateBreaches).toEqual([at('13:00:00')]);
  });

  it('hold a breach that is not in the log yet, of a clock that says something', () => {
    const clock = { state: 'RUNNING', metAt: null, breachedAt: null } as const;
    const overdue = (cycle: number) =>
      criteriaFacts(
        row({
          clocks: [
            { ...clock, kind: 'RESPONSE', cycle: 1, dueAt: at('17:59:00') },
            { ...clock, kind: 'UPDATE', cycle, dueAt: NOW },
          ],
        }),
        NOW,
      );
    expect(overdue(2).responseClock.breachedAt).toEqual(at('17:59:00'));
    expect(overdue(2).updateBreaches).toEqual([NOW]);
    expect(overdue(1).updateBreaches).toEqual([]);
  });

  it('hold the plan as it stands and who made it', () => {
    const { plan } = criteriaFacts(
      row({
        plan: {
          owner: { name: 'Ola Berg' },
          dueDate: new Date('2026-04-01'),
          _count: { actions: 2 },
        },
        log: [entry('PREVENTION_PLAN_CREATED', '15:00:00')],
      }),
      NOW,
    );
    expect(plan).toEqual({
      at: at('15:00:00'),
      by: 'Mara Lind',
      owner: 'Ola Berg',
      dueDate: '2026-04-01',
      actionCount: 2,
    });
  });
});
