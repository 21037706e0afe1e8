import { describe, expect, it } from 'vitest';
import {
  type CriteriaFacts,
  qualityCriteria,
} from '../../../../src/escalation/read/criteria.rules.ts';
import { CRITERIA, type Criterion } from '../../../../src/shared/vocabulary.ts';

const at = (time: string) => new Date(`2019-07-02T${time}:00Z`);
const tom = (time: string) => ({ at: at(time), by: 'Tom Okafor' });
const ines = (time: string) => ({ at: at(time), by: 'Ines Ferrer' });

const fresh: CriteriaFacts = {
  understood: null,
  classification: null,
  responseClock: { dueAt: at('14:45'), metAt: null, breachedAt: null },
  updateBreaches: [],
  communications: [],
  resolvedAt: null,
  rootCause: null,
  plan: null,
};

const handled: CriteriaFacts = {
  understood: tom('13:47'),
  classification: {
    ...tom('13:51'),
    severity: 'CRITICAL',
    suggestedSeverity: 'CRITICAL',
    rationale: null,
  },
  responseClock: { dueAt: at('14:45'), metAt: at('13:55'), breachedAt: null },
  updateBreaches: [],
  communications: [ines('13:55'), tom('14:09'), ines('15:12')],
  resolvedAt: at('15:20'),
  rootCause: tom('14:00'),
  plan: { ...ines('16:00'), owner: 'Tom Okafor', dueDate: '2019-07-31', actionCount: 4 },
};

function judge(criterion: Criterion, facts: CriteriaFacts) {
  const found = qualityCriteria(facts).find((one) => one.criterion === criterion);
  return { met: found?.met, evidence: found?.evidence };
}

