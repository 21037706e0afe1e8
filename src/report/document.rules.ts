import { formatMoney, type Money } from '../shared/money.ts';
import type { Report } from './report.rules.ts';

/** The report as the document that leaves the desk. Every key is present, and in this order. */
export interface ReportDocument {
  escalation_report: {
    id: string;
    date_opened: string;
    date_resolved: string | null;
    customer: {
      id: string;
      name: string;
      tier: string;
      arr: string | null;
      health_score: number | null;
    };
    escalation: { summary: string | null; severity: string; category: string };
    impact: {
      business_impact: string | null;
      revenue_at_risk: string | null;
      users_affected: number | null;
      sla_breach: boolean;
    };
    timeline: { timestamp: string; event: string; owner: string }[];
    root_cause: {
      category: string | null;
      description: string | null;
      contributing_factors: string[];
    };
    resolution: {
      action_taken: string | null;
      owner: string | null;
      time_to_resolve: string | null;
      customer_satisfaction: string | null;
    };
    prevention: {
      immediate_actions: string[];
      long_term_improvements: string[];
      owner: string | null;
      due_date: string | null;
    };
    communication_log: {
      channel: string;
      date: string;
      summary: string | null;
      customer_response: string | null;
    }[];
  };
}

/** Enums are in lower case, days YYYY-MM-DD, times RFC 3339 in UTC, money `$480000.00`; unknown is null. */
export function toDocument(report: Report): ReportDocument {
  const { customer, escalation, impact, rootCause, resolution, prevention } = report;
  return {
    escalation_report: {
      id: report.id,
      date_opened: report.dateOpened,
      date_resolved: report.dateResolved,
      customer: {
        id: customer.id,
        name: customer.name,
        tier: customer.tier.toLowerCase(),
        arr: money(customer.arr),
        health_score: customer.healthScore,
      },
      escalation: {
        summary: known(escalation.summary),
        severity: escalation.severity.toLowerCase(),
        category: escalation.category.toLowerCase(),
      },
      impact: {
        business_impact: known(impact.businessImpact),
        revenue_at_risk: money(impact.revenueAtRisk),
        users_affected: impact.usersAffected,
        sla_breach: impact.slaBreach,
      },
      timeline: report.timeline.map(({ timestamp, event, owner }) => ({
        timestamp: timestamp.toISOString().replace('.000Z', 'Z'),
        event,
        owner,
      })),
      root_cause: {
        category: rootCause === null ? null : rootCause.category.toLowerCase(),
        description: known(rootCause?.description ?? null),
        contributing_factors: [...(rootCause?.contributingFactors ?? [])],
      },
      resolution: {
        action_taken: known(resolution.actionTaken),
        owner: resolution.owner,
        time_to_resolve: resolution.timeToResolve,
        customer_satisfaction: resolution.customerSatisfaction,
      },
      prevention: {
        immediate_actions: [...prevention.immediateActions],
        long_term_improvements: [...prevention.longTermImprovements],
        owner: prevention.owner,
        due_date: prevention.dueDate,
      },
      communication_log: report.communicationLog.map((message) => ({
        channel: message.channel.toLowerCase(),
        date: message.date,
        summary: known(message.summary),
        customer_response: known(message.customerResponse),
      })),
    },
  };
}

/**
 * Paths of the values that are null, in the order of the document: `root_cause.description`,
 * `communication_log[0].summary`. `customer_response` is left out, since not every message is answered.
 */
export function missingPaths(document: ReportDocument): string[] {
  return nullsIn(document.escalation_report, '').filter(
    (path) => !/^communication_log\[\d+\]\.customer_response$/.test(path),
  );
}

export function isComplete(document: ReportDocument): boolean {
  return missingPaths(document).length === 0;
}

function nullsIn(value: unknown, path: string): string[] {
  if (value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((item, at) => nullsIn(item, `${path}[${at}]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    nullsIn(inner, path === '' ? key : `${path}.${key}`),
  );
}

function money(value: Money | null): string | null {
  return value && formatMoney(value);
}

/** Null for blank text, which tells nothing. */
function known(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
