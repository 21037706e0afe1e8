import type { Audience } from '../auth/partner-view.rules.ts';
import { audienceOf } from '../auth/partner-view.rules.ts';
import type { Principal } from '../auth/principal.ts';
import { visibleByCustomer } from '../auth/visibility.ts';
import type { Db, Prisma } from '../db/client.ts';
import { readEntry } from '../events/catalogue.ts';
import { inTurns } from '../shared/bounds/in-turns.ts';
import type { Step } from '../shared/vocabulary.ts';
import { isClockOverdue } from '../sla/clock/stored-clock.rules.ts';
import type { ReportDocument } from './document.rules.ts';
import { isComplete, missingPaths, toDocument } from './document.rules.ts';
import type { Report, ReportFacts } from './report.rules.ts';
import { buildReport } from './report.rules.ts';
import type { ReportLogEntry } from './timeline.rules.ts';
import { BOOKKEEPING } from './timeline.rules.ts';

/** A report in all its forms: typed, as the document, and as YAML. */
export interface FullReport {
  escalationId: string;
  report: Report;
  document: ReportDocument;
  /** The document as YAML, which is written at the first call. */
  yaml(): Promise<string>;
  complete: boolean;
  /** Paths of the values that are not known yet. */
  missing: string[];
  /** The number of log entries and messages that were read. */
  rowsRead: number;
}

/** All that a report shows, in one query. Bodies of messages and histories are not read. */
const REPORT_PARTS = {
  id: true,
  reference: true,
  openedAt: true,
  resolvedAt: true,
  summary: true,
  severity: true,
  category: true,
  businessImpact: true,
  revenueAtRisk: true,
  revenueCurrency: true,
  usersAffected: true,
  slaBreach: true,
  rootCauseCategory: true,
  rootCause: true,
  contributingFactors: true,
  actionTaken: true,
  satisfactionRating: true,
  customer: {
    select: {
      externalId: true,
      name: true,
      tier: true,
      arrAmount: true,
      arrCurrency: true,
      healthScore: true,
    },
  },
  owner: { select: { name: true } },
  steps: { where: { state: 'DONE' }, select: { step: true } },
  clocks: { select: { kind: true, cycle: true, state: true, dueAt: true } },
  log: {
    where: {
      seq: { not: null },
      OR: [
        { type: { notIn: [...BOOKKEEPING] } },
        { type: 'SLA_MET', data: { path: ['corrected'], equals: true } },
      ],
    },
    orderBy: { seq: 'asc' },
    select: {
      type: true,
      at: true,
      summary: true,
      data: true,
      actor: { select: { name: true } },
    },
  },
  actions: { orderBy: { id: 'asc' }, select: { kind: true, description: true, at: true } },
  communications: {
    orderBy: { id: 'asc' },
    select: {
      channel: true,
      direction: true,
      state: true,
      at: true,
      summary: true,
      customerResponse: true,
    },
  },
  plan: {
    include: { owner: { select: { name: true } }, actions: { orderBy: { position: 'asc' } } },
  },
} satisfies Prisma.EscalationSelect;

type ReportRow = Prisma.EscalationGetPayload<{ select: typeof REPORT_PARTS }>;

/**
 * The reports of the cases that exist and are visible, in no order.
 *
 * @param where names cases by their keys or references.
 */
export async function loadReports(
  db: Db,
  principal: Principal,
  where: { id: { in: string[] } } | { reference: { in: string[] } },
  now: Date,
): Promise<FullReport[]> {
  const rows = await db.escalation.findMany({
    where: { ...where, ...visibleByCustomer(principal) },
    select: REPORT_PARTS,
  });
  const audience = audienceOf(principal);
  return inTurns(build());

  // A report may take long. Other work has a turn between two.
  function* build(): Generator<void, FullReport[]> {
    const reports: FullReport[] = [];
    for (const row of rows) {
      reports.push(fullReport(row, now, audience));
      yield;
    }
    return reports;
  }
}

