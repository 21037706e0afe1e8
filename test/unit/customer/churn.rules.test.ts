import { describe, expect, it } from 'vitest';
import { type ChurnFacts, churnRisk } from '../../../src/customer/churn.rules.ts';

const now = new Date('2026-11-23T12:00:00Z');
const edge = new Date('2026-08-25T12:00:00Z');
const justOutside = new Date(edge.getTime() - 1);

const healthy: ChurnFacts = {
  healthScore: 74,
  lifecycleStage: 'GROWTH',
  escalations: [],
  breaches: [],
  reopenings: [],
  ratings: [],
  preventionActions: [],
};

const escalation = {
  reference: 'ESC-2026-001',
  severity: 'HIGH',
  status: 'OPEN',
  openedAt: edge,
} as const;
const quiet = { ...escalation, severity: 'LOW' } as const;
const breach = { reference: 'ESC-2026-001', at: edge };
const rated = (...ratings: number[]) =>
  ratings.map((rating, day) => ({ rating, at: new Date(Date.UTC(2026, 9, 1 + day)) }));
const action = { reference: 'ESC-2026-001', dueDate: '2026-11-22', done: false };

const failing = (facts: Partial<ChurnFacts>) =>
  churnRisk({ ...healthy, ...facts }, now)
    .checks.filter(({ ok }) => !ok)
    .map(({ key }) => key);

const evidence = (key: string, facts: Partial<ChurnFacts>) =>
  churnRisk({ ...healthy, ...facts }, now).checks.find((check) => check.key === key)?.evidence;

describe('churnRisk', () => {
  it('runs eight checks under stable keys and passes them all for a healthy customer', () => {
    const { level, score, checks } = churnRisk(healthy, now);
    expect({ level, score }).toEqual({ level: 'NONE', score: 0 });
    expect(checks.map(({ key, ok }) => [key, ok])).toEqual([
      ['health_score', true],
      ['no_open_severe_escalation', true],
      ['no_recent_breach', true],
      ['satisfaction', true],
      ['no_overdue_prevention', true],
      ['no_recent_reopening', true],
      ['few_escalations', true],
      ['lifecycle_stage', true],
    ]);
    for (const check of checks) {
      expect(check.label).toMatch(/^[A-Z]/);
      expect(check.evidence).toMatch(/\.$/);
    }
  });

  it.each<[string, Partial<ChurnFacts>, string[]]>([
    ['a health score of 60', { healthScore: 60 }, []],
    ['a health score of 59', { healthScore: 59 }, ['health_score']],
    ['an open high case', { escalations: [escalation] }, ['no_open_severe_escalation']],
    [
      'a waiting critical case, however old',
      {
        escalations: [
          {
            ...escalation,
            severity: 'CRITICAL',
            status: 'WAITING_ON_CUSTOMER',
            openedAt: justOutside,
          },
        ],
      },
      ['no_open_severe_escalation'],
    ],
    ['an open medium case', { escalations: [{ ...escalation, severity: 'MEDIUM' }] }, []],
    [
      'critical cases that are over',
      {
        escalations: [
          { ...escalation, status: 'RESOLVED' },
          { ...escalation, status: 'CLOSED' },
        ],
      },
      [],
    ],
    ['a cancelled high case', { escalations: [{ ...escalation, status: 'CANCELLED' }] }, []],
    ['a breach 90 days ago', { breaches: [breach] }, ['no_recent_breach']],
    ['a breach before that', { breaches: [{ ...breach, at: justOutside }] }, []],
    ['ratings of 4 on average', { ratings: rated(5, 4, 3) }, []],
    ['ratings just below 4', { ratings: rated(4, 4, 3) }, ['satisfaction']],
    ['a single bad rating', { ratings: rated(3) }, ['satisfaction']],
    ['bad ratings before the last three', { ratings: rated(1, 1, 4, 4, 4) }, []],
    ['bad ratings after good ones', { ratings: rated(5, 5, 5, 3, 4, 4) }, ['satisfaction']],
    [
      'the same, told newest first',
      { ratings: rated(5, 5, 5, 3, 4, 4).reverse() },
      ['satisfaction'],
    ],
    ['an action due yesterday', { preventionActions: [action] }, ['no_overdue_prevention']],
    ['an action due today', { preventionActions: [{ ...action, dueDate: '2026-11-23' }] }, []],
    ['a late action that is done', { preventionActions: [{ ...action, done: true }] }, []],
    ['a case reopened 90 days ago', { reopenings: [breach] }, ['no_recent_reopening']],
    ['a case reopened before that', { reopenings: [{ ...breach, at: justOutside }] }, []],
    ['two escalations', { escalations: [quiet, quiet] }, []],
    ['three escalations', { escalations: [quiet, quiet, quiet] }, ['few_escalations']],
    [
      'three escalations, one of them earlier',
      { escalations: [quiet, quiet, { ...quiet, openedAt: justOutside }] },
      [],
    ],
    ['a customer at risk', { lifecycleStage: 'AT_RISK' }, ['lifecycle_stage']],
    ['a customer who left', { lifecycleStage: 'CHURNED' }, ['lifecycle_stage']],
    ['a prospect', { lifecycleStage: 'PROSPECT' }, []],
  ])('with %s', (_case, facts, keys) => {
    expect(failing(facts)).toEqual(keys);
  });

  it('rates the risk by how many checks fail', () => {
    const troubles: Partial<ChurnFacts>[] = [
      { healthScore: 10 },
      { lifecycleStage: 'AT_RISK' },
      { breaches: [breach] },
      { ratings: rated(1) },
      { preventionActions: [action] },
      { reopenings: [breach] },
      { escalations: [quiet, quiet, quiet] },
      { escalations: [escalation, escalation, escalation] },
    ];
    const levels = troubles.map((_, last) => {
      const facts = Object.assign({}, healthy, ...troubles.slice(0, last + 1));
      const { level, score } = churnRisk(facts, now);
      return `${score} ${level}`;
    });
    expect(levels).toEqual([
      '1 LOW',
      '2 LOW',
      '3 MEDIUM',
      '4 MEDIUM',
      '5 HIGH',
      '6 HIGH',
      '7 CRITICAL',
      '8 CRITICAL',
    ]);
  });

  it('names the cases behind a failing check, each once and at most five', () => {
    expect(evidence('no_recent_breach', { breaches: [breach, breach] })).toBe(
      'Breached: ESC-2026-001.',
    );
    const reopenings = Array.from({ length: 7 }, (_, n) => ({
      reference: `ESC-2026-00${n}`,
      at: now,
    }));
    expect(evidence('no_recent_reopening', { reopenings })).toBe(
      'Reopened: ESC-2026-000, ESC-2026-001, ESC-2026-002, ESC-2026-003, ESC-2026-004 and 2 more.',
    );
  });

  it('shows the ratings behind the average, newest first', () => {
    expect(evidence('satisfaction', { ratings: rated(5, 4, 3) })).toBe(
      'Ratings, newest first: 3, 4, 5; average 4.0.',
    );
    expect(evidence('satisfaction', { ratings: rated(4, 4, 3) })).toContain('average 3.7.');
    expect(evidence('satisfaction', {})).toBe('No ratings yet.');
  });
});