describe('qualityCriteria', () => {
  it('answers all six in their order', () => {
    expect(qualityCriteria(fresh).map(({ criterion }) => criterion)).toEqual([...CRITERIA]);
  });

  it('finds none met on a fresh case and says what is open', () => {
    expect(qualityCriteria(fresh).map(({ met, evidence }) => [met, evidence])).toEqual([
      [false, 'Not yet understood.'],
      [false, 'Not yet classified.'],
      [false, 'No response yet; due on 2019-07-02 14:45 UTC.'],
      [false, 'No communication so far.'],
      [false, 'Not yet identified.'],
      [false, 'Not yet created.'],
    ]);
  });

  it('finds all met on a well handled case, with time and person', () => {
    expect(qualityCriteria(handled).map(({ met, evidence }) => [met, evidence])).toEqual([
      [true, 'Understood on 2019-07-02 13:47 UTC by Tom Okafor.'],
      [
        true,
        'Classified as critical on 2019-07-02 13:51 UTC by Tom Okafor; suggested was critical.',
      ],
      [true, 'Answered on 2019-07-02 13:55 UTC by Ines Ferrer.'],
      [
        true,
        '3 communications before the resolution, the latest on 2019-07-02 15:12 UTC by Ines Ferrer; no update was late.',
      ],
      [true, 'Identified on 2019-07-02 14:00 UTC by Tom Okafor.'],
      [
        true,
        'Created on 2019-07-02 16:00 UTC by Ines Ferrer: 4 actions, owner Tom Okafor, due on 2019-07-31.',
      ],
    ]);
  });

  it.each([
    ['CRITICAL', 'HIGH', null, true],
    ['HIGH', 'HIGH', null, true],
    ['MEDIUM', 'HIGH', null, false],
    ['MEDIUM', 'HIGH', ' ', false],
    ['MEDIUM', 'HIGH', 'Only one user.', true],
  ] as const)(
    'chosen %s where %s was suggested, rationale %j: met is %j',
    (severity, suggestedSeverity, rationale, met) => {
      const classification = { ...tom('13:51'), severity, suggestedSeverity, rationale };
      expect(judge('SEVERITY_CLASSIFIED', { ...fresh, classification }).met).toBe(met);
    },
  );

  it('does not take a late response for one in time', () => {
    const responseClock = { dueAt: null, metAt: at('15:00'), breachedAt: at('14:45') };
    const facts = { ...handled, responseClock, communications: [ines('15:00')] };
    expect(judge('RESPONSE_WITHIN_SLA', facts)).toEqual({
      met: false,
      evidence:
        'The time to respond ran out on 2019-07-02 14:45 UTC; answered on 2019-07-02 15:00 UTC by Ines Ferrer.',
    });
  });

  it('does not take a breach without any response for met', () => {
    const responseClock = { dueAt: at('14:45'), metAt: null, breachedAt: at('14:45') };
    expect(judge('RESPONSE_WITHIN_SLA', { ...fresh, responseClock })).toEqual({
      met: false,
      evidence:
        'The time to respond ran out on 2019-07-02 14:45 UTC; no response was given by then.',
    });
  });

  it('does not take the resolution for a response, nor a communication after it', () => {
    const responseClock = { dueAt: null, metAt: at('14:00'), breachedAt: null };
    for (const communications of [[], [ines('14:30')]]) {
      const facts = { ...fresh, responseClock, communications, resolvedAt: at('14:00') };
      expect(judge('RESPONSE_WITHIN_SLA', facts)).toEqual({
        met: false,
        evidence: 'Resolved on 2019-07-02 14:00 UTC without a response before.',
      });
    }
  });

  it('says nothing of a due time while the response clock is paused', () => {
    const responseClock = { dueAt: null, metAt: null, breachedAt: null };
    expect(judge('RESPONSE_WITHIN_SLA', { ...fresh, responseClock }).evidence).toBe(
      'No response yet.',
    );
  });

  it('does not count communications at or after the resolution', () => {
    const facts = { ...handled, communications: [ines('15:20'), ines('16:00')] };
    expect(judge('COMMUNICATED_THROUGHOUT', facts)).toEqual({
      met: false,
      evidence: 'No communication before the resolution.',
    });
  });

  it('counts communications of a case that is still open', () => {
    const facts = { ...fresh, communications: [ines('13:55')] };
    expect(judge('COMMUNICATED_THROUGHOUT', facts)).toEqual({
      met: true,
      evidence:
        '1 communication so far, the latest on 2019-07-02 13:55 UTC by Ines Ferrer; no update was late.',
    });
  });

  it('fails communication over one late update, however many there were', () => {
    const facts = { ...handled, updateBreaches: [at('14:55'), at('15:10')] };
    expect(judge('COMMUNICATED_THROUGHOUT', facts)).toEqual({
      met: false,
      evidence:
        '3 communications before the resolution, the latest on 2019-07-02 15:12 UTC by Ines Ferrer; 2 updates late, first on 2019-07-02 14:55 UTC.',
    });
  });

  it.each([
    [{ owner: null }, 'without an owner.'],
    [{ dueDate: null }, 'without a due date.'],
    [{ actionCount: 0 }, 'without an action.'],
    [{ owner: null, actionCount: 0 }, 'without an owner and an action.'],
  ])('finds a plan wanting with %j', (lack, end) => {
    const plan = { ...ines('16:00'), owner: 'Tom', dueDate: '2019-07-31', actionCount: 1, ...lack };
    expect(judge('PREVENTION_PLAN_CREATED', { ...fresh, plan })).toEqual({
      met: false,
      evidence: `Created on 2019-07-02 16:00 UTC by Ines Ferrer, ${end}`,
    });
  });

  it('tells partners who classified and when, and not what the risks suggested', () => {
    const told = (facts: CriteriaFacts) =>
      qualityCriteria(facts, 'PARTNER').find(
        ({ criterion }) => criterion === 'SEVERITY_CLASSIFIED',
      );
    const classification = handled.classification;
    expect(told(handled)).toMatchObject({
      met: true,
      evidence: 'Classified as critical on 2019-07-02 13:51 UTC by Tom Okafor.',
    });
    const lower = classification && { ...classification, severity: 'LOW' as const };
    expect(told({ ...handled, classification: lower })).toMatchObject({
      met: false,
      evidence: 'Classified as low on 2019-07-02 13:51 UTC by Tom Okafor.',
    });
  });
});