function fullReport(row: ReportRow, now: Date, audience: Audience): FullReport {
  const report = buildReport(factsOf(row, now), audience);
  const document = toDocument(report);
  let yaml: Promise<string> | undefined;
  return {
    escalationId: row.id,
    report,
    document,
    yaml() {
      yaml ??= write(document);
      return yaml;
    },
    complete: isComplete(document),
    missing: missingPaths(document),
    rowsRead: row.log.length + row.communications.length,
  };
}

/** Loads the package for YAML at the first call in the process: few nodes are asked for YAML. */
async function write(document: ReportDocument): Promise<string> {
  const { writeYaml } = await import('./yaml.rules.ts');
  return inTurns(writeYaml(document));
}

/** The report of one case; null when there is no such case, or it is not visible. */
export async function loadReport(
  db: Db,
  principal: Principal,
  reference: string,
  now: Date,
): Promise<FullReport | null> {
  const [report = null] = await loadReports(
    db,
    principal,
    { reference: { in: [reference.toUpperCase()] } },
    now,
  );
  return report;
}

function factsOf(row: ReportRow, now: Date): ReportFacts {
  const { customer } = row;
  // A reopening sets steps back. What they recorded before does not hold now.
  const isDone = (step: Step) => row.steps.some((done) => done.step === step);
  return {
    reference: row.reference,
    openedAt: row.openedAt,
    resolvedAt: row.resolvedAt,
    customer: {
      externalId: customer.externalId,
      name: customer.name,
      tier: customer.tier,
      arr: { amount: customer.arrAmount.toFixed(2), currency: customer.arrCurrency },
      healthScore: customer.healthScore,
    },
    summary: row.summary,
    severity: row.severity,
    category: row.category,
    impact: {
      businessImpact: row.businessImpact,
      revenueAtRisk:
        row.revenueAtRisk === null
          ? null
          : {
              amount: row.revenueAtRisk.toFixed(2),
              currency: row.revenueCurrency ?? customer.arrCurrency,
            },
      usersAffected: row.usersAffected,
      slaBreach: row.slaBreach || row.clocks.some((clock) => isClockOverdue(clock, now)),
    },
    log: row.log.map(logEntry),
    rootCause:
      row.rootCauseCategory === null || row.rootCause === null
        ? null
        : {
            category: row.rootCauseCategory,
            description: row.rootCause,
            contributingFactors: row.contributingFactors,
          },
    actions: row.actions,
    resolution: {
      actionTaken: isDone('DOCUMENT_OUTCOME') ? row.actionTaken : null,
      owner: row.owner?.name ?? null,
    },
    satisfactionRating: isDone('CHECK_SATISFACTION') ? row.satisfactionRating : null,
    preventionPlan: row.plan === null ? null : preventionOf(row.plan),
    communications: row.communications,
  };
}

function logEntry({ at, summary, actor, ...entry }: ReportRow['log'][number]): ReportLogEntry {
  const { type, data } = readEntry(entry);
  return {
    type,
    at,
    summary,
    actorName: actor?.name ?? null,
    ownerName: type === 'OWNER_ASSIGNED' ? data.ownerName : null,
    actionKind: type === 'ACTION_RECORDED' ? data.kind : null,
    isCorrection: type === 'SLA_MET' && 'corrected' in data,
  };
}

function preventionOf(
  plan: NonNullable<ReportRow['plan']>,
): NonNullable<ReportFacts['preventionPlan']> {
  const described = (kind: 'IMMEDIATE' | 'LONG_TERM') =>
    plan.actions.filter((action) => action.kind === kind).map(({ description }) => description);
  return {
    immediateActions: described('IMMEDIATE'),
    longTermImprovements: described('LONG_TERM'),
    owner: plan.owner.name,
    dueDate: plan.dueDate.toISOString().slice(0, 10),
  };
}
