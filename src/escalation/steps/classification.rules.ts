import { type Money, toHundredths } from '../../shared/money.ts';
import {
  type CustomerTier,
  RISK_LEVELS,
  type RiskLevel,
  SEVERITIES,
  type Severity,
} from '../../shared/vocabulary.ts';

export interface RiskAssessment {
  tier: CustomerTier;
  /** What was judged; left out or null: what the tier says by default. */
  tierImpact?: RiskLevel | null | undefined;
  /** In the currency of `arr`; the caller has refused any other. Null: nothing is said to be at risk. */
  revenueAtRisk?: Money | null | undefined;
  arr: Money;
  reputationRisk: RiskLevel;
  legalRisk: RiskLevel;
}

export interface SuggestedClassification {
  severity: Severity;
  tierImpact: RiskLevel;
  revenueRisk: RiskLevel;
}

const TIER_IMPACT: Record<CustomerTier, RiskLevel> = {
  ENTERPRISE: 'HIGH',
  BUSINESS: 'MEDIUM',
  STARTER: 'LOW',
};

/** The highest of tier impact, revenue at risk, reputation risk and legal risk; NONE counts as LOW. */
export function suggestSeverity(input: RiskAssessment): SuggestedClassification {
  const tierImpact = input.tierImpact ?? TIER_IMPACT[input.tier];
  const revenueRisk = riskOfRevenue(input.revenueAtRisk ?? null, input.arr);
  const highest = [tierImpact, revenueRisk, input.reputationRisk, input.legalRisk].reduce(higher);
  return { severity: highest === 'NONE' ? 'LOW' : highest, tierImpact, revenueRisk };
}

/** Whether choosing this severity goes below the suggested one, which somebody has to give a reason for. */
export function needsRationale(chosen: Severity, suggested: Severity): boolean {
  return SEVERITIES.indexOf(chosen) > SEVERITIES.indexOf(suggested);
}

/** By the share of the ARR, multiplied out rather than divided, so that 50 % to the cent is 50 %. */
function riskOfRevenue(atRisk: Money | null, arr: Money): RiskLevel {
  if (atRisk === null) return 'NONE';
  const risk = toHundredths(atRisk.amount);
  const all = toHundredths(arr.amount);
  if (risk <= 0n) return 'LOW';
  if (risk >= all) return 'CRITICAL';
  if (risk * 2n >= all) return 'HIGH';
  return risk * 10n >= all ? 'MEDIUM' : 'LOW';
}

function higher(a: RiskLevel, b: RiskLevel): RiskLevel {
  return RISK_LEVELS.indexOf(a) >= RISK_LEVELS.indexOf(b) ? a : b;
}
