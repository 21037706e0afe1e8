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
  /** The impact that somebody judged. Left out or null: the default of the tier. */
  tierImpact?: RiskLevel | null | undefined;
  /** In the currency of `arr`; the caller has refused others. Null when no revenue is said to be at risk. */
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

/** Whether the chosen severity is below the suggested one, for which a rationale is required. */
export function needsRationale(chosen: Severity, suggested: Severity): boolean {
  return SEVERITIES.indexOf(chosen) > SEVERITIES.indexOf(suggested);
}

/** The risk by the share of the ARR. Multiplies instead of dividing, so that 50 % to the cent is 50 %. */
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
