import { Document, isScalar, Scalar, visit } from 'yaml';
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

/** How many items of a list the writer takes at once. */
const ITEMS_AT_ONCE = 50;
const OPENING = 'escalation_report:\n';

/** Writes YAML 1.2 that readers of YAML 1.1 understand alike. Yields between pieces, since some are long. */
export function* writeYaml(document: ReportDocument): Generator<void, string> {
  let text = OPENING;
  for (const [key, value] of Object.entries(document.escalation_report)) {
    const headed = `${OPENING}  ${key}:\n`;
    for (const [at, piece] of piecesOf(value).entries()) {
      text += write({ escalation_report: { [key]: piece } }).slice(
        at === 0 ? OPENING.length : headed.length,
      );
      yield;
    }
  }
  return text;
}

function piecesOf(value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length === 0) return [value];
  const count = Math.ceil(value.length / ITEMS_AT_ONCE);
  return Array.from({ length: count }, (_, n) =>
    value.slice(n * ITEMS_AT_ONCE, (n + 1) * ITEMS_AT_ONCE),
  );
}

function write(part: object): string {
  const yaml = new Document(part, { version: '1.2', aliasDuplicateObjects: false });
  visit(yaml, {
    Scalar: (key, node) => {
      if (key !== 'key' && isScalar<string>(node) && typeof node.value === 'string') {
        node.type = styleOf(node.value);
      }
    },
  });
  const text = yaml.toString({
    lineWidth: 0,
    singleQuote: false,
    blockQuote: 'literal',
    doubleQuotedAsJSON: true,
  });
  return text.replace(NOT_PRINTABLE, (char) => `\\u${hex(char)}`);
}

function nullsIn(value: unknown, path: string): string[] {
  if (value === null) return [path];
  if (Array.isArray(value)) return value.flatMap((item, at) => nullsIn(item, `${path}[${at}]`));
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    nullsIn(inner, path === '' ? key : `${path}.${key}`),
  );
}

/** A letter, then visible characters and spaces only: no number, date or sign in any version of YAML. */
const PLAIN = /^\p{L}(?:[^\p{C}\p{Z}]| )*$/u;
/** Words that some readers of YAML 1.1 take for another value, in any case. */
const RESERVED = /^(?:y|yes|n|no|on|off|true|false|null)$/i;
/** A line that begins and ends with a visible character. */
const TAME_LINE = /^[^\p{C}\p{Z}](?:(?:[^\p{C}\p{Z}]| )*[^\p{C}\p{Z}])?$/u;
/**
 * Characters that YAML wants escaped and JSON does not escape, some of them line breaks in YAML 1.1;
 * and those that turn the direction of writing, so that a terminal shows the document as it is. They
 * occur only inside double quotes, where an escape is understood: `styleOf` makes sure of that.
 */
const NOT_PRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\p{Bidi_Control}]/gu;

function styleOf(text: string): Scalar.Type {
  if (PLAIN.test(text) && !RESERVED.test(text)) return Scalar.PLAIN;
  return isTame(text.split('\n')) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
}

/** Whether lines fit a block without hints on spaces or ends: several, the first and the last not empty. */
function isTame(lines: readonly string[]): boolean {
  return (
    lines.length > 1 &&
    lines[0] !== '' &&
    lines.at(-1) !== '' &&
    lines.every((line) => line === '' || TAME_LINE.test(line))
  );
}

function hex(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(4, '0');
}

function money(value: Money | null): string | null {
  return value && formatMoney(value);
}

/** Null for blank text, which tells nothing. */
function known(text: string | null): string | null {
  return text === null || text.trim() === '' ? null : text;
}
