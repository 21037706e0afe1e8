import { describe, expect, it } from 'vitest';
import {
  needsRationale,
  type RiskAssessment,
  suggestSeverity,
} from '../../../../src/escalation/steps/classification.rules.ts';
import type { Money } from '../../../../src/shared/money.ts';
import { type RiskLevel, SEVERITIES } from '../../../../src/shared/vocabulary.ts';

const usd = (amount: string): Money => ({ amount, currency: 'USD' });

function assessment(overrides: Partial<RiskAssessment> = {}): RiskAssessment {
  return {
    tier: 'STARTER',
    arr: usd('1000.00'),
    revenueAtRisk: null,
    reputationRisk: 'NONE',
    legalRisk: 'NONE',
    ...overrides,
  };
}

describe('suggestSeverity', () => {
  it.each([
    ['ENTERPRISE', 'HIGH'],
    ['BUSINESS', 'MEDIUM'],
    ['STARTER', 'LOW'],
  ] as const)('takes the impact of tier %s as %s when none is given', (tier, impact) => {
    for (const tierImpact of [undefined, null]) {
      expect(suggestSeverity(assessment({ tier, tierImpact }))).toMatchObject({
        severity: impact,
        tierImpact: impact,
      });
    }
  });

  it('takes the tier impact that is given over that of the tier, in both directions', () => {
    const given = (tierImpact: RiskLevel) =>
      suggestSeverity(assessment({ tier: 'BUSINESS', tierImpact })).tierImpact;
    expect([given('NONE'), given('CRITICAL')]).toEqual(['NONE', 'CRITICAL']);
  });

  it.each([
    ['1000.00', '1000.01', 'CRITICAL'],
    ['1000.00', '1000.00', 'CRITICAL'],
    ['1000.00', '999.99', 'HIGH'],
    ['1000.00', '500.00', 'HIGH'],
    ['1000.00', '499.99', 'MEDIUM'],
    ['1000.00', '100.00', 'MEDIUM'],
    ['1000.00', '99.99', 'LOW'],
    ['1000.00', '0.00', 'LOW'],
    ['0.00', '0.01', 'CRITICAL'],
    ['0.00', '0.00', 'LOW'],
    ['0.03', '0.02', 'HIGH'],
    ['0.03', '0.01', 'MEDIUM'],
    ['9999999999999.99', '9999999999999.98', 'HIGH'],
    ['9999999999999.99', '5000000000000.00', 'HIGH'],
    ['9999999999999.99', '4999999999999.99', 'MEDIUM'],
  ] as const)('of an ARR of %s, %s at risk is %s', (arr, revenue, level) => {
    const result = suggestSeverity(assessment({ arr: usd(arr), revenueAtRisk: usd(revenue) }));
    expect(result).toMatchObject({ severity: level, revenueRisk: level });
  });

  it('sees no risk to revenue when nothing is said to be at risk, with an ARR of 0 too', () => {
    expect(suggestSeverity(assessment()).revenueRisk).toBe('NONE');
    expect(suggestSeverity(assessment({ arr: usd('0.00') })).severity).toBe('LOW');
  });

  it.each(['tierImpact', 'reputationRisk', 'legalRisk'] as const)(
    'suggests what %s alone says when it is the highest',
    (risk) => {
      for (const level of ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] as const) {
        expect(suggestSeverity(assessment({ [risk]: level })).severity).toBe(level);
      }
    },
  );

  it('suggests LOW when all four risks are NONE', () => {
    expect(suggestSeverity(assessment({ tierImpact: 'NONE' })).severity).toBe('LOW');
  });
});

describe('needsRationale', () => {
  it('asks for a reason exactly when the chosen severity is below the suggested one', () => {
    const asked = SEVERITIES.map((chosen) =>
      SEVERITIES.filter((suggested) => needsRationale(chosen, suggested)),
    );
    expect(asked).toEqual([[], ['CRITICAL'], ['CRITICAL', 'HIGH'], ['CRITICAL', 'HIGH', 'MEDIUM']]);
  });
});
