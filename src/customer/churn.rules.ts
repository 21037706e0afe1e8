import { DAY_MS } from '../shared/duration.ts';
import type {
  EscalationStatus,
  LifecycleStage,
  RiskLevel,
  Severity,
} from '../shared/vocabulary.ts';

/** The facts of a customer. They may include older entries than needed: the checks leave those out. */
export interface ChurnFacts {
  healthScore: number;
  lifecycleStage: LifecycleStage;
  /** At least the cases that are open, and those opened in the last 90 days. */
  escalations: readonly {
    reference: string;
    severity: Severity;
    status: EscalationStatus;
    openedAt: Date;
  }[];
  /** Breaches of the last 90 days, without those that were corrected. */
  breaches: readonly { reference: string; at: Date }[];
  /** Reopenings of the last 90 days. */
  reopenings: readonly { reference: string; at: Date }[];
  /** At least the last three, each 1 to 5. */
  ratings: readonly { rating: number; at: Date }[];
  /** At least the actions not done. `dueDate` is YYYY-MM-DD: the action's own, or else that of its plan. */
  preventionActions: readonly { reference: string; dueDate: string; done: boolean }[];
}

export interface ChurnCheck {
  /** Stable name of the check, by which clients tell checks apart. */
  key: string;
  label: string;
  ok: boolean;
  evidence: string;
}

export interface ChurnRisk {
  level: RiskLevel;
  /** The number of checks that fail. */
  score: number;
  checks: ChurnCheck[];
}

export const WINDOW_DAYS = 90;
const HEALTHY_SCORE = 60;
const GOOD_RATING = 4;
const RATINGS = 3;
const MANY_ESCALATIONS = 3;
const SHOWN_REFERENCES = 5;
/** The level by the number of checks that fail. */
const LEVELS: readonly RiskLevel[] = [
  'NONE',
  'LOW',
  'LOW',
  'MEDIUM',
  'MEDIUM',
  'HIGH',
  'HIGH',
  'CRITICAL',
  'CRITICAL',
];

/** Judges the churn-prevention checklist at `now`. Days end at midnight in UTC. */
export function churnRisk(facts: ChurnFacts, now: Date): ChurnRisk {
  const since = now.getTime() - WINDOW_DAYS * DAY_MS;
  const today = now.toISOString().slice(0, 10);
  const isRecent = ({ at }: { at: Date }) => at.getTime() >= since;
  const checks = [
    healthScore(facts),
    noneOf(
      'no_open_severe_escalation',
      'No open critical or high escalation',
      'Open: ',
      facts.escalations.filter(isOpenAndSevere),
    ),
    noneOf(
      'no_recent_breach',
      'No SLA breach in 90 days',
      'Breached: ',
      facts.breaches.filter(isRecent),
    ),
    satisfaction(facts),
    noneOf(
      'no_overdue_prevention',
      'No overdue prevention action',
      'Overdue: ',
      facts.preventionActions.filter(({ done, dueDate }) => !done && dueDate < today),
    ),
    noneOf(
      'no_recent_reopening',
      'No reopened case in 90 days',
      'Reopened: ',
      facts.reopenings.filter(isRecent),
    ),
    fewEscalations(facts.escalations.filter(({ openedAt }) => isRecent({ at: openedAt }))),
    lifecycle(facts),
  ];
  const score = checks.filter(({ ok }) => !ok).length;
  return { level: LEVELS[score] ?? 'CRITICAL', score, checks };
}

function healthScore(facts: ChurnFacts): ChurnCheck {
  return {
    key: 'health_score',
    label: 'Health score at least 60',
    ok: facts.healthScore >= HEALTHY_SCORE,
    evidence: `The health score is ${facts.healthScore}.`,
  };
}

function isOpenAndSevere({ status, severity }: ChurnFacts['escalations'][number]): boolean {
  return (
    (status === 'OPEN' || status === 'WAITING_ON_CUSTOMER') &&
    (severity === 'CRITICAL' || severity === 'HIGH')
  );
}

function noneOf(
  key: string,
  label: string,
  lead: string,
  found: readonly { reference: string }[],
): ChurnCheck {
  const ok = found.length === 0;
  return { key, label, ok, evidence: ok ? 'None.' : `${lead}${listed(found)}.` };
}

function satisfaction({ ratings }: ChurnFacts): ChurnCheck {
  const last = [...ratings].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, RATINGS);
  const sum = last.reduce((total, { rating }) => total + rating, 0);
  return {
    key: 'satisfaction',
    label: 'Average of the last three satisfaction ratings at least 4',
    // A customer without ratings shows no sign of leaving. Sums are compared, so that no rounding decides.
    ok: sum >= GOOD_RATING * last.length,
    evidence:
      last.length === 0
        ? 'No ratings yet.'
        : `Ratings, newest first: ${last.map(({ rating }) => rating).join(', ')}; average ${(sum / last.length).toFixed(1)}.`,
  };
}

function fewEscalations(opened: readonly { reference: string }[]): ChurnCheck {
  return {
    key: 'few_escalations',
    label: 'Fewer than three escalations in 90 days',
    ok: opened.length < MANY_ESCALATIONS,
    evidence: opened.length === 0 ? 'None.' : `Opened: ${listed(opened)}.`,
  };
}

function lifecycle({ lifecycleStage }: ChurnFacts): ChurnCheck {
  return {
    key: 'lifecycle_stage',
    label: 'Lifecycle stage not AT_RISK or CHURNED',
    ok: lifecycleStage !== 'AT_RISK' && lifecycleStage !== 'CHURNED',
    evidence: `The lifecycle stage is ${lifecycleStage}.`,
  };
}

/** References of cases, each once and in the order given: with two breaches it is still one case. */
function listed(found: readonly { reference: string }[]): string {
  const references = [...new Set(found.map(({ reference }) => reference))];
  const rest = references.length - SHOWN_REFERENCES;
  const shown = references.slice(0, SHOWN_REFERENCES).join(', ');
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
